import { mostSteps, programOf, type Step } from './pattern-program.ts';
import { parsePattern } from './pattern-tree.ts';

/** What was found: the text of the whole match, and of the first group where it took part. */
export interface Found {
	readonly text: string;
	readonly group?: string;
}

/** A regular expression whose time is bounded by its own length times that of the text, whatever both hold. */
export interface Pattern {
	/**
	 * The leftmost match, where JavaScript finds one too; undefined where there is none. It is as long as JavaScript's but
	 * where something is repeated that may be empty (`(a*?|b)*`): as for RE2, that may end elsewhere.
	 */
	readonly find: (text: string) => Found | undefined;
}

/** A way through the program: the step it stands at, where the match began, and where its group did and ended. */
interface Way {
	readonly step: number;
	readonly from: number;
	readonly group: readonly [number | undefined, number | undefined];
}

/** Where in the text the ways are. `seen`: the steps that a better way reached at this place. */
interface Place {
	readonly at: number;
	readonly before: number | undefined;
	readonly after: number | undefined;
	readonly seen: Set<number>;
}

/** Follows a way over all steps that take no sign, the preferred ones first; no step is gone to twice at one place. */
function follow(program: readonly Step[], start: Way, place: Place, into: Way[]): void {
	const waiting = [start];
	for (let way = waiting.pop(); way !== undefined; way = waiting.pop()) {
		const step = program[way.step];
		if (step === undefined || place.seen.has(way.step)) continue;
		place.seen.add(way.step);
		switch (step.is) {
			case 'sign':
			case 'end':
				into.push(way);
				break;
			case 'edge':
				if (step.fits(place.before, place.after)) waiting.push({ ...way, step: way.step + 1 });
				break;
			case 'jump':
				waiting.push({ ...way, step: step.to });
				break;
			case 'fork':
				waiting.push({ ...way, step: step.to[1] }, { ...way, step: step.to[0] });
				break;
			case 'mark': {
				const group = step.slot === 0 ? ([place.at, undefined] as const) : ([way.group[0], place.at] as const);
				waiting.push({ ...way, group, step: way.step + 1 });
			}
		}
	}
}

interface Match {
	readonly way: Way;
	readonly end: number;
}

/** All ways at one place, the best first; a match ends those that are worse. */
function judged(
	program: readonly Step[],
	ways: readonly Way[],
): { readonly going: readonly Way[]; readonly ended?: Way } {
	const index = ways.findIndex(({ step }) => program[step]?.is === 'end');
	const ended = ways[index];
	return ended === undefined ? { going: ways } : { going: ways.slice(0, index), ended };
}

/** Each place of a text with the code point that stands there, and its end with none. */
function* places(text: string): Generator<readonly [at: number, after: number | undefined]> {
	let at = 0;
	for (const sign of text) {
		yield [at, sign.codePointAt(0)];
		at += sign.length;
	}
	yield [at, undefined];
}

/** The ways that go on over a sign; none at the end of the text. */
function stepped(program: readonly Step[], ways: readonly Way[], sign: number | undefined): readonly Way[] {
	if (sign === undefined) return [];
	return ways.flatMap((way) => {
		const step = program[way.step];
		return step?.is === 'sign' && step.fits(sign) ? [{ ...way, step: way.step + 1 }] : [];
	});
}

/**
 * Goes through the text once, with all ways side by side. Source: Cox, "Regular Expression Matching: the Virtual Machine
 * Approach" (Pike's).
 */
function matched(program: readonly Step[], text: string): Match | undefined {
	let best: Match | undefined;
	let going: readonly Way[] = [];
	let before: number | undefined;
	for (const [at, after] of places(text)) {
		const place = { at, before, after, seen: new Set<number>() };
		const here: Way[] = [];
		for (const way of going) follow(program, way, place, here);
		// Once there is a match, one that begins later is no better.
		if (best === undefined) follow(program, { step: 0, from: at, group: [undefined, undefined] }, place, here);
		const { going: left, ended } = judged(program, here);
		if (ended !== undefined) best = { way: ended, end: at };
		if (best !== undefined && left.length === 0) return best;
		going = stepped(program, left, after);
		before = after;
	}
	return best;
}

/** A pattern of a regular expression as JavaScript writes it, `^` and `$` at the edges of lines; or what is wrong with it. */
export function patternOf(
	source: string,
): { readonly ok: true; readonly pattern: Pattern } | { readonly ok: false; readonly wrong: string } {
	const parsed = parsePattern(source);
	if (!parsed.ok) return parsed;
	const program = programOf(parsed.tree);
	if (program === undefined) return { ok: false, wrong: `it would take more than ${mostSteps} steps: count to less` };
	return {
		ok: true,
		pattern: {
			find: (text) => {
				const match = matched(program, text);
				if (match === undefined) return undefined;
				const [from, to] = match.way.group;
				return {
					text: text.slice(match.way.from, match.end),
					...(from === undefined || to === undefined ? {} : { group: text.slice(from, to) }),
				};
			},
		},
	};
}
