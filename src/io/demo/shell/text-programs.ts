import { hasOnly, optionOf, type Program, said } from './model.ts';

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** `-n 25`, `-25`; ten unless given. */
function countIn(words: readonly string[]): number | undefined {
	const { value, rest } = optionOf(words, ['-n', '--lines']);
	const short = rest.find((word) => /^-\d+$/.test(word));
	if (rest.some((word) => word !== short)) return undefined;
	const count = Number(value ?? short?.slice(1) ?? 10);
	return Number.isInteger(count) && count >= 0 ? count : undefined;
}

const head: Program = (words, _shell, input) => {
	const count = countIn(words);
	return count === undefined ? undefined : said(joined(linesOf(input).slice(0, count)));
};
const tail: Program = (words, _shell, input) => {
	const count = countIn(words);
	return count === undefined ? undefined : said(count === 0 ? '' : joined(linesOf(input).slice(-count)));
};

const units: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** The number at the beginning of a line, as `sort -h` reads it. */
function sizeOf(line: string): number {
	const [, number = '0', unit = ''] = /^\s*([\d.]+)([KMGT]?)/.exec(line) ?? [];
	return Number(number) * (units[unit] ?? 1);
}

const sort: Program = (words, _shell, input) => {
	if (words.some((word) => !/^-[hnr]+$/.test(word))) return undefined;
	const flags = words.join('');
	const isNumeric = /[hn]/.test(flags);
	const sorted = linesOf(input).toSorted((a, b) => (isNumeric ? sizeOf(a) - sizeOf(b) : a < b ? -1 : a > b ? 1 : 0));
	return said(joined(flags.includes('r') ? sorted.toReversed() : sorted));
};

const grep: Program = (words, _shell, input) => {
	const [pattern, ...more] = words.filter((word) => !/^-[iEv]+$/.test(word));
	if (pattern === undefined || more.length > 0 || !hasOnly([pattern], [])) return undefined;
	const flags = words.filter((word) => /^-[iEv]+$/.test(word)).join('');
	// Each sign for itself: no expression that somebody typed is run on this program's own time.
	const wanted = pattern.split('|').map((one) => (flags.includes('i') ? one.toLowerCase() : one));
	const found = linesOf(input).filter((line) => {
		const text = flags.includes('i') ? line.toLowerCase() : line;
		return wanted.some((one) => text.includes(one)) !== flags.includes('v');
	});
	return { code: found.length === 0 ? 1 : 0, out: joined(found), err: '' };
};

const echo: Program = (words) => said(`${words.join(' ')}\n`);
const isTrue: Program = () => said('');

/** Programs that only work on what comes to them. */
export const textPrograms: Readonly<Record<string, Program>> = { head, tail, sort, grep, echo, true: isTrue };
