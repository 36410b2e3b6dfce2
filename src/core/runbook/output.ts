/** Lines of an output that are kept from its beginning and from its end, and characters of a line. */
const most = { first: 100, last: 400, line: 2_000 };
/** Characters of an output that are written down: its beginning and its end. */
const written = { first: 4_000, last: 12_000 };

/** An output that comes line by line, of which a bounded part is kept and all is counted. */
export interface Output {
	/** `dropped`: bytes at the end of the line that were lost on the way. */
	readonly add: (line: string, dropped?: number) => void;
	/** The newest lines, at most so many. */
	readonly tail: (lines: number) => readonly string[];
	readonly lines: () => number;
	readonly bytes: () => number;
	/** What was kept, with a word where something was left out. */
	readonly text: () => string;
}

const encoder = new TextEncoder();
const room = new Uint8Array(65_536);

/** How many bytes a text has as UTF-8. */
function bytesOf(line: string): number {
	let bytes = 0;
	for (let at = 0; at < line.length; ) {
		const piece = line.slice(at, at + 16_384);
		// A sign of two halves is not parted: each half would count for more than the whole.
		const isParted = at + piece.length < line.length && /[\uD800-\uDBFF]$/.test(piece);
		const { read, written: put } = encoder.encodeInto(isParted ? piece.slice(0, -1) : piece, room);
		at += Math.max(1, read);
		bytes += put;
	}
	return bytes;
}

function bounded(line: string, dropped: number): string {
	const lost = dropped === 0 ? '' : ` (${dropped} more bytes)`;
	if (line.length <= most.line) return line + lost;
	return `${line.slice(0, most.line)} (${line.length - most.line} more characters)${lost}`;
}

/** Makes one. Its memory does not grow with what comes. */
export function makeOutput(): Output {
	const first: string[] = [];
	// A ring of the newest lines.
	const last: string[] = [];
	let at = 0;
	let lines = 0;
	let bytes = 0;
	const newest = (): readonly string[] => [...last.slice(at), ...last.slice(0, at)];
	const left = (): number => lines - first.length - last.length;
	return {
		add: (line, dropped = 0) => {
			lines++;
			bytes += bytesOf(line) + dropped + 1;
			const kept = bounded(line, dropped);
			if (first.length < most.first) first.push(kept);
			else if (last.length < most.last) last.push(kept);
			else {
				last[at] = kept;
				at = (at + 1) % most.last;
			}
		},
		tail: (count) => (count <= last.length ? newest() : [...first, ...newest()]).slice(-count),
		lines: () => lines,
		bytes: () => bytes,
		text: () => [...first, ...(left() > 0 ? [`(${left()} lines left out)`] : []), ...newest()].join('\n'),
	};
}

/** How much an output was, for what is written down of it: `bytes` as UTF-8. */
export function sizeOf(text: string): { readonly lines: number; readonly bytes: number } {
	return { lines: text === '' ? 0 : text.split('\n').length, bytes: bytesOf(text) };
}

/** An output as it is written down: its beginning and its end. */
export function writtenOutput(text: string): string {
	if (text.length <= written.first + written.last) return text;
	const cut = text.length - written.first - written.last;
	return `${text.slice(0, written.first)}\n(${cut} characters left out)\n${text.slice(-written.last)}`;
}

const gap = /\(\d+ (?:more (?:characters|bytes)|(?:characters|lines) left out)\)/;

/** Whether something of an output was left out where it was written down, by the words that stand there for it (also `store/note.ts`). */
export function hasGaps(output: string): boolean {
	return gap.test(output);
}
