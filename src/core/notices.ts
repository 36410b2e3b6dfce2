import type { Condition, Millis } from './model.ts';
import type { State } from './state.ts';

/** A service or host whose condition changed, and is what it is now for long enough to be told. */
export interface Notice {
	readonly id: string;
	readonly is: Condition['is'];
	readonly because: string;
}

/** What was told last of each service and host. */
type Told = Readonly<Record<string, Condition['is']>>;

/** A condition must stand so long before anybody is called: what comes and goes within it is a blink. */
const settled: Millis = 3000;

/**
 * What is to be told now, and what is told then. The first condition that is known and decided of something is no change;
 * neither is one that lasts less than 3 s, nor one on which a run of this cockpit is at work, since its operator looks at it.
 */
export function noticesOf(
	told: Told,
	{ conditions, runs }: Pick<State, 'conditions' | 'runs'>,
	now: Millis,
): { readonly notices: readonly Notice[]; readonly told: Told } {
	const busy = new Set(
		Object.values(runs).flatMap(({ plan, stage }) => (stage === 'running' || stage === 'proving' ? plan.service : [])),
	);
	const news = Object.entries(conditions).filter(([id, { is, since, stood }]) =>
		told[id] === undefined ? is !== 'unknown' && stood === undefined : told[id] !== is && now - since >= settled,
	);
	const notices = news.flatMap(([id, { is, because }]) =>
		told[id] === undefined || busy.has(id) ? [] : [{ id, is, because }],
	);
	const gone = Object.keys(told).some((id) => conditions[id] === undefined);
	if (news.length === 0 && !gone) return { notices, told };
	const kept = Object.entries(told).filter(([id]) => conditions[id] !== undefined);
	return { notices, told: Object.fromEntries([...kept, ...news.map(([id, { is }]) => [id, is] as const)]) };
}

const ranks: Readonly<Record<Condition['is'], number>> = { down: 0, unknown: 1, degraded: 2, ok: 3 };

/** Notices as one line, the worst first: `production/api down: exit 137, and 2 more`; undefined where there are none. */
export function noticeText(notices: readonly Notice[]): string | undefined {
	const [first, ...others] = notices.toSorted((a, b) => ranks[a.is] - ranks[b.is]);
	if (first === undefined) return undefined;
	const more = others.length === 0 ? '' : `, and ${others.length} more`;
	return `${first.id} ${first.is}: ${first.because.slice(0, 200)}${more}`;
}
