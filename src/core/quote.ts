/** Words that a shell takes as they are. */
const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * The words of a command as one line for a POSIX shell, which takes it apart into the same words again (POSIX.1-2017,
 * XCU 2.2.2: nothing is special between single quotes). Throws on a NUL, which no command line can hold.
 */
export function quote(argv: readonly string[]): string {
	return argv.map(quoteWord).join(' ');
}

function quoteWord(word: string): string {
	if (word.includes('\0')) throw new Error('a word with a NUL cannot be given to a shell');
	return plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
