/** Words that a shell takes as they are. */
const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;
/** Words that mean something else where a command stands: an assignment, a reserved word (POSIX.1-2017, XCU 2.4). */
const notFirst = /^[A-Za-z_]\w*=|^(?:if|then|else|elif|fi|do|done|case|esac|while|until|for|in)$/;

/**
 * The words of a command as one line for a POSIX shell, which takes it apart into the same words again (POSIX.1-2017,
 * XCU 2.2.2: nothing is special between single quotes). Throws on a NUL, which no command line can hold.
 */
export function quote(argv: readonly string[]): string {
	return argv.map((word, index) => quoteWord(word, index === 0)).join(' ');
}

/** A command as a person may paste it: whatever a name in it is, it is one word. A NUL, which none can hold, is shown as a sign. */
export function pastable(argv: readonly string[]): string {
	return quote(argv.map((word) => word.replaceAll('\0', '␀')));
}

/** One word of a command, but the first, as a person may paste it. */
export function pastableWord(word: string): string {
	return quoteWord(word.replaceAll('\0', '␀'), false);
}

function quoteWord(word: string, first: boolean): string {
	if (word.includes('\0')) throw new Error('a word with a NUL cannot be given to a shell');
	return plain.test(word) && !(first && notFirst.test(word)) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
