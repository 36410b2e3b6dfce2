import { canonical } from './canonical.ts';

/** As much of a plan as is needed to compare it with another: the rest of it may be anything. */
export interface Comparable {
	readonly id: string;
	readonly steps: readonly ComparableStep[];
}
interface ComparableStep {
	readonly say: string;
}

/** What two plans for the same thing never share: ids, times, and who holds a lock for how long. */
const ownOfEach = new Set(['id', 'made', 'expires', 'oldest', 'facts', 'moment', 'steps']);
/** Stands for a plan's id, which is also in the names that the plan gives. */
const anyId = '(plan)';
/** When a backup begins, before the id in its name: that is of its plan as well. */
const began = /\d{8}T\d{6}Z-(?=\(plan\))/g;
/** How many differences of one part are said. */
const most = 3;
const longest = 160;

const words: Readonly<Record<string, string>> = {
	does: 'its order',
	took: 'how one sees that it took effect',
	undo: 'its undo',
	needs: 'what must hold before it',
	check: 'what must hold after it',
	want: 'what is wanted',
	from: 'where it goes from',
	to: 'where it goes to',
	proven: 'how its target is known',
	impact: 'its impact',
	changes: 'what would be different',
	locks: 'where it is locked',
	gates: 'its gates',
	stands: 'the containers that it stands on',
	looks: 'how it looks before and after',
	before: 'the containers that it replaces',
	proof: 'its proof',
	watch: 'its watch',
	unproven: 'what follows a failed proof',
	tidy: 'what goes after VERIFIED',
	keeps: 'how long it keeps what it puts aside',
};

/** A value without what differs between any two plans: the plan's id in names, and when something was started. */
function plain(value: unknown, id: string): unknown {
	if (typeof value === 'string') return value.replaceAll(id, anyId).replaceAll(began, '(began)-');
	if (Array.isArray(value)) return value.map((item) => plain(item, id));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, member]) => [key, plain(key === 'spec' ? timeless(member) : member, id)]),
	);
}

/** What says of a spec since when: of a service that crashes again and again each plan has another one. */
const moments = new Set(['startedAfter', 'after']);

function timeless(spec: unknown): unknown {
	if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return spec;
	return Object.fromEntries(
		Object.entries(spec)
			.filter(([key]) => !moments.has(key))
			.map(([key, member]) => [key, timeless(member)]),
	);
}

/** A lock by its host, its name and the plan that it is taken from; the other words of it are of one plan alone. */
function lockPlain(lock: unknown): unknown {
	if (typeof lock !== 'object' || lock === null || !('host' in lock)) return lock;
	const take = 'take' in lock ? lock.take : undefined;
	const argv = typeof take === 'object' && take !== null && 'argv' in take ? take.argv : undefined;
	if (!Array.isArray(argv)) return { host: lock.host };
	return { host: lock.host, name: argv[5], takenOver: argv[10] || 'nobody’s' };
}

/** What a gate was is of one moment: it is looked at anew. */
function gatePlain(gate: unknown): unknown {
	if (typeof gate !== 'object' || gate === null || !('was' in gate)) return gate;
	const { was: _moment, ...rest } = gate;
	return rest;
}

/** Whose lock is taken over is said with ages, which are of one moment; that one is stands in the locks. */
const isOfLock = (text: unknown): boolean => typeof text === 'string' && text.startsWith('Takes over the lock on ');

function partOf(key: string, value: unknown, id: string): unknown {
	if (key === 'gates' && Array.isArray(value)) return plain(value.map(gatePlain), id);
	if (key === 'locks' && Array.isArray(value)) return value.map(lockPlain);
	if (key === 'impact' && Array.isArray(value))
		return plain(
			value.filter((text) => !isOfLock(text)),
			id,
		);
	return plain(value, id);
}

function partsOf(plan: Comparable): ReadonlyMap<string, unknown> {
	return new Map(
		Object.entries(plan)
			.filter(([key, value]) => !ownOfEach.has(key) && value !== undefined)
			.map(([key, value]) => [key, partOf(key, value, plan.id)]),
	);
}

interface Leaf {
	readonly path: readonly string[];
	readonly was: unknown;
	readonly is: unknown;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const membersOf = (value: object): ReadonlyMap<string, unknown> => new Map(Object.entries(value));

/** The innermost values in which two values differ. */
function leaves(was: unknown, is: unknown, path: readonly string[] = []): readonly Leaf[] {
	if (canonical(was) === canonical(is)) return [];
	if (!isObject(was) || !isObject(is) || Array.isArray(was) !== Array.isArray(is)) return [{ path, was, is }];
	const [before, now] = [membersOf(was), membersOf(is)];
	return [...new Set([...before.keys(), ...now.keys()])].flatMap((key) =>
		leaves(before.get(key), now.get(key), [...path, key]),
	);
}

function valueText(value: unknown): string {
	if (value === undefined) return 'missing';
	const text = typeof value === 'string' ? value : canonical(value);
	return `“${text.length > longest ? `${text.slice(0, longest)} ..` : text}”`;
}

function leafText({ path, was, is }: Leaf): string {
	const [first = '', ...rest] = path;
	const where = [Object.hasOwn(words, first) ? words[first] : first, ...rest].join('.');
	return `${where}: was ${valueText(was)}, is ${valueText(is)}`;
}

/** What differs of one part, in words; so many of them, and how many more there are. */
function said(all: readonly Leaf[]): string {
	const more = all.length > most ? [`and ${all.length - most} more`] : [];
	return [...all.slice(0, most).map(leafText), ...more].join('; ');
}

/** How many pairs there are at the most from each place of two lists on (longest common subsequence). */
function lengthsOf(was: readonly string[], is: readonly string[]): (a: number, b: number) => number {
	const rows = Array.from({ length: was.length + 1 }, () => new Array<number>(is.length + 1).fill(0));
	for (let a = was.length - 1; a >= 0; a -= 1) {
		const [row = [], below = []] = [rows[a], rows[a + 1]];
		for (let b = is.length - 1; b >= 0; b -= 1) {
			row[b] = was[a] === is[b] ? (below[b + 1] ?? 0) + 1 : Math.max(below[b] ?? 0, row[b + 1] ?? 0);
		}
	}
	return (a, b) => rows[a]?.[b] ?? 0;
}

/** Steps of two plans that mean the same: by their words, in order, as many as can be. */
function pairsOf(was: readonly string[], is: readonly string[]): readonly (readonly [number, number])[] {
	const lengths = lengthsOf(was, is);
	const pairs: (readonly [number, number])[] = [];
	let [a, b] = [0, 0];
	while (a < was.length && b < is.length) {
		const isPair = was[a] === is[b];
		if (isPair) pairs.push([a, b]);
		const isGone = lengths(a + 1, b) >= lengths(a, b + 1);
		a += isPair || isGone ? 1 : 0;
		b += isPair || !isGone ? 1 : 0;
	}
	return pairs;
}

const named = (index: number, step: ComparableStep | undefined) => `step ${index + 1} ${valueText(step?.say)}`;

function stepDifferences(was: Comparable, is: Comparable): readonly string[] {
	const saysOf = ({ id, steps }: Comparable) => steps.map(({ say }) => String(plain(say, id)));
	const pairs = pairsOf(saysOf(was), saysOf(is));
	const [before, now] = [new Set(pairs.map(([a]) => a)), new Set(pairs.map(([, b]) => b))];
	const gone = was.steps.flatMap((step, a) => (before.has(a) ? [] : [`${named(a, step)} is not there any more`]));
	const added = is.steps.flatMap((step, b) => (now.has(b) ? [] : [`${named(b, step)} is new`]));
	const changed = pairs.flatMap(([a, b]) => {
		const differ = leaves(plain(was.steps[a], was.id), plain(is.steps[b], is.id));
		return differ.length === 0 ? [] : [`${named(b, is.steps[b])}: ${said(differ)}`];
	});
	return [...gone, ...added, ...changed];
}

const factsOf = (plan: Comparable): unknown => ('facts' in plan ? plan.facts : undefined);

/**
 * In what a plan differs from an earlier one for the same thing, a sentence for each step and for each other part of it;
 * none when it would do the same. What must differ is no difference: ids, times, and names made of the plan's id.
 */
export function planDifferences(was: Comparable, is: Comparable): readonly string[] {
	const [before, now] = [partsOf(was), partsOf(is)];
	const keys = [...new Set([...before.keys(), ...now.keys()])];
	const parts = keys.flatMap((key) => {
		const differ = leaves(before.get(key), now.get(key), [key]);
		return differ.length === 0 ? [] : [said(differ)];
	});
	const all = [...stepDifferences(was, is), ...parts];
	// What it stands on is a fingerprint: it says only that something changed, so that it is told where nothing else is.
	if (all.length > 0 || factsOf(was) === factsOf(is)) return all;
	return ['the service is not what it was: its containers, their images or their restart policies changed'];
}
