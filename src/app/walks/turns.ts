import type { WalkParts } from './parts.ts';

/** Does one thing after the other, in the order in which they came; what fails stops none of the next. */
export const makeTurns = (): WalkParts['inTurn'] => {
	let last: Promise<void> = Promise.resolve();
	return (work) => {
		const turn = last.then(work);
		last = turn.catch(() => undefined);
		return turn;
	};
};
