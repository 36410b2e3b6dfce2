import type { Terminal } from '../io/terminal.ts';

type Work = () => Promise<void>;

/** How the terminal is given away and taken back. `suspend`: Ink's way; `pointed`: the mouse is heard. */
export interface Leaving {
	readonly suspend: (work: Work) => Promise<unknown>;
	readonly terminal: Pick<Terminal, 'mouse' | 'wraps'>;
	readonly pointed: boolean;
	/** Has the size of the window asked anew. */
	readonly measure: Work;
	/** Ends with the cockpit: what comes back after that finds a terminal that is the shell's. */
	readonly signal: AbortSignal;
}

/** Gives the terminal away, for as long as some work lasts or to the shell, one after another. */
export const makeLeaving = ({ suspend, terminal, pointed, measure, signal }: Leaving) => {
	/** What has the terminal meanwhile would take reports of the mouse for typing, and wants its lines wrapped. */
	const own = (ours: boolean): void => {
		terminal.wraps(!ours);
		if (pointed) terminal.mouse(ours);
	};
	const leave = async (work: Work): Promise<void> => {
		own(false);
		try {
			await suspend(async () => {
				await work();
				await measure();
			});
		} finally {
			if (!signal.aborted) own(true);
		}
	};
	let isStopping = false;
	let wanting = 0;
	// A question that comes while the terminal is away waits until it is back.
	let away: Promise<unknown> = Promise.resolve();
	const goOut = (work: Work): Promise<void> => {
		const go = (): Promise<void> => leave(work);
		wanting += 1;
		const gone = away.then(go, go).finally(() => {
			wanting -= 1;
		});
		away = gone;
		return gone;
	};
	own(true);
	return {
		goOut,
		/** Whether the terminal is not ours, or soon will not be: then ctrl-c is no key of ours but a signal. */
		isAway: (): boolean => wanting > 0,
		/** Stops by `stop`, which ends when we go on. */
		stopBy: (stop: Work): Promise<void> =>
			goOut(async () => {
				isStopping = true;
				await stop().finally(() => {
					isStopping = false;
				});
			}),
		/** Draws all of the screen anew, as coming back does; after a stop of our own that is to come. */
		repaint: async (): Promise<void> => {
			if (!isStopping) await goOut(() => Promise.resolve());
		},
	};
};
