import { type MetricSeries, type SeriesAt, seriesAt } from './series.ts';

/**
 * Series by the text that they stand as on the pages of one target: a page says the same names every time, and looking
 * one up is five times as fast as reading it. Given to each reading of that target anew.
 */
export type KnownSeries = Map<string, MetricSeries>;

/**
 * What became of a page. `bad`: lines that make no sense; the others were taken. `cut`: it does not end as it should.
 * `full`: it went on after as many samples as are taken.
 */
export interface PageRead {
	readonly samples: number;
	readonly bad: number;
	readonly cut: boolean;
	readonly full: boolean;
}

/**
 * How much is read of a page. `known`: series kept between two readings; `samples`: lines taken; `bad`: lines that make no
 * sense, when they are more than the others.
 */
export interface PageLimits {
	readonly known: number;
	readonly samples: number;
	readonly bad: number;
	readonly line: number;
}
const usual: PageLimits = { known: 100_000, samples: 200_000, bad: 1000, line: 65_536 };

/** Told each sample in the order of the page. */
export type Take = (series: MetricSeries, value: number) => void;

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const infinite = /^([+-]?)inf(?:inity)?$/i;

/** A value as Go reads it, but neither hex nor with underscores; undefined when it is none. */
export function metricValue(text: string): number | undefined {
	if (decimal.test(text)) return Number(text);
	const sign = infinite.exec(text)?.[1];
	if (sign !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	return /^[+-]?nan$/i.test(text) ? Number.NaN : undefined;
}

/** What stands after the series: a value, perhaps a time, perhaps an exemplar of OpenMetrics. The time is not used. */
const rest = /[ \t]+([^ \t#]+)(?:[ \t]+[+-]?[\d.]+(?:[eE][+-]?\d+)?)?[ \t]*(?:#[ \t]*\{.*)?$/y;

function valueAt(line: string, at: number): number | undefined {
	rest.lastIndex = at;
	const text = rest.exec(line)?.[1];
	return text === undefined ? undefined : metricValue(text);
}

/** A copy: a part of a text keeps the whole text in memory. */
function own(text: string): string {
	return ` ${text}`.slice(1);
}

function lineSeries(line: string, known: KnownSeries, most: number): SeriesAt | undefined {
	// A text that was read as a whole series once is that series at the beginning of any line.
	const brace = line.indexOf('}');
	const guess = line.slice(0, brace >= 0 ? brace + 1 : Math.max(0, line.search(/[ \t]/)));
	const seen = known.get(guess);
	if (seen !== undefined) return { series: seen, end: guess.length };
	// Series come and go (a label with an address, a path): of those that fill it up most are gone.
	if (known.size >= most) known.clear();
	// What is kept must not hold on to the page that it was cut from.
	const found = seriesAt(own(line), 0);
	if (found !== undefined) known.set(own(line.slice(0, found.end)), found.series);
	return found;
}

/** So much is read in one go: about 10 ms of series that were never seen. */
const goLines = 500;
const goLength = 65_536;

/** How a page is read. `openMetrics`: by its content type; without `# EOF` such a page was cut short. */
export interface PageOptions {
	readonly openMetrics?: boolean;
	readonly limits?: PageLimits;
}

/**
 * Reads a page in the Prometheus text format (0.0.4) or OpenMetrics (1.0), and tells `take` each sample; of OpenMetrics what
 * stands beside it (exemplars, units, times) is left. A bad line is counted and the rest goes on. It stops after every part
 * of the page, so that who reads a large one can let others go first.
 */
export function* pageParts(
	text: string,
	known: KnownSeries,
	take: Take,
	{ openMetrics = false, limits = usual }: PageOptions = {},
): Generator<undefined, PageRead> {
	let samples = 0;
	let bad = 0;
	let ended = false;
	const sample = (line: string): void => {
		const found = line.length > limits.line ? undefined : lineSeries(line, known, limits.known);
		const value = found === undefined ? undefined : valueAt(line, found.end);
		if (found === undefined || value === undefined) bad += 1;
		else {
			samples += 1;
			take(found.series, value);
		}
	};
	let at = 0;
	const read = (): void => {
		const feed = text.indexOf('\n', at);
		const end = feed < 0 ? text.length : feed;
		const line = text.slice(at, end).trim();
		at = end + 1;
		if (line.startsWith('#')) ended = openMetrics && line === '# EOF';
		else if (line !== '') sample(line);
	};
	const isSenseless = () => bad >= limits.bad && bad > samples;
	const isOver = () => at >= text.length || samples >= limits.samples || ended || isSenseless();
	while (!isOver()) {
		const stop = at + goLength;
		for (let lines = 0; lines < goLines && at < stop && !isOver(); lines += 1) read();
		yield;
	}
	const full = samples >= limits.samples && at < text.length;
	return { samples, bad, full, cut: (openMetrics && !ended) || at < text.length };
}

/** Reads a whole page in one go, as `pageParts` does. */
export function readPage(text: string, known: KnownSeries, take: Take, options: PageOptions = {}): PageRead {
	const parts = pageParts(text, known, take, options);
	for (let part = parts.next(); ; part = parts.next()) if (part.done === true) return part.value;
}
