import { printFailure } from './print.ts';

/** A stream has taken all that was printed, or has failed. A terminal takes it at once. */
const taken = (stream: NodeJS.WriteStream): Promise<void> =>
	new Promise((resolve) => {
		if (stream.isTTY) resolve();
		else stream.write('', () => resolve());
	});

const isOfWriting = (error: Error): boolean => 'syscall' in error && error.syscall === 'write';

/**
 * Listens from now on for output that cannot be written. Gives what ends the process with an exit code once all output is
 * taken; 1 instead of 0 where standard output was cut.
 */
export const watchOutput = (): ((code: number) => Promise<never>) => {
	const { stdout, stderr } = process;
	let cut: Error | undefined;
	const unwritten = (stream: NodeJS.WriteStream, error: Error): void => {
		// Who reads what is printed may stop before its end, as `head` does; what goes on here goes on.
		if ('code' in error && error.code === 'EPIPE') return;
		if (stream.isTTY || !isOfWriting(error)) throw error;
		// A change is not left half done because its lines find no room: that is told at its end.
		if (stream === stdout) cut ??= error;
	};
	for (const stream of [stdout, stderr]) stream.on('error', (error) => unwritten(stream, error));
	return async (code) => {
		process.exitCode = code;
		await taken(stdout);
		if (cut !== undefined) {
			printFailure({ kind: 'full', message: `Not all of the output could be written: ${cut.message}.` });
		}
		await taken(stderr);
		process.exit(cut === undefined ? code : code || 1);
	};
};
