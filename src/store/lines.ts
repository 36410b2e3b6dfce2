import { cutLine, longestLine } from '../core/logs/cut.ts';
import type { Lines, LogLine } from '../core/model.ts';

/** A line that has no number yet; the buffer gives it one. `cut`: bytes at its end that are lost; the buffer's text says so. */
export type NewLine = Omit<LogLine, 'seq'> & { readonly cut?: number };

/** What one service may keep. Characters stand for bytes: logs are nearly all ASCII. */
export interface LinesLimits {
	readonly lines: number;
	readonly bytes: number;
}

/** The log lines of all services, each in a bounded buffer. */
export interface LinesStore {
	/** Adds a batch, in the order in which it came. */
	readonly append: (service: string, lines: readonly NewLine[]) => void;
	/** What is kept of a service, oldest first; the same object until something is added. */
	readonly lines: (service: string) => Lines;
	/** Forgets a service's lines, e.g. when they are read anew. */
	readonly clear: (service: string) => void;
	/** Calls back after each batch; the answer ends it. */
	readonly subscribe: (changed: () => void) => () => void;
}

const usual: LinesLimits = { lines: 20_000, bytes: 8_000_000 };
const nothing: Lines = { lines: [], seen: 0, dropped: 0 };

interface Buffer {
	/** Kept lines are those from `start` on; the ones before are let go of in one go, now and then. */
	kept: LogLine[];
	start: number;
	bytes: number;
	seen: number;
	dropped: number;
	snapshot: Lines | undefined;
}

/** A copy that does not hold on to the text it was cut from: the engine would keep all of it alive. */
function ownText(text: string, lost: number): string {
	return text.length <= longestLine && lost === 0 ? text : ` ${cutLine(text, longestLine, lost)}`.slice(1);
}

function dropOldest(buffer: Buffer, limits: LinesLimits): void {
	while (buffer.kept.length - buffer.start > limits.lines || buffer.bytes > limits.bytes) {
		const oldest = buffer.kept[buffer.start];
		if (oldest === undefined) break;
		buffer.bytes -= oldest.text.length;
		buffer.start += 1;
		buffer.dropped += 1;
	}
	if (buffer.start > limits.lines) {
		buffer.kept = buffer.kept.slice(buffer.start);
		buffer.start = 0;
	}
}

function addTo(buffer: Buffer, lines: readonly NewLine[], limits: LinesLimits): void {
	const skipped = Math.max(0, lines.length - limits.lines);
	buffer.seen += skipped;
	buffer.dropped += skipped;
	for (const { cut, ...line } of skipped === 0 ? lines : lines.slice(skipped)) {
		buffer.seen += 1;
		const text = ownText(line.text, cut ?? 0);
		buffer.kept.push({ ...line, text, seq: buffer.seen });
		buffer.bytes += text.length;
	}
	dropOldest(buffer, limits);
}

/** Makes the empty buffers; `limits` for each service. */
export function createLines(limits: LinesLimits = usual): LinesStore {
	const buffers = new Map<string, Buffer>();
	const listeners = new Set<() => void>();
	return {
		append: (service, lines) => {
			const buffer = buffers.get(service) ?? { kept: [], start: 0, bytes: 0, seen: 0, dropped: 0, snapshot: undefined };
			buffers.set(service, buffer);
			addTo(buffer, lines, limits);
			buffer.snapshot = undefined;
			for (const changed of [...listeners]) changed();
		},
		lines: (service) => {
			const buffer = buffers.get(service);
			if (buffer === undefined) return nothing;
			buffer.snapshot ??= { lines: buffer.kept.slice(buffer.start), seen: buffer.seen, dropped: buffer.dropped };
			return buffer.snapshot;
		},
		clear: (service) => {
			buffers.delete(service);
		},
		subscribe: (changed) => {
			listeners.add(changed);
			return () => listeners.delete(changed);
		},
	};
}
