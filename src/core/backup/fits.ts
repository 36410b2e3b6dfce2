const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

/** POSIX's classes, as far as the names of backups have them. */
const classes: Readonly<Record<string, string>> = {
	...{ alnum: 'A-Za-z0-9', alpha: 'A-Za-z', digit: '0-9', lower: 'a-z', upper: 'A-Z', xdigit: '0-9A-Fa-f' },
	...{ blank: ' \\t', space: '\\s', punct: '!-\\/:-@[-`{-~' },
};

/** What stands between `[` and `]`, after a `!`: ranges stay ranges. */
function set(inner: string): string {
	return inner.replaceAll(/\[:([a-z]+):\]|\\?([\s\S])/g, (_all, name: string | undefined, char: string) =>
		name === undefined ? (char === '-' ? '-' : literal(char)) : (classes[name] ?? ''),
	);
}

const token = /\*|\?|\[([!^]?)((?:\]|\[:[a-z]+:\]|\\[\s\S]|[^\]\\])(?:\[:[a-z]+:\]|\\[\s\S]|[^\]\\])*)\]|\\?([\s\S])/g;

/** Whether a name fits a pattern as `find -name` takes it (POSIX.1-2017, XCU 2.13.1 and 2.13.2). */
export function fitsPattern(pattern: string, name: string): boolean {
	const regex = pattern.replaceAll(token, (all, not: string | undefined, inner: string | undefined, char: string) => {
		if (all === '*') return '[\\s\\S]*';
		if (all === '?') return '[\\s\\S]';
		return inner === undefined ? literal(char) : `[${not === '' ? '' : '^'}${set(inner)}]`;
	});
	try {
		return new RegExp(`^(?:${regex})$`).test(name);
	} catch {
		// A range from a later sign to an earlier one fits nothing.
		return false;
	}
}
