/** Rows that are made as far as they are asked for, and kept. */
export interface LazyRows<T> {
	/** The rows from one to before another, as many as there are. */
	readonly slice: (from: number, to: number) => readonly T[];
	/** How many there are, at the least so many as were asked for; `whole`: all of them were made. */
	readonly count: (upTo: number) => { readonly rows: number; readonly whole: boolean };
}

/** Keeps what an iterator gives, and asks it for no more than is wanted. */
export function lazyRows<T>(source: Iterator<T>): LazyRows<T> {
	const made: T[] = [];
	let whole = false;
	const pull = (upTo: number): void => {
		while (!whole && made.length < upTo) {
			const next = source.next();
			if (next.done === true) whole = true;
			else made.push(next.value);
		}
	};
	return {
		slice: (from, to) => {
			pull(to);
			return made.slice(from, to);
		},
		count: (upTo) => {
			pull(upTo);
			return { rows: made.length, whole };
		},
	};
}
