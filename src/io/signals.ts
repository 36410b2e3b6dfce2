import { codeOf } from './failure.ts';

/** The signals that ask us to end. */
export type EndSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM';

const all: readonly EndSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/** Tells of each signal that asks to end, instead of ending at once. Gives what ends the telling. */
export function onEndSignals(tell: (signal: EndSignal) => void): () => void {
	const listeners = all.map((signal) => [signal, () => tell(signal)] as const);
	for (const [signal, listener] of listeners) process.on(signal, listener);
	return () => {
		for (const [signal, listener] of listeners) process.off(signal, listener);
	};
}

/** The exit code that a shell gives for an end by a signal: 128 + its number. */
export function signalExit(signal: EndSignal): number {
	const numbers: Readonly<Record<EndSignal, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
	return 128 + numbers[signal];
}

/** What a terminal that is gone fails at: what is written to it, how large it is, how its keys are to be read. */
const lost = ['write', 'getWindowSize', 'setRawMode'];

/** Whether an error says that our terminal is gone: its window was closed, or the connection to it cut. */
export function isHangUp(error: unknown): boolean {
	if (!(error instanceof Error && 'syscall' in error) || codeOf(error) !== 'EIO') return false;
	return lost.some((syscall) => error.syscall === syscall);
}

/** Ends as the kernel's SIGHUP does, which does not come to every program that lost its terminal; once it ends, nothing. */
export function hangUp(): void {
	if (process.listenerCount('SIGHUP') > 0) process.kill(process.pid, 'SIGHUP');
}

/** Has the size of the terminal asked anew: its changes are told only to the program that has the terminal. */
export function sizeAgain(): Promise<void> {
	return new Promise((resolve) => {
		// Node's own listener, which asks, was there before.
		process.once('SIGWINCH', () => resolve());
		process.kill(process.pid, 'SIGWINCH');
	});
}

/** Tells when this program goes on after somebody stopped it. Gives what ends the telling. */
export function onContinued(tell: () => void): () => void {
	process.on('SIGCONT', tell);
	return () => process.off('SIGCONT', tell);
}

/**
 * Stops this program as ctrl-z does, with all that the shell started it through (`npm start`): else that waits for us, and
 * the shell for it. Resolves when the shell lets it go on.
 */
export function stopHere(): Promise<void> {
	return new Promise((resolve) => {
		process.once('SIGCONT', () => resolve());
		process.kill(0, 'SIGTSTP');
	});
}
