import type { Lines } from '../core/model.ts';
import { addTo, emptyBuffer, type LineBuffer, type LinesLimits, linesOf, type NewLine } from './line-buffer.ts';

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

/** Makes the empty buffers; `limits` for each service. */
export function createLines(limits: LinesLimits = usual): LinesStore {
	const buffers = new Map<string, LineBuffer>();
	const listeners = new Set<() => void>();
	return {
		append: (service, lines) => {
			const buffer = buffers.get(service) ?? emptyBuffer();
			buffers.set(service, buffer);
			addTo(buffer, lines, limits);
			for (const changed of [...listeners]) changed();
		},
		lines: (service) => {
			const buffer = buffers.get(service);
			return buffer === undefined ? nothing : linesOf(buffer);
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
