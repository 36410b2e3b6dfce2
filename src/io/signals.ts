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
