/** A line without its end. `dropped`: bytes of it that were too many and are lost. */
export interface Line {
	readonly text: string;
	readonly dropped: number;
}

/** Cuts bytes into lines, however they are chunked. `end` gives a last line that had no end. */
export interface Splitter {
	readonly push: (bytes: Uint8Array) => readonly Line[];
	readonly end: () => readonly Line[];
	/** Is there a line that has begun and has no end yet? */
	readonly midLine: () => boolean;
}

const newline = 0x0a;

/** A splitter that keeps at most `most` bytes of a line, drops the rest of it, and counts what it dropped. */
export function makeSplitter(most: number): Splitter {
	let parts: Uint8Array[] = [];
	let kept = 0;
	let dropped = 0;

	const add = (bytes: Uint8Array) => {
		const room = Math.max(0, most - kept);
		const taken = bytes.length > room ? bytes.subarray(0, room) : bytes;
		if (taken.length > 0) parts.push(taken);
		kept += taken.length;
		dropped += bytes.length - taken.length;
	};
	const take = (): Line => {
		const [first] = parts;
		// Nearly every line is one part, of which no copy is needed.
		const whole = parts.length === 1 && first instanceof Buffer ? first : Buffer.concat(parts);
		const text = whole.toString();
		const line = { text: text.endsWith('\r') ? text.slice(0, -1) : text, dropped };
		parts = [];
		kept = 0;
		dropped = 0;
		return line;
	};
	return {
		push: (bytes) => {
			const lines: Line[] = [];
			let from = 0;
			for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, from)) {
				add(bytes.subarray(from, at));
				lines.push(take());
				from = at + 1;
			}
			if (from < bytes.length) add(bytes.subarray(from));
			return lines;
		},
		end: () => (kept + dropped > 0 ? [take()] : []),
		midLine: () => kept + dropped > 0,
	};
}
