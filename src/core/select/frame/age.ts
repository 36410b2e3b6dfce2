import { heardAt, isHeard, silenceOf, wasReached } from '../../condition/engine.ts';
import { clock } from '../../format.ts';
import { keySaid } from '../../key-said.ts';
import { lengthText } from '../../length-text.ts';
import { othersLocks } from '../../lock.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { journalWords, unchangeable } from '../../unkept.ts';
import { lockText, lockTone } from '../locked.ts';
import { heldSince } from '../paused.ts';
import { staleAfter } from '../rows/numbers.ts';
import { lineOf, type Piece, piece, type TextLine } from '../text/line.ts';

/**
 * The last line: how old the data is, and from how many hosts, or since when the screen is held; that nothing can be changed
 * or kept; which hosts are lost, and who else holds a lock.
 */
export function ageLine(state: State, now: Millis): TextLine {
	const hosts = state.fleet.hosts.map(({ name }) => name);
	const lost = hosts.filter((host) => state.links[host]?.is === 'down');
	return [
		...(heldPieces(state, now) ?? freshPieces(state, hosts, now)),
		...unkeptPieces(state),
		...namedPieces(
			'lost',
			lost.filter((host) => wasReached(state, host)),
		),
		...namedPieces(
			'not reached',
			lost.filter((host) => !wasReached(state, host)),
		),
		...namedPieces('engine does not answer', silentHosts(state)),
		...lockPieces(state, hosts, now),
	];
}

/** That nothing can be changed or kept, in a few words, and the key of the screen that says why and what to do. */
function unkeptPieces(state: State): readonly Piece[] {
	const why = unchangeable(state);
	const key = keySaid(state, 'open.journal', '9');
	const changes =
		why === undefined ? [] : [`${state.readOnly ? '' : 'changes refused: '}${journalWords(why)} (${key})`];
	const history = state.unkept === undefined ? [] : [why === undefined ? `history not kept (${key})` : 'no history'];
	const said = [...changes, ...history].join(', ');
	return said === '' ? [] : [piece(`   ${said}`, 'warn')];
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
	return lineOf(
		` PAUSED ${lengthText(now - since)}: what you see is of ${clock(since)}; ${keySaid(state, 'everywhere.pause', 'p')} goes on`,
		'warn',
	);
}

function freshPieces(state: State, hosts: readonly string[], now: Millis): TextLine {
	if (hosts.length === 0) return [];
	const fresh = hosts.filter((host) => isHeard(state, host) && now - (heardAt(state, host) ?? 0) <= staleAfter * 2);
	const age = ageOf(state, fresh.length > 0 ? fresh : hosts, now);
	const text = age === undefined ? 'nothing read yet' : fresh.length > 0 ? age : `last ${age} ago`;
	const what = ` data: ${fresh.length} of ${hosts.length} ${hosts.length === 1 ? 'host' : 'hosts'} fresh (${text})`;
	return lineOf(what, fresh.length < hosts.length ? 'warn' : 'dim');
}

/** How old the newest reading of these hosts is; undefined where none was read. */
function ageOf(state: State, hosts: readonly string[], now: Millis): string | undefined {
	const reads = hosts.flatMap((host) => heardAt(state, host) ?? []);
	return reads.length === 0 ? undefined : lengthText(now - Math.max(...reads));
}
