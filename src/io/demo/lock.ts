import type { Millis } from '../../core/model.ts';

/** Who holds a lock; times in seconds, as the script of the locks writes them. */
export interface Held {
	readonly plan: string;
	readonly who: string;
	readonly what: string;
	readonly why: string;
	readonly since: number;
	readonly beat: number;
}

/** What a run of the script came to: the locks afterwards, its exit code and what it printed. */
export interface Locking {
	readonly locks: Readonly<Record<string, Held>>;
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

/** Exit codes and patience of the real script, `actions/lock-script.ts`; a test compares both. */
const refused = 10;
const unusable = 12;
const staleAfter = 60;

type Locks = Locking['locks'];

/** What the script prints. `over`: the plan from which the lock was just taken over. */
function tell(locks: Locks, key: string, now: number, { code = 0, over = '' } = {}): Locking {
	const held = locks[key];
	const lines =
		held === undefined
			? ['state=free']
			: [
					'state=held',
					`plan=${held.plan}`,
					`who=${held.who}`,
					`what=${held.what}`,
					`why=${held.why}`,
					`since=${held.since}`,
					`beat=${held.beat}`,
					...(over === '' ? [] : [`over=${over}`]),
				];
	return { locks, code, out: `${[...lines, `now=${now}`].join('\n')}\n`, err: '' };
}

function take(locks: Locks, key: string, rest: readonly string[], now: number): Locking {
	const [plan = '', who = '', what = '', why = '', over = '', force = ''] = rest;
	const held = locks[key];
	const stale = held !== undefined && Math.abs(now - held.beat) >= staleAfter;
	if (held?.plan === plan) return tell({ ...locks, [key]: { ...held, beat: now } }, key, now);
	if (held !== undefined && !(over !== '' && held.plan === over && (stale || force === 'force')))
		return tell(locks, key, now, { code: refused });
	const from = held === undefined ? {} : { over };
	return tell({ ...locks, [key]: { plan, who, what, why, since: now, beat: now } }, key, now, from);
}

function without(locks: Locks, key: string): Locks {
	const { [key]: _, ...others } = locks;
	return others;
}

/** The words after `watchdeck-lock`, run as the real script would run them: `take`, `beat`, `release`, `holder`. */
export function locked(locks: Locks, words: readonly string[], at: Millis): Locking {
	const [verb = '', key = '', plan = '', ...rest] = words;
	const now = Math.floor(at / 1000);
	const held = locks[key];
	switch (verb) {
		case 'take':
			return take(locks, key, [plan, ...rest], now);
		case 'beat':
			if (held?.plan !== plan) return tell(locks, key, now, { code: refused });
			return tell({ ...locks, [key]: { ...held, beat: now } }, key, now);
		case 'release':
			return tell(held?.plan === plan ? without(locks, key) : locks, key, now);
		case 'holder':
			return tell(locks, key, now);
	}
	return { locks, code: unusable, out: '', err: `unknown verb ${verb}\n` };
}
