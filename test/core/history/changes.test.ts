import { describe, expect, test } from 'vitest';
import { changes, type Known, knownFrom } from '../../../src/core/history/changes.ts';
import type { Condition, Instance, Release } from '../../../src/core/model.ts';
import type { State } from '../../../src/core/state.ts';
import { aService, aState, instance, releases, start } from '../../support/plans.ts';

const id = 'production/api';
const is = (word: Condition['is'], since = start, because = 'said so'): Partial<State> => ({
	conditions: { [id]: { is: word, because, since } },
});
const stateOf = (more: Partial<State>): State => ({ ...aState(), services: {}, ...more });
/** The marks of each state after the ones before it. */
function marksOf(states: readonly Partial<State>[], from: Known = knownFrom([], [])) {
	let known = from;
	return states.map((more, index) => {
		const found = changes(known, stateOf(more), start + index);
		known = found.known;
		return found.marks;
	});
}
const running = (release: Release | undefined, instances: readonly Instance[] = []): Partial<State> => {
	const others = releases().map((one) => ({ ...one, can: 'ready' as const }));
	return {
		services: { [id]: aService({ instances, releases: release === undefined ? others : [release, ...others] }) },
	};
};

describe('a turn of condition', () => {
	test('is marked with its reason and when it began; that it was found so at first is none', () => {
		const well = [is('ok', start - 900), is('ok', start - 900, 'another reason')];
		expect(marksOf([...well, is('down', start - 500, 'exit code 137')])).toEqual([
			[],
			[],
			[{ service: id, at: start - 500, kind: 'condition', text: 'exit code 137', is: 'down' }],
		]);
	});

	test('to unknown counts once it was known here, not while nothing was read yet', () => {
		expect(marksOf([is('unknown'), is('ok'), is('unknown')]).map((marks) => marks.map((mark) => mark.is))).toEqual([
			...[[], [], ['unknown']],
		]);
	});

	test('that came while nobody watched is marked when it is first seen', () => {
		const before = knownFrom([{ service: id, at: 1, kind: 'condition', text: '', is: 'ok' }], []);
		expect(marksOf([is('unknown'), is('down')], before).map((marks) => marks.map((mark) => mark.is))).toEqual([
			...[[], ['down']],
		]);
		expect(marksOf([is('unknown'), is('ok')], before)).toEqual([[], []]);
	});

	test('never lies in the future', () => {
		expect(marksOf([is('ok'), is('down', start + 9_999)])[1]?.[0]?.at).toBe(start + 1);
	});

	const turnsOf = (states: readonly Partial<State>[], from?: Known) =>
		marksOf(states, from).flatMap((marks) => marks.map((mark) => [mark.is, mark.at - start]));

	test('whose condition began before the turn before it lies where it was seen', () => {
		const paused = is('down', start - 5000, 'another container, which ended before');
		expect(turnsOf([is('ok', start - 9000), is('down', start - 6000), is('ok', start - 3000), paused])).toEqual([
			['down', -6000],
			['ok', -3000],
			['down', 3],
		]);
		// Also where it was found so at first, or by a session before.
		expect(turnsOf([is('ok', start - 3000), paused])).toEqual([['down', 1]]);
		const marked = { service: id, at: start - 3000, kind: 'condition', text: '', is: 'ok' } as const;
		expect(turnsOf([paused], knownFrom([marked], []))).toEqual([['down', 0]]);
		const left = { [id]: { is: 'ok', since: start - 3000, seen: start - 1000 } } as const;
		expect(turnsOf([paused], knownFrom([], [], left))).toEqual([['down', 0]]);
	});

	test('comes after the one before it, also in the same millisecond', () => {
		const all = [is('ok', start - 9000), is('degraded', start + 1), is('down', start + 1), is('ok', start + 3)];
		expect(turnsOf(all)).toEqual([
			['degraded', 1],
			['down', 2],
			['ok', 3],
		]);
		let known = knownFrom([], []);
		const at = all.flatMap((more) => {
			const found = changes(known, stateOf(more), start);
			known = found.known;
			return found.marks.map((mark) => mark.at - start);
		});
		expect(at).toEqual([0, 1, 2]);
	});

	test('is not put off by one that lies ahead of the clock', () => {
		const ahead = { service: id, at: start + 99_999, kind: 'condition', text: '', is: 'ok' } as const;
		expect(turnsOf([is('down', start - 5)], knownFrom([ahead], []))).toEqual([['down', -5]]);
	});
});

describe('a release', () => {
	const v1: Release = { id: 'v1', label: 'v1', at: start - 10, proof: 'ledger', can: 'runs' };
	const v2: Release = { ...v1, id: 'v2', label: 'v2', at: start };
	test('is marked when another one runs than before', () => {
		expect(marksOf([running(v1), running({ ...v1, at: start }), running(undefined), running(v2)])).toEqual([
			...[[], [], []],
			[{ service: id, at: start, kind: 'release', text: 'v2', of: 'v2' }],
		]);
	});

	test('that came while nobody watched is marked, the same one is not', () => {
		const before = knownFrom([], [{ service: id, at: 1, kind: 'release', text: 'v1', of: 'v1' }]);
		expect(marksOf([running(v1)], before)).toEqual([[]]);
		expect(marksOf([running(v2)], before)[0]).toHaveLength(1);
	});
});

describe('a container that was killed for want of memory', () => {
	const dead = instance('c1', 'c', { state: 'exited', oom: true, ended: start - 7 });
	const mark = { service: id, at: start - 7, kind: 'killed', text: 'api', of: 'c1' };
	test('is marked when it ended', () => {
		expect(marksOf([running(undefined, [dead])])).toEqual([[mark]]);
	});

	test('is marked as well when its policy started it again', () => {
		const back = instance('c1', 'c', { state: 'running', ended: start - 7 });
		const cameBack = { c1: { at: start - 5, oom: true } };
		const state = { ...running(undefined, [back]), cameBack };
		expect(marksOf([state, { ...state, cameBack: { ...cameBack } }])).toEqual([[mark], []]);
		expect(marksOf([{ ...state, cameBack: { c1: { at: start - 5, exit: 1 } } }])).toEqual([[]]);
	});
});
