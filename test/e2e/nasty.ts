/** What a shell would make, did it ever read one of the values. */
export const OWNED = '/run/owned-by-a-value';
/** A word by which the value is found wherever it gets to. */
export const MARK = 'only-on-its-host';
/** Spaces, quotes, line ends, commands to put in, and what shells and formats take for something else. */
export const NASTY = ` ${MARK} "two" 'one'\n$(touch ${OWNED}) \`touch ${OWNED}\`\n\\ \${HOME} $$ %s é 你 \t;|&<>!#*?~ `;
