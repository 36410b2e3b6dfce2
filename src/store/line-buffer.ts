import { cutLine, longestLine } from '../core/logs/cut.ts';
import type { Lines, LogLine } from '../core/model.ts';

/** A line that has no number yet; the buffer gives it one. `cut`: bytes at its end that are lost; the buffer's text says so. */
export type NewLine = Omit<LogLine, 'seq'> & { readonly cut?: number };

/** What one service may keep. Characters stand for bytes: logs are nearly all ASCII. */
export interface LinesLimits {
	readonly lines: number;
	readonly bytes: number;
}

/** The newest lines of one service; made by `emptyBuffer`, changed by `addTo`. */
export interface LineBuffer {
	/** Kept lines are those from `start` on; the places before are cleared, and let go of in one go now and then. */
	kept: LogLine[];
	start: number;
	bytes: number;
	seen: number;
	dropped: number;
	snapshot: Lines | undefined;
}

/** Stands in the place of a dropped line, so that its text is not held any longer. */
const gone: LogLine = { seq: 0, from: 'mark', instance: '', text: '' };

/** A buffer to which nothing was added. */
export function emptyBuffer(): LineBuffer {
	return { kept: [], start: 0, bytes: 0, seen: 0, dropped: 0, snapshot: undefined };
}

/** A copy that does not hold on to the text it was cut from: the engine would keep all of it alive. */
function ownText(text: string, lost: number): string {
	return text.length <= longestLine && lost === 0 ? text : ` ${cutLine(text, longestLine, lost)}`.slice(1);
}

function dropOldest(buffer: LineBuffer, limits: LinesLimits): void {
	while (buffer.kept.length - buffer.start > limits.lines || buffer.bytes > limits.bytes) {
		const oldest = buffer.kept[buffer.start];
		if (oldest === undefined) break;
		buffer.kept[buffer.start] = gone;
		buffer.bytes -= oldest.text.length;
		buffer.start += 1;
		buffer.dropped += 1;
	}
	if (buffer.start > limits.lines) {
		buffer.kept = buffer.kept.slice(buffer.start);
		buffer.start = 0;
	}
}

/** Adds a batch and drops the oldest lines as soon as there are too many, by number or by length. */
export function addTo(buffer: LineBuffer, lines: readonly NewLine[], limits: LinesLimits): void {
	const skipped = Math.max(0, lines.length - limits.lines);
	buffer.snapshot = undefined;
	buffer.seen += skipped;
	buffer.dropped += skipped;
	for (const { cut, ...line } of skipped === 0 ? lines : lines.slice(skipped)) {
		buffer.seen += 1;
		const text = ownText(line.text, cut ?? 0);
		buffer.kept.push({ ...line, text, seq: buffer.seen });
		buffer.bytes += text.length;
		dropOldest(buffer, limits);
	}
}

/** What is kept, oldest first; the same object until something is added. */
export function linesOf(buffer: LineBuffer): Lines {
	buffer.snapshot ??= { lines: buffer.kept.slice(buffer.start), seen: buffer.seen, dropped: buffer.dropped };
	return buffer.snapshot;
}
