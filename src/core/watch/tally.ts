import { duration, percent } from '../format.ts';
import type { Check } from '../plan.ts';

/** What one reading says of a check, with what it measured. */
export interface Seen {
	readonly is: 'yes' | 'no' | 'unknown';
	readonly because: string;
	readonly facts?: Readonly<Record<string, string | number>>;
}

/** What the readings of a check that must hold all the while have come to so far. */
export interface Tally {
	/** Good readings. */
	readonly passed: number;
	/** Bad readings since the last good one. */
	readonly bad: number;
	/** Requests that were counted. */
	readonly requests: number;
	/** The highest that was measured of each number, by its fact. */
	readonly most: Readonly<Record<string, number>>;
	/** What the newest reading said. */
	readonly last: string;
}

type Throughout = Extract<Check, { readonly holds: 'throughout' }>;

/** How such a check came out. `unmeasured`: nothing bad was seen, but too little at all. */
export type Lasted =
	| { readonly is: 'held'; readonly because: string }
	| { readonly is: 'failed'; readonly because: string; readonly unmeasured?: true };

/** Nothing was read yet. */
export const noReadings: Tally = { passed: 0, bad: 0, requests: 0, most: {}, last: '' };

function highest(most: Tally['most'], facts: Seen['facts'] = {}): Tally['most'] {
	const numbers = Object.entries(facts).flatMap(([name, value]) =>
		typeof value === 'number' && name !== 'requests' ? [[name, Math.max(value, most[name] ?? value)] as const] : [],
	);
	return { ...most, ...Object.fromEntries(numbers) };
}

/** With one more reading. One that says nothing neither breaks nor mends a row of bad ones; its requests count. */
export function withSeen(tally: Tally, { is, because, facts }: Seen): Tally {
	const came = facts?.['requests'];
	return {
		passed: tally.passed + (is === 'yes' ? 1 : 0),
		bad: is === 'yes' ? 0 : tally.bad + (is === 'no' ? 1 : 0),
		requests: tally.requests + (typeof came === 'number' ? came : 0),
		most: is === 'unknown' ? tally.most : highest(tally.most, facts),
		last: because,
	};
}

/** Whether so many bad readings in a row came that the check holds no more. */
export function isBroken({ failures = 1 }: Throughout, { bad }: Tally): boolean {
	return bad >= failures;
}

function counted(many: number, what: string): string {
	return `${many} ${what}${many === 1 ? '' : 's'}`;
}

/** What it stands on: what was promised, the worst that was measured, and by how many readings. */
function said({ most: { errors, p95 }, passed, requests }: Tally, check: Throughout): string {
	const readings = counted(passed, 'reading');
	if (check.requests === undefined) return `${check.say} (${readings})`;
	const errorText = errors === undefined ? 'errors were not measured' : `errors at most ${percent(errors, 1)}`;
	const p95Text = p95 === undefined ? 'p95 was not measured' : `p95 at most ${duration(p95)}`;
	return `${check.say} (${errorText}, ${p95Text}, of ${counted(Math.round(requests), 'request')} in ${readings})`;
}

/** How a check came out whose time is over and that did not break. */
export function lasted(check: Throughout, tally: Tally): Lasted {
	const { say, enough, requests = 0 } = check;
	const many = Math.round(tally.requests);
	// What nobody asks for looks perfect.
	if (tally.requests < requests) {
		const because = `no traffic: ${counted(many, 'request')} came, and ${requests} are needed to tell (${say})`;
		return { is: 'failed', because, unmeasured: true };
	}
	if (tally.passed >= enough) return { is: 'held', because: said(tally, check) };
	const last = tally.last === '' ? '' : `; the last one: ${tally.last}`;
	const because = `${say}: only ${tally.passed} of ${enough} readings came${last}`;
	return { is: 'failed', because, unmeasured: true };
}
