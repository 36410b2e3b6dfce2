import type { Millis } from '../../core/model.ts';
import { share } from './curves.ts';
import type { Container, Engine, Life } from './engine/types.ts';
import { fullAfter } from './engine/when.ts';
import { type Load, loadOf } from './load.ts';
import { endText, type Said, startTexts, textFor } from './log-texts.ts';

/** A line of a log. */
export interface LogLine extends Said {
	readonly at: Millis;
}

/** As many lines of a container are kept, like a log file that is rotated. */
export const kept = 5000;
/** Between the start and the first line of its work. */
const warmUp: Millis = 1200;

/** A whole number that is well mixed. Source: splitmix32. */
function mixed(seed: number, index: number): number {
	let z = (seed + Math.imul(index + 1, 0x9e3779b9)) | 0;
	z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
	z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
	return (z ^ (z >>> 16)) >>> 0;
}

/** One time that a container ran, as the source of its log lines: the n-th is computed when it is asked for. */
interface Source {
	readonly life: Life;
	readonly load: Load;
	readonly seed: number;
	readonly period: Millis;
	/** When its memory is full; Infinity: never. */
	readonly full: Millis;
	readonly first: readonly Said[];
}

function periodOf({ program, rate }: Load): Millis {
	if (program.kind === 'postgres' || program.kind === 'redis') return 11_000;
	return Math.min(9000, Math.max(300, 12_000 / rate));
}

function sourceOf(engine: Engine, container: Container, life: Life): Source | undefined {
	const past = { ...container, started: life.from };
	const load = loadOf(engine, past);
	if (load === undefined) return undefined;
	const full = fullAfter(past, engine.images.get(container.image));
	return {
		life,
		load,
		seed: Math.floor(share(container.id, life.from) * 0xffff_ffff),
		period: periodOf(load),
		full: full === undefined ? Number.POSITIVE_INFINITY : life.from + full,
		first: startTexts(load.program),
	};
}

/** The times of the lines grow with their numbers: the jitter is smaller than the period. */
function timeOf({ life, seed, period, first }: Source, index: number): Millis {
	if (index < first.length) return life.from + 60 + index * 90;
	const work = index - first.length;
	return life.from + warmUp + Math.floor(work * period + 0.9 * period * (mixed(seed, index) / 0x1_0000_0000));
}

function lineOf(source: Source, index: number): LogLine {
	const at = timeOf(source, index);
	const begun = source.first[index];
	if (begun !== undefined) return { at, ...begun };
	const dice = (of: number) => mixed(source.seed ^ (of * 0x5bd1e995), index) / 0x1_0000_0000;
	const fullness = (at - source.life.from) / (source.full - source.life.from);
	return { at, ...textFor(source.load, { at, dice, fullness }) };
}

/** How many of its lines are not later than a time. */
function countAt(source: Source, until: Millis): number {
	const { life, first, period } = source;
	let count = Math.max(0, Math.ceil((until - life.from - warmUp) / period)) + first.length;
	while (count > 0 && timeOf(source, count - 1) > until) count--;
	return count;
}

function ending({ life, load }: Source): readonly LogLine[] {
	if (life.to === undefined) return [];
	const said = endText(load.program, life.code ?? 0);
	return said === undefined ? [] : [{ at: life.to, ...said }];
}

/** The lines of one life later than `after` and not later than `until`, oldest first, the newest `most` at most. */
function linesOfLife(source: Source, after: Millis, until: Millis, most: number): readonly LogLine[] {
	const end = Math.min(until, (source.life.to ?? Number.POSITIVE_INFINITY) - 1);
	const last = countAt(source, end);
	const from = Math.max(countAt(source, after), last - most);
	const lines = Array.from({ length: Math.max(0, last - from) }, (_, index) => lineOf(source, from + index));
	return [...lines, ...ending(source).filter(({ at }) => at > after && at <= until)];
}

function sourcesOf(engine: Engine, container: Container): readonly Source[] {
	return container.lives.map((life) => sourceOf(engine, container, life)).filter((source) => source !== undefined);
}

/**
 * The lines that a container wrote later than `after` and not later than `until`, oldest first, over all its remembered
 * lives; the newest `most` of them. Nothing is stored: each line follows from container, time and number.
 */
export function logLines(
	engine: Engine,
	container: Container,
	{ after, until, most }: { readonly after: Millis; readonly until: Millis; readonly most: number },
): readonly LogLine[] {
	const lines: LogLine[] = [];
	const wanted = Math.min(most, kept);
	for (const source of sourcesOf(engine, container).toReversed()) {
		if (lines.length >= wanted) break;
		lines.unshift(...linesOfLife(source, after, until, wanted - lines.length));
	}
	return wanted === 0 ? [] : lines.slice(-wanted);
}

/** When its next line comes, if it runs on until then; undefined: it does not run. */
export function nextLine(engine: Engine, container: Container, after: Millis): Millis | undefined {
	const life = container.lives.at(-1);
	if (life === undefined || container.state !== 'running') return undefined;
	const source = sourceOf(engine, container, life);
	return source === undefined ? undefined : timeOf(source, countAt(source, after));
}
