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

/** Whether an error says that the terminal we write to is gone: its window was closed, or the connection to it cut. */
export function isHangUp(error: unknown): boolean {
	return error instanceof Error && 'syscall' in error && error.syscall === 'write' && codeOf(error) === 'EIO';
}

/** Ends as the kernel's SIGHUP does, which does not come to every program that lost its terminal; once it ends, nothing. */
export function hangUp(): void {
	if (process.listenerCount('SIGHUP') > 0) process.kill(process.pid, 'SIGHUP');
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
