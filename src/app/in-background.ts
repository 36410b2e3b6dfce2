/** Thrown where nobody catches it, it ends the program as `crash.ts` says. */
const asCrash = (error: unknown): void =>
	queueMicrotask(() => {
		throw error;
	});

/**
 * Lets work go on that nobody waits for. `failed` is told what it threw; without one that is a crash, which is right
 * where the screen would go on with values that nothing keeps true any more.
 */
export const inBackground = (work: Promise<unknown>, failed: (error: unknown) => void = asCrash): void => {
	work.catch(failed);
};
