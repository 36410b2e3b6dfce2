import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { probesOf, type Scheduled } from '../../src/app/probes.ts';
import { makeScheduler } from '../../src/app/scheduler.ts';
import type { Fleet } from '../../src/core/config/fleet.ts';
import { initialState } from '../../src/core/initial.ts';
import type { Millis } from '../../src/core/model.ts';
import type { Probe } from '../../src/core/probe.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { Carrier } from '../../src/io/carrier.ts';
import { now, wait } from '../../src/io/clock.ts';
import { makeOutside } from '../../src/io/outside.ts';
import { makeVault } from '../../src/io/vault.ts';
import { kinds } from '../../src/probes/index.ts';
import { makeStore } from '../../src/store/store.ts';
import { type SimulatedHost, simulatedHosts } from '../simulated/hosts.ts';

/** What a host answers that hangs: its network takes everything, and nothing comes back. */
const never = (_asked: unknown, signal: AbortSignal): Promise<never> =>
	new Promise((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
	});
const hanging = (carrier: Carrier): Carrier => ({ ...carrier, exec: never, engine: never, http: never });

const fleetOf = (hosts: readonly SimulatedHost[]): Fleet => ({
	hosts: hosts.map(({ name }) => ({ name, reach: 'demo' })),
	environments: [],
	services: [],
	discover: hosts.map(({ name }) => name),
});

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: Date.UTC(2026, 10, 21) });
});
afterEach(() => {
	vi.useRealTimers();
});

/** Polls simulated hosts as the cockpit does; `hung` says from when on which does not answer. */
const polled = () => {
	const hosts = simulatedHosts({ hosts: 30, containers: 30 }, { now, wait });
	const hung = new Set<string>();
	const fleet = fleetOf(hosts);
	const start = initialState({
		...{ at: now(), fleet, operator: 'test', readOnly: true, demo: true, size: { columns: 200, rows: 50 } },
	});
	const store = makeStore(start, reduce);
	const outside = makeOutside({
		hosts: fleet.hosts,
		vault: makeVault({ env: {}, accepted: () => false, now }),
		env: {},
		now,
		onLink: () => undefined,
		demo: ({ name }) => {
			const carrier = hosts.find((host) => host.name === name)?.carrier;
			if (carrier === undefined) throw new Error(`there is no ${name}`);
			const stuck = hanging(carrier);
			const now = (): Carrier => (hung.has(name) ? stuck : carrier);
			return {
				...carrier,
				exec: (command, signal) => now().exec(command, signal),
				engine: (request, signal) => now().engine(request, signal),
				http: (request, signal) => now().http(request, signal),
			};
		},
	});
	/** When each probe was read last, and the oldest that its reading became. */
	const ages = new Map<string, { last: Millis; oldest: Millis }>();
	const keyOf = ({ kind, of, spec }: Probe): string => `${kind} ${of} ${JSON.stringify(spec)}`;
	const scheduler = makeScheduler({
		...{ kinds, ask: outside.ask, follow: outside.follow, now, wait, chance: Math.random },
		redact: (text) => text,
		keep: () => undefined,
		emit: (event) => {
			store.dispatch(event);
			if (event.type !== 'probe/read') return;
			const key = keyOf(event.probe);
			const before = ages.get(key);
			const age = before === undefined ? 0 : now() - before.last;
			ages.set(key, { last: now(), oldest: Math.max(before?.oldest ?? 0, age) });
		},
	});
	const scheduled = (): readonly Scheduled[] =>
		probesOf(store.state(), Object.keys(store.state().services).slice(0, 40));
	return {
		hang: (name: string) => hung.add(name),
		set: () => scheduler.set(scheduled()),
		/** Of each probe but those of a host: how many of its intervals its reading grew too old. */
		late: (but: string): readonly (readonly [number, string])[] =>
			scheduled()
				.filter(({ probe }) => !keyOf(probe).includes(`"${but}"`))
				.map(({ probe }) => {
					const age = ages.get(keyOf(probe)) ?? { last: 0, oldest: 0 };
					const oldest = Math.max(age.oldest, now() - age.last);
					return [oldest / probe.every - 1, keyOf(probe)] as const;
				}),
		end: async () => {
			scheduler.stop();
			await outside.close();
		},
	};
};

test('one of 30 hosts hangs: no reading of the others grows older than by one interval', async () => {
	const fleet = polled();
	fleet.set();
	await vi.advanceTimersByTimeAsync(10_000);
	fleet.set();
	await vi.advanceTimersByTimeAsync(80_000);
	fleet.hang('sim-7');
	await vi.advanceTimersByTimeAsync(150_000);
	const late = fleet.late('sim-7');
	expect(late.length).toBeGreaterThan(29 * 30);
	expect(late.filter(([intervals]) => intervals > 1)).toEqual([]);
	await fleet.end();
});
