import { describe, expect, test } from 'vitest';
import { anotherTurn, type Life, lifeAfter, lifeOf } from '../../../src/core/logs/life.ts';
import type { Instance } from '../../../src/core/model.ts';
import { instance } from '../../support/plans.ts';

const runs = instance('c', '1', { name: 'tick', started: 1000 });
const stopped = (more: Partial<Instance> = {}) => ({ ...runs, state: 'exited' as const, ended: 2000, ...more });

/** What is said of a container while it becomes one after another; undefined: it is gone. */
function said(...all: readonly (Instance | undefined)[]): readonly (readonly [number | undefined, string])[] {
	const texts: (readonly [number | undefined, string])[] = [];
	let life: Life = lifeOf(all[0] ?? runs);
	for (const now of all.slice(1)) {
		const after = lifeAfter(life, now);
		life = after.life;
		texts.push(...after.turns.map(({ at, text }) => [at, text] as const));
	}
	return texts;
}

describe('what is said of a container', () => {
	test('that stopped, with how, and that was started', () => {
		expect(said(runs, stopped({ exit: 137 }), { ...runs, started: 3000 })).toEqual([
			[2000, 'tick stopped: exit 137 (killed)'],
			[3000, 'tick started'],
		]);
		expect(said(runs, stopped({ exit: 137, oom: true }))).toEqual([
			[2000, 'tick stopped: exit 137 (killed: out of memory)'],
		]);
		expect(said(runs, stopped({ state: 'dead' }))).toEqual([[2000, 'tick stopped: exit code unknown']]);
	});
	test('that its policy starts again and again, each time', () => {
		const again = stopped({ state: 'restarting', exit: 3 });
		expect(said(runs, again, { ...runs, started: 3000 }, { ...again, ended: 4000 })).toEqual([
			[2000, 'tick stopped: exit 3'],
			[3000, 'tick started'],
			[4000, 'tick stopped: exit 3'],
		]);
	});
	test('that was started again before anybody saw it stopped, with what is told of its end', () => {
		const again = { ...runs, started: 3000, ended: 2000 };
		expect(lifeAfter(lifeOf(runs), again, { exit: 3 }).turns).toEqual([
			{ at: 2000, text: 'tick stopped: exit 3' },
			{ at: 3000, text: 'tick started' },
		]);
		expect(said(runs, again)).toEqual([
			[2000, 'tick stopped: exit code unknown'],
			[3000, 'tick started'],
		]);
	});
	test('that is paused, and goes on', () => {
		expect(said(runs, { ...runs, state: 'paused' }, runs)).toEqual([
			[undefined, 'tick is paused'],
			[undefined, 'tick goes on'],
		]);
	});
	test('that was removed, once', () => {
		expect(said(runs, undefined, undefined)).toEqual([[undefined, 'tick was removed']]);
		expect(said(stopped(), undefined)).toEqual([[undefined, 'tick was removed']]);
		expect(lifeAfter(lifeOf(runs), undefined, { exit: 137 }).turns).toEqual([
			{ text: 'tick stopped: exit 137 (killed)' },
			{ text: 'tick was removed' },
		]);
	});
	test('that is as it was: nothing, also where a list tells less of it', () => {
		const { started: _started, ...listed } = runs;
		expect(said(runs, { ...runs, health: 'healthy', restarts: 1 }, listed, runs)).toEqual([]);
		expect(said(stopped(), stopped({ exit: 3 }), stopped({ state: 'dead' }))).toEqual([]);
		expect(said(runs, listed, { ...runs, started: 3000 }).map(([, text]) => text)).toEqual([
			'tick stopped: exit code unknown',
			'tick started',
		]);
	});
	test('that came in the place of another, as of its start', () => {
		const other = { ...runs, id: '0123456789abcdef', created: 900 };
		// Its first line may be older than its start.
		expect(anotherTurn(other)).toEqual({ at: 900, text: 'another container: tick (0123456789ab)' });
		expect(anotherTurn({ ...other, started: 20_000 }).at).toBe(20_000);
		const { started: _started, ...made } = other;
		expect(anotherTurn({ ...made, state: 'created' }).at).toBe(900);
	});
	test('under the name that it has by then', () => {
		expect(said(runs, { ...runs, name: 'tick-old' }, undefined)).toEqual([[undefined, 'tick-old was removed']]);
	});
});
