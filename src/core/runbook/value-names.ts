/**
 * Words of Go's templates that stand alone in braces, as in Docker's `--format` (pkg.go.dev/text/template, "Actions" and
 * "Functions"), and what every object has under its own name: these are text, whatever a document calls its values.
 */
const others = ['break', 'continue', 'else', 'end', 'println', '__proto__'];

const name = '[A-Za-z_][\\w-]*';
const whole = new RegExp(`^${name}$`);

/** `{{name}}`: a value, its name the first group. `{{end}}` and `{{.Names}}` are none. */
export const valueForm = new RegExp(`\\{\\{\\s*(?!(?:${others.join('|')})\\s*\\}\\})(${name})\\s*\\}\\}`, 'g');

/** What a value may be called, in words. */
export const valueNameWanted = `a name of letters, digits, \`-\` and \`_\`, and none of ${others.join(', ')}`;

/** Whether a value may be called so. */
export const isValueName = (text: string): boolean => whole.test(text) && !others.includes(text);
