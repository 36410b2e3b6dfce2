import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BackupFound } from '../../../../src/core/finding.ts';
import type { Condition, Protection, Release } from '../../../../src/core/model.ts';
import { firstToSee, headlineOf } from '../../../../src/core/select/fleet/head.ts';
import type { State } from '../../../../src/core/state.ts';
import { fleetState, is, minutes, release, seconds, service, start } from '../../../screens/fleet-state.ts';
import { found, withFacts } from '../../../screens/found.ts';

/** `local` is not in the config: it comes after `production` and `staging`. */
const services = ['local/api', 'production/api', 'production/web', 'staging/api'];
const fleet = (conditions: Readonly<Record<string, Condition>>) =>
	fleetState(
		services.map((id) => service(id)),
		{ ...Object.fromEntries(services.map((id) => [id, is('ok', 'running')])), ...conditions },
	);
const down = (ago: number) => is('down', 'exit code 137', start - ago);
const named = (conditions: Readonly<Record<string, Condition>>) => firstToSee(fleet(conditions), services);

describe('the one that the headline names', () => {
	test('is of the environment that is protected most, and of the config before what was only found', () => {
		expect(named({ 'local/api': down(minutes(99)), 'production/api': down(1) })).toBe('production/api');
		expect(named({ 'local/api': down(minutes(99)), 'staging/api': down(1) })).toBe('staging/api');
		expect(named({ 'staging/api': down(minutes(99)), 'production/web': down(1) })).toBe('production/web');
		const state = fleet({ 'production/api': down(1), 'staging/api': down(minutes(99)) });
		const protect = (production: Protection, staging: Protection) =>
			firstToSee(
				{
					...state,
					fleet: {
						...state.fleet,
						environments: [
							{ name: 'production', protection: production },
							{ name: 'staging', protection: staging },
						],
					},
				},
				services,
			);
		expect(protect('open', 'guarded')).toBe('staging/api');
		expect(protect('guarded', 'open')).toBe('production/api');
		expect(protect('locked', 'protected')).toBe('staging/api');
		expect(protect('locked', 'guarded')).toBe('production/api');
	});
	test('is of the first environment among those that are protected alike and went down together', () => {
		const alike = (ago: number) => {
			const state = fleet({ 'production/api': down(1_000), 'staging/api': down(ago) });
			const environments = state.fleet.environments.map(({ name }) => ({ name, protection: 'open' }) as const);
			return firstToSee({ ...state, fleet: { ...state.fleet, environments } }, services);
		};
		expect(alike(6_000)).toBe('production/api');
		expect(alike(6_001)).toBe('staging/api');
	});
	test('is a host where it stands under the environment that is protected most', () => {
		const state = fleet({ 'staging/api': down(minutes(99)), 'local/api': down(minutes(99)), 'host/vps1': down(1) });
		expect(firstToSee(state, [...services, 'host/vps1', 'host/vps2'])).toBe('host/vps1');
	});
	test('is the longest where the environment is the same', () => {
		expect(named({ 'production/api': down(8_000), 'production/web': down(9_000) })).toBe('production/web');
	});
	test('is never one that is better than another', () => {
		const degraded = is('degraded', 'slow', start - minutes(50));
		expect(named({ 'production/api': degraded, 'local/api': down(1_000) })).toBe('local/api');
	});
	test('does not depend on the order in which they are looked at', () => {
		const ago = fc.integer({ min: 0, max: 12_000 });
		fc.assert(
			fc.property(fc.tuple(ago, ago, ago, ago), fc.shuffledSubarray(services, { minLength: 4 }), (times, order) => {
				const state = fleet(Object.fromEntries(times.map((time, index) => [services[index], down(time)])));
				fc.pre(new Set(times).size === times.length);
				expect(firstToSee(state, order)).toBe(firstToSee(state, services));
			}),
		);
	});
	test('stands in the headline with how many others there are', () => {
		const state = fleet({ 'local/api': down(seconds(9)), 'production/api': down(seconds(9)) });
		const words = headlineOf(state, start).map(({ text }) => text);
		expect(words.join('')).toBe('X down production/api for 9s and 1 more: exit code 137');
	});
});

describe('where all is well', () => {
	const text = (state: State) =>
		headlineOf(state, start)
			.map(({ text }) => text)
			.join('');
	const hour = minutes(60);
	const late: BackupFound = {
		...{ is: 'backup', name: 'db', place: '/backups', newest: start - 36 * hour, within: 26 * hour },
		...{ size: 1000, median: 1000, faults: {} },
	};
	const judged = (because: string) => ({ observed: { value: is('degraded', because), at: start, misses: 0 } });

	test('the headline says so, and since when, without the seconds', () => {
		const since = { 'local/api': is('ok', 'running', start - minutes(3) - seconds(20)) };
		const others = Object.fromEntries(services.slice(1).map((id) => [id, is('ok', 'running', start - hour)]));
		expect(text(fleet({ ...others, ...since }))).toBe('+ all well for 3m: 4 services');
	});
	test('it names what is late all the same, and how much more there is', () => {
		const well = fleet(Object.fromEntries(services.map((id) => [id, is('ok', 'running', start - hour)])));
		const backups = [found('backup', [late], judged('the newest is old'))];
		const one = withFacts(well, 'production/api', backups);
		expect(text(one)).toBe('+ all well for 41m: 4 services   ! production/api: backup 36h LATE');
		const jobs = found('schedule', [], { ...judged('certbot: exit 1'), layer: 'schedule', source: 'jobs' });
		const two = withFacts(one, 'host/vps1', [jobs]);
		expect(text(two)).toContain('! production/api: backup 36h LATE and 1 more');
		expect(text(withFacts(well, 'host/vps1', [jobs]))).toContain('! host vps1: jobs');
	});
	test('it names a protected service that has nothing left to go back to', () => {
		const well = fleet({});
		const gone = { proof: 'ledger', can: 'gone', first: start - hour, at: start - hour, until: start } as const;
		const stranded = (id: string, more: readonly Release[] = []): State => {
			const releases = [...service(id).releases, release('v411', 'b', gone), ...more];
			return { ...well, services: { ...well.services, [id]: service(id, { releases }) } };
		};
		expect(text(stranded('production/api'))).toBe(
			'+ all well for 41m: 4 services   ! production/api: no way back, v411 is GONE',
		);
		expect(text(stranded('production/api', [release('v410', 'a', { ...gone, can: 'ready' })]))).not.toContain('!');
		expect(text(stranded('staging/api'))).not.toContain('!');
		expect(text(stranded('local/api'))).toContain('! local/api: no way back');
	});
	test('what could not be read of late, or is well, is not named', () => {
		const well = fleet({});
		const fine = { ...late, newest: start - hour };
		expect(text(withFacts(well, 'production/api', [found('backup', [fine])]))).not.toContain('!');
		const old = { observed: { value: is('degraded', 'exit 1'), at: start - 24 * hour, misses: 3 } };
		const jobs = found('schedule', [], { ...old, layer: 'schedule' });
		expect(text(withFacts(well, 'host/vps1', [jobs]))).not.toContain('!');
	});
});
