import { type Document, isMap, isScalar, type LineCounter } from 'yaml';

/** Where something stands in the file: line and column from 1. */
export interface Position {
	readonly line: number;
	readonly column: number;
}
/** The way to a value: keys and indices, from the top of the file. */
export type Path = readonly PropertyKey[];
/** Finds the place of a path: of its value, or of the `key` in it; of the nearest parent when it is not there. */
export type Place = (path: Path, key?: string) => Position;

/** The position of an offset into the text. */
export const positionAt = (lines: LineCounter, offset: number): Position => {
	const { line, col } = lines.linePos(offset);
	return { line: Math.max(line, 1), column: Math.max(col, 1) };
};

/** A function that finds places in a parsed file. */
export const placeIn = (document: Document, lines: LineCounter): Place => {
	const nodeAt = (path: Path): unknown => (path.length === 0 ? document.contents : document.getIn(path, true));
	const find: Place = (path, key) => {
		const node = nodeAt(path);
		const offset = (key === undefined ? undefined : keyOffset(node, key)) ?? offsetOf(node);
		if (offset !== undefined) return positionAt(lines, offset);
		return path.length === 0 ? { line: 1, column: 1 } : find(path.slice(0, -1), String(path.at(-1)));
	};
	return find;
};

const keyOffset = (node: unknown, key: string): number | undefined => {
	if (!isMap(node)) return undefined;
	const found = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
	return offsetOf(found?.key);
};

const offsetOf = (node: unknown): number | undefined => {
	const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
	return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
};
