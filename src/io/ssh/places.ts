import { Broken } from '../carrier.ts';
import { reasonOf } from '../failure.ts';

/** A bounded number of places; who finds none waits, first come first served. */
export interface Places {
	/** Resolves to what gives the place back; rejects with `Broken` when the signal ends first. */
	readonly take: (signal: AbortSignal) => Promise<() => void>;
	/** The server has room for fewer than are taken now: from now on one less than these, at least one. */
	readonly shrink: () => void;
}

/** `most` free places. */
export function makePlaces(most: number): Places {
	let limit = most;
	let taken = 0;
	const waiting = new Set<() => void>();
	const giver = () => {
		let given = false;
		return () => {
			if (given) return;
			given = true;
			taken -= 1;
			const [next] = waiting;
			if (taken < limit) next?.();
		};
	};
	return {
		take: (signal) =>
			new Promise((resolve, reject) => {
				const enter = () => {
					waiting.delete(enter);
					signal.removeEventListener('abort', leave);
					taken += 1;
					resolve(giver());
				};
				const leave = () => {
					waiting.delete(enter);
					reject(new Broken(reasonOf(signal)));
				};
				if (signal.aborted) leave();
				else if (taken < limit) enter();
				else {
					waiting.add(enter);
					signal.addEventListener('abort', leave, { once: true });
				}
			}),
		shrink: () => {
			limit = Math.max(1, Math.min(limit, taken - 1));
		},
	};
}
