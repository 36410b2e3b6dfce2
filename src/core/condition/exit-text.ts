/** The signals that end processes in practice (signal(7), x86 and ARM). */
const signals: Readonly<Record<number, string>> = {
	1: 'SIGHUP',
	2: 'SIGINT',
	3: 'SIGQUIT',
	4: 'SIGILL',
	6: 'SIGABRT',
	7: 'SIGBUS',
	8: 'SIGFPE',
	9: 'killed',
	11: 'segmentation fault',
	13: 'SIGPIPE',
	15: 'terminated',
};

/** An exit code with what it means: `exit 137 (killed: out of memory)`. Above 128 it is 128 + the signal (POSIX shells). */
export function exitText(exit: number | undefined, oom = false): string {
	if (exit === undefined) return oom ? 'out of memory' : 'exit code unknown';
	if (oom) return `exit ${exit} (killed: out of memory)`;
	const meaning =
		exit === 126
			? 'cannot be executed'
			: exit === 127
				? 'command not found'
				: exit > 128
					? signals[exit - 128]
					: undefined;
	return meaning === undefined ? `exit ${exit}` : `exit ${exit} (${meaning})`;
}
