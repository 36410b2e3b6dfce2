/**
 * Words of Go's templates that stand alone in braces, as in Docker's `--format` (pkg.go.dev/text/template, "Actions" and
 * "Functions"): these are text, whatever a document calls its values.
 */
const ofTemplates = ['break', 'continue', 'else', 'end', 'println'];

const name = '[A-Za-z_][\\w-]*';
const whole = new RegExp(`^${name}$`);

/** `{{name}}`: a value, its name the first group. `{{end}}` and `{{.Names}}` are none. */
export const valueForm = new RegExp(`\\{\\{\\s*(?!(?:${ofTemplates.join('|')})\\s*\\}\\})(${name})\\s*\\}\\}`, 'g');

/** What a value may be called, in words. */
export const valueNameWanted = `a name of letters, digits, \`-\` and \`_\`, and none of ${ofTemplates.join(', ')}`;

/** Whether a value may be called so. */
export const isValueName = (text: string): boolean => whole.test(text) && !ofTemplates.includes(text);
