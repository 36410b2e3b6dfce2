import { silenceOf } from '../../condition/engine.ts';
import { clock } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import { othersLocks } from '../../lock.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { lockText, lockTone } from '../locked.ts';
import { heldSince } from '../paused.ts';
import { staleAfter } from '../rows/numbers.ts';
import { lineOf, type Piece, piece, type TextLine } from '../text/line.ts';

/**
 * The last line: how old the data is, and from how many hosts, or since when the screen is held; which hosts are lost, and
 * who else holds a lock.
 */
export function ageLine(state: State, now: Millis): TextLine {
	const hosts = state.fleet.hosts.map(({ name }) => name);
	const lost = hosts.filter((host) => state.links[host]?.is === 'down');
	return [
		...(heldPieces(state, now) ?? freshPieces(state, hosts, now)),
		...namedPieces('lost', lost),
		...namedPieces('engine does not answer', silentHosts(state)),
		...lockPieces(state, hosts, now),
	];
}

/** The hosts that are reached, but whose engines do not answer. */
export function silentHosts(state: State): readonly string[] {
	return state.fleet.hosts.flatMap(({ name }) => (silenceOf(state, name) === undefined ? [] : [name]));
}

/** Who else holds a lock; one on several hosts is one. */
function lockPieces(state: State, hosts: readonly string[], now: Millis): readonly Piece[] {
	const plans = new Map(othersLocks(state, hosts, now).map((lock) => [lock.plan, lock]));
	const [first, ...more] = plans.values();
	if (first === undefined) return [];
	return [piece(`   ${lockText(first, now)}${more.length === 0 ? '' : ` +${more.length}`}`, lockTone(first))];
}

function namedPieces(what: string, hosts: readonly string[]): readonly Piece[] {
	return hosts.length === 0 ? [] : [piece(`   ${what}: ${hosts.join(', ')}`, 'warn')];
}

function heldPieces(state: State, now: Millis): TextLine | undefined {
	const since = heldSince(state);
	if (since === undefined) return undefined;
	return lineOf(` PAUSED ${lengthText(now - since)}: what you see is of ${clock(since)}; p goes on`, 'warn');
}

function freshPieces(state: State, hosts: readonly string[], now: Millis): TextLine {
	if (hosts.length === 0) return [];
	const fresh = hosts.filter((host) => answers(state, host) && now - (readOf(state, host) ?? 0) <= staleAfter * 2);
	const age = ageOf(state, fresh.length > 0 ? fresh : hosts, now);
	const text = age === undefined ? 'nothing read yet' : fresh.length > 0 ? age : `last ${age} ago`;
	const what = ` data: ${fresh.length} of ${hosts.length} ${hosts.length === 1 ? 'host' : 'hosts'} fresh (${text})`;
	return lineOf(what, fresh.length < hosts.length ? 'warn' : 'dim');
}

/** How old the newest reading of these hosts is; undefined where none was read. */
function ageOf(state: State, hosts: readonly string[], now: Millis): string | undefined {
	const reads = hosts.flatMap((host) => readOf(state, host) ?? []);
	return reads.length === 0 ? undefined : lengthText(now - Math.max(...reads));
}

/** Whether the engine of a host can be heard. That the host itself says its load is no news of what runs there. */
function answers(state: State, host: string): boolean {
	return state.links[host]?.is !== 'down' && silenceOf(state, host) === undefined;
}

/** When the engine of a host last answered; since then it may have fallen silent. */
function readOf(state: State, host: string): Millis | undefined {
	const at = state.engines[host]?.at;
	return at === undefined ? undefined : Math.max(at, state.pings[host]?.at ?? 0);
}
