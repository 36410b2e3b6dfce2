/** Characters of an output that are kept to be judged, of its beginning and of its end: a status stands in its last lines. */
const most = { first: 1024 * 1024, last: 64 * 1024 };
/** Stands where something was left out: nothing that is looked for goes over it by chance. */
const seam = '\n\0\n';

/** An output as it was said, for its verdict: bounded, but its lines are not cut as they are for people. */
export interface Whole {
	readonly text: string;
	/** There was more. */
	readonly cut?: true;
}

/** Keeps the beginning and the end of what comes line by line. Its memory does not grow with what comes. */
export interface Keeping {
	/** `dropped`: bytes of the line that were lost on the way. */
	readonly add: (line: string, dropped: number) => void;
	readonly whole: () => Whole;
}

/** Makes one. */
export function makeWhole(): Keeping {
	const first: string[] = [];
	let room = most.first;
	let last: string[] = [];
	let held = 0;
	let cut = false;
	const addLast = (line: string): void => {
		cut ||= line.length > most.last;
		const kept = line.slice(-most.last);
		last.push(kept);
		held += kept.length + 1;
		// The oldest go once as much again is there, so that each line is moved once.
		if (held <= 2 * most.last) return;
		const text = last.join('\n').slice(-most.last);
		last = [text];
		held = text.length;
		cut = true;
	};
	return {
		add: (line, dropped) => {
			cut ||= dropped > 0;
			if (last.length > 0 || line.length > room) return addLast(line);
			first.push(line);
			room -= line.length + 1;
		},
		whole: () => {
			const begins = first.join('\n');
			if (last.length === 0) return cut ? { text: begins, cut } : { text: begins };
			const ends = last.join('\n');
			return cut ? { text: begins + seam + ends, cut } : { text: `${begins}\n${ends}` };
		},
	};
}
