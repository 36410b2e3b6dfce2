import { describe, expect, test } from 'vitest';
import { settle } from '../../../src/core/condition/settle.ts';
import { mostGap } from '../../../src/core/condition/stood.ts';
import type { Fleet } from '../../../src/core/config/fleet.ts';
import { usualProof, usualThresholds } from '../../../src/core/config/fleet-of.ts';
import type { Event } from '../../../src/core/event.ts';
import { initialState } from '../../../src/core/initial.ts';
import type { Condition, Instance, Stood } from '../../../src/core/model.ts';
import { reduce } from '../../../src/core/reduce/reduce.ts';
import type { Feeds, State } from '../../../src/core/state.ts';

const id = 'production/api';
const t0 = 1_700_000_000_000;
const minute = 60_000;
const health = { url: 'http://x/health', from: 'local', every: 5000, timeout: 1000, failures: 3 };
const fleet: Fleet = {
	hosts: [{ name: 'vps1', reach: 'local' }],
	environments: [{ name: 'production', protection: 'protected' }],
	services: [
		{
			...{
				environment: 'production',
				name: 'api',
				platform: 'docker',
				host: 'vps1',
				container: 'api',
				unproven: 'hold',
			},
			...{ thresholds: usualThresholds, proof: usualProof, health },
		},
	],
	discover: ['vps1'],
};
const start = initialState({
	...{ at: t0, fleet, operator: 'o', demo: false, readOnly: false },
	size: { columns: 80, rows: 24 },
});
const noFeeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
const api: Instance = {
	...{ host: 'vps1', id: 'a'.repeat(64), name: 'api', restarts: 0, state: 'running', health: 'none', labels: {} },
	image: { id: `sha256:${'1'.repeat(64)}` },
	started: t0 - 60 * minute,
};
const up = (at: number): Event => ({ type: 'link/changed', at, host: 'vps1', link: { is: 'up', since: t0 } });
const engine = (at: number, more: Partial<Instance> = {}): Event => ({
	...{ type: 'probe/read', at, probe: { kind: 'docker', of: 'host/vps1', every: 30_000, timeout: 1000, spec: {} } },
	reading: { engine: { host: 'vps1', whole: true, containers: [{ ...api, ...more }], images: [] } },
});
const answered = (at: number, is: Condition['is']): Event => ({
	...{ type: 'probe/read', at, probe: { kind: 'http', of: id, every: 5000, timeout: 1000, spec: health } },
	reading: { layers: { outside: { is, because: is, since: at } } },
});
const opened = (at: number, stood: Partial<Stood> = {}): Event => ({
	...{ type: 'history/opened', at },
	stood: { [id]: { is: 'down', since: t0 - 16 * minute, seen: t0 - minute, ...stood } },
});

/** What each event makes of the condition, judged as soon as it came; the last word is what stands. */
const told = (...events: readonly Event[]): readonly Condition[] => {
	let state: State = start;
	return events.flatMap((event) => {
		state = reduce(state, event);
		state = { ...state, conditions: settle(state, noFeeds, event.at) };
		return state.conditions[id] ?? [];
	});
};
const last = (...events: readonly Event[]): Condition | undefined => told(...events).at(-1);
const unhealthy = { health: 'unhealthy' } as const;

describe('since when something is as it is', () => {
	test('goes on over a restart of watchdeck, whatever was opened first', () => {
		const since = { is: 'down', since: t0 - 16 * minute };
		expect(last(opened(t0), up(t0), engine(t0 + 2000, unhealthy))).toMatchObject(since);
		expect(last(up(t0), engine(t0 + 2000, unhealthy), opened(t0 + 2500))).toMatchObject(since);
		expect(last(up(t0), opened(t0 + 100), engine(t0 + 2000, unhealthy))).toEqual({
			...since,
			because: 'api runs but its health check fails',
		});
	});

	test('goes on where it was judged before it was known how it stood, and told after', () => {
		const judged = settle(start, noFeeds, t0);
		const state = [opened(t0 + 5), up(t0 + 9), engine(t0 + 9, unhealthy)].reduce(reduce, start);
		const now = settle({ ...state, conditions: judged }, noFeeds, t0 + 9);
		expect(now[id]).toMatchObject({ is: 'down', since: t0 - 16 * minute });
	});

	test('goes on when a check counted to it again', () => {
		const counted = [1, 2, 3].map((second) => answered(t0 + second * 5000, 'down'));
		const all = told(opened(t0), up(t0), engine(t0 + 1000), ...counted);
		expect(all.map(({ is }) => is)).toEqual([...['unknown', 'unknown'], 'ok', 'degraded', 'degraded', 'down']);
		expect(all.at(-1)).toEqual({ is: 'down', because: 'down', since: t0 - 16 * minute });
	});

	test('is the older one of what was left and what the engine proves', () => {
		const ended = t0 - 20 * minute;
		expect(last(opened(t0), up(t0), engine(t0, { state: 'exited', ended }))).toMatchObject({
			is: 'down',
			since: ended,
		});
	});

	test.each([
		['nobody watched for more than ten minutes', { seen: t0 - mostGap }],
		['it stood otherwise', { is: 'degraded' }],
		['it was not known how it stood', { is: 'unknown' }],
	] as const)('begins anew where %s', (_, stood) => {
		expect(last(opened(t0, stood), up(t0), engine(t0 + 1, unhealthy))).toMatchObject({ is: 'down', since: t0 + 1 });
	});

	test('counts nobody watching until it is seen, not until watchdeck began', () => {
		const late = t0 + mostGap;
		expect(last(opened(t0), up(late), engine(late, unhealthy))).toMatchObject({ is: 'down', since: late });
	});

	test('begins anew after it was well for a minute', () => {
		const well = [opened(t0), up(t0), engine(t0 + 1000), answered(t0 + 1000, 'ok'), answered(t0 + 40_000, 'ok')];
		expect(last(...well, engine(t0 + 50_000, unhealthy))).toMatchObject({ since: t0 - 16 * minute });
		const longer = [...well, answered(t0 + 62_000, 'ok')];
		expect(last(...longer)).not.toHaveProperty('stood');
		expect(last(...longer, engine(t0 + 63_000, unhealthy))).toMatchObject({ is: 'down', since: t0 + 63_000 });
	});

	test('begins anew where a check that failed at first was passed after all', () => {
		const blink = [answered(t0 + 1000, 'ok'), answered(t0 + 6000, 'down'), answered(t0 + 11_000, 'ok')];
		const all = told(opened(t0), up(t0), engine(t0 + 500), ...blink);
		expect(all.map(({ is, stood }) => [is, stood !== undefined])).toEqual([
			...[
				['unknown', true],
				['unknown', true],
				['ok', true],
				['ok', true],
			],
			...[
				['degraded', true],
				['ok', false],
			],
		]);
	});

	test('begins anew after it was worse', () => {
		const worse = [opened(t0, { is: 'degraded' }), up(t0), engine(t0 + 1, unhealthy)];
		expect(last(...worse, engine(t0 + 9, { health: 'starting' }))).toMatchObject({ is: 'degraded', since: t0 + 9 });
	});

	test('that a host is not reached yet decides nothing, and is not as old as it was', () => {
		const lost = [opened(t0, { is: 'unknown' }), up(t0)];
		expect(last(...lost)).toMatchObject({ is: 'unknown', since: t0, before: true });
	});
});
