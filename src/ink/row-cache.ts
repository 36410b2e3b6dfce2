import { type Piece, plainRow } from './plain-row.ts';
import { keeping } from './remembered.ts';

type Transform = (line: string, index: number) => string;

/** The edges outside of which nothing is drawn; one that is not given is open. */
export interface Clip {
	readonly x1?: number | undefined;
	readonly x2?: number | undefined;
	readonly y1?: number | undefined;
	readonly y2?: number | undefined;
}

/** What Ink writes a frame to, cell by cell, and takes as text in the end. */
export interface Output {
	readonly height: number;
	write(x: number, y: number, text: string, options: { readonly transformers: Transform[] }): void;
	clip(clip: Clip): void;
	unclip(): void;
	get(): { output: string; height: number };
}

/** Ink's class of outputs: one is made for each frame. */
export type OutputClass = new (size: { width: number; height: number }) => Output;

interface Write {
	readonly x: number;
	readonly y: number;
	readonly text: string;
	readonly transformers: Transform[];
	/** The open clips, outermost first. */
	readonly clips: readonly Clip[];
	/** How many rows it may touch. */
	readonly rows: number;
}

/** Rows that are remembered: those of the last frames of a large terminal. */
const mostRows = 256;

const up = (edge: number | undefined, rows: number): number | undefined =>
	edge === undefined ? undefined : edge - rows;

/**
 * Numbers functions. Each text of Ink brings one that colours it, and a new one when it is rendered anew; the same one
 * makes the same of a text, as React asks of all that takes part in rendering.
 */
const numbering = (): ((one: Transform) => number) => {
	const known = new WeakMap<Transform, number>();
	let last = 0;
	return (one) => {
		const number = known.get(one) ?? ++last;
		known.set(one, number);
		return number;
	};
};

/** All that a row of the screen depends on. */
const keyOf = (writes: readonly Write[], row: number, width: number, numberOf: (one: Transform) => number): string => {
	let key = `${width}`;
	for (const { x, y, text, transformers, clips } of writes) {
		const edges = clips.map(({ x1, x2, y1, y2 }) => `${x1},${x2},${up(y1, row)},${up(y2, row)};`).join('');
		// With its length before it, no text can look like another write.
		key += `|${x},${y - row},${edges}${transformers.map(numberOf).join()},${text.length}:${text}`;
	}
	return key;
};

/** The row by itself, drawn by Ink on an output that is one row high. */
const drawn = (Stock: OutputClass, writes: readonly Write[], row: number, width: number): string => {
	const output = new Stock({ width, height: 1 });
	for (const { x, y, text, transformers, clips } of writes) {
		for (const { x1, x2, y1, y2 } of clips) output.clip({ x1, x2, y1: up(y1, row), y2: up(y2, row) });
		output.write(x, y - row, text, { transformers });
		for (const _ of clips) output.unclip();
	}
	return output.get().output;
};

/** A write of one line as a piece of its row; undefined where a clip takes the row, or it is more than one line. */
const pieceOf = ({ x, y, text, transformers, clips, rows }: Write, row: number): Piece | undefined => {
	const isSeen = clips.every(({ y1, y2 }) => (y1 === undefined || y1 <= row) && (y2 === undefined || row < y2));
	if (rows !== 1 || y !== row || !isSeen) return undefined;
	return {
		x,
		text: transformers.reduce((line, transform) => transform(line, 0), text),
		from: clips.reduce((most, { x1 }) => Math.max(most, x1 ?? 0), 0),
		to: clips.reduce((least, { x2 }) => Math.min(least, x2 ?? least), Number.POSITIVE_INFINITY),
	};
};

/** A row of writes of one line each that no clip touches, where they are simple; else undefined. */
const simply = (writes: readonly Write[], row: number, width: number): string | undefined => {
	const pieces = writes.flatMap((write) => pieceOf(write, row) ?? []);
	return pieces.length === writes.length ? plainRow(pieces, width) : undefined;
};

/** The writes that may touch each row, in their order. */
const byRow = (writes: readonly Write[], height: number): readonly (readonly Write[])[] => {
	const rows: Write[][] = Array.from({ length: height }, () => []);
	for (const write of writes) {
		const end = Math.min(height, write.y + write.rows);
		for (let row = Math.max(0, write.y); row < end; row += 1) rows[row]?.push(write);
	}
	return rows;
};

/**
 * Ink's output with a memory of rows. Ink makes all cells of the screen anew with every frame, 10,000 at 200x50; but a row
 * depends only on the writes that touch it, so a row with the same writes as before is taken as it was. A row that is not
 * known is put together from its writes where they are simple, else drawn by Ink itself; all three give the same bytes
 * (`test/ink/row-cache.test.ts`).
 */
export const withRowCache = (Stock: OutputClass): OutputClass => {
	const kept = keeping<string>(mostRows);
	const numberOf = numbering();
	return class implements Output {
		readonly width: number;
		readonly height: number;
		readonly #writes: Write[] = [];
		#clips: readonly Clip[] = [];

		constructor({ width, height }: { width: number; height: number }) {
			this.width = width;
			this.height = height;
		}

		write(x: number, y: number, text: string, { transformers }: { readonly transformers: Transform[] }): void {
			if (text === '') return;
			this.#writes.push({ x, y, text, transformers, clips: this.#clips, rows: text.split('\n').length });
		}

		clip(clip: Clip): void {
			this.#clips = [...this.#clips, clip];
		}

		unclip(): void {
			this.#clips = this.#clips.slice(0, -1);
		}

		get(): { output: string; height: number } {
			const lines = byRow(this.#writes, this.height).map((writes, row) => this.#line(writes, row));
			return { output: lines.join('\n'), height: this.height };
		}

		#line(writes: readonly Write[], row: number): string {
			if (writes.length === 0) return '';
			const key = keyOf(writes, row, this.width, numberOf);
			const known = kept.get(key);
			if (known !== undefined) return known;
			const line = simply(writes, row, this.width) ?? drawn(Stock, writes, row, this.width);
			kept.set(key, line);
			return line;
		}
	};
};
