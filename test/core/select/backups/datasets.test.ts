import { describe, expect, test } from 'vitest';
import type { BackupFound } from '../../../../src/core/finding.ts';
import { backupText, datasetsOf, hasBackups } from '../../../../src/core/select/backups/datasets.ts';
import type { LayerFact } from '../../../../src/core/state.ts';
import { fleetState, is, minutes, start } from '../../../screens/fleet-state.ts';
import { found, withFacts } from '../../../screens/found.ts';

const hour = minutes(60);
const backup = (name: string, more: Partial<BackupFound> = {}): BackupFound => ({
	...{ is: 'backup', name, place: 'vps1:/backups', newest: start - 9 * hour, within: 26 * hour },
	...{ size: 1000, median: 1000, faults: {} },
	...more,
});
const judged = (because: string) => ({ observed: { value: is('degraded', because), at: start, misses: 0 } });
const of = (all: readonly BackupFound[], more: Partial<LayerFact> = {}) =>
	datasetsOf(withFacts(fleetState([], {}), 'host/vps1', [found('backup', all, more)]), start);
const lights = (one: BackupFound, more: Partial<LayerFact> = {}) => {
	const [dataset] = of([one], more);
	return [dataset?.ran.is, dataset?.sane.is, backupText(of([one], more)).text];
};

describe('a dataset', () => {
	test('that ran in time and is as large as before is well', () => {
		expect(lights(backup('db'))).toEqual(['ok', 'ok', '9h']);
	});

	test('that is late, missing or not sane says so', () => {
		const late = backup('db', { newest: start - 33 * hour, faults: { age: 'old' } });
		expect(lights(late, judged('the newest is old'))).toEqual(['bad', 'ok', '33h LATE!']);
		const small = { ...late, size: 600, faults: { age: 'old', size: 'it shrank' } };
		expect(lights(small, judged('the newest is old'))).toEqual(['bad', 'bad', '33h LATE!']);
		const { newest: _none, size: _no, median: _of, faults: _faults, ...missing } = backup('db');
		expect(lights(missing, judged('there is no backup'))).toEqual(['bad', 'unknown', 'NONE!']);
		const shrank = { size: 10, faults: { size: 'it shrank' } };
		expect(lights(backup('db', shrank), judged('it shrank'))).toEqual(['ok', 'bad', '9h BAD!']);
	});

	test('is as sane as its probe says, by the limits of the config, and says all that is wrong', () => {
		const [small] = of([backup('db', { size: 100 })]);
		expect(small?.sane).toEqual({ is: 'ok', text: '100B, median 1000B' });
		const { median: _alone, ...first } = backup('db', { faults: { content: 'it is damaged', size: 'it shrank' } });
		expect(of([first])[0]?.sane).toEqual({ is: 'bad', text: 'it is damaged; it shrank' });
	});

	test('that grew too old since it was read is late, and dated in the future it may have any age', () => {
		const read = { observed: { value: is('ok', 'read'), at: start - minutes(1), misses: 0 } };
		expect(lights(backup('db', { newest: start - 26 * hour - 1 }), read)[0]).toBe('bad');
		const ahead = backup('db', { newest: start + hour, faults: { age: 'it is dated in the future' } });
		expect(of([ahead])[0]?.ran).toEqual({ is: 'unknown', text: 'it is dated in the future' });
	});

	test('that was never checked is unknown, never well', () => {
		const { within: _promise, ...free } = backup('db');
		expect(lights(free)[0]).toBe('unknown');
		const { median: _alone, ...first } = backup('db');
		expect(lights(first)[1]).toBe('unknown');
		const { faults: _unchecked, ...unchecked } = backup('db');
		expect(lights(unchecked)[1]).toBe('unknown');
		const lost = { observed: { value: is('ok', 'read'), at: start - 24 * hour, misses: 0 } };
		expect(lights(backup('db'), lost)).toEqual(['unknown', 'unknown', '?']);
	});

	test('whose folder could never be read is unknown too', () => {
		const denied = { kind: 'forbidden', message: '/backups may not be listed.' } as const;
		const [dataset] = of([], { source: 'nightly', observed: { failure: denied, misses: 1 } });
		expect(dataset).toMatchObject({ found: { name: 'nightly' }, ran: { is: 'unknown', text: denied.message } });
	});

	test('that has nothing to go back to comes before one that is late', () => {
		const { newest: _none, size: _no, median: _of, faults: _faults, ...missing } = backup('missing');
		const down = { observed: { value: is('down', 'there is none'), at: start, misses: 0 } };
		const empty = backup('empty', { newest: start - 30 * hour, faults: { content: 'it is empty' } });
		const state = withFacts(fleetState([], {}), 'host/vps1', [
			found('backup', [backup('late', { newest: start - 50 * hour })], { source: 'one' }),
			found('backup', [empty], { source: 'two', ...down }),
			found('backup', [missing], { source: 'three', ...down }),
		]);
		const all = datasetsOf(state, start);
		expect(all.map((one) => `${one.found.name} ${backupText([one]).text}`)).toEqual([
			...['empty 30h BAD!', 'missing NONE!', 'late 50h LATE!'],
		]);
	});

	test('whose promise is broken comes first, then what is not sane, then what is not known, then the oldest', () => {
		const state = [
			found('backup', [
				backup('young'),
				backup('older', { newest: start - 10 * hour }),
				backup('late', { newest: start - 50 * hour }),
			]),
			found('backup', [backup('small', { faults: { content: 'it is empty' } })], { source: 'two' }),
			found('backup', [backup('unread')], { source: 'three', observed: { misses: 3 } }),
		];
		const names = datasetsOf(withFacts(fleetState([], {}), 'host/vps1', state), start).map((one) => one.found.name);
		expect(names).toEqual(['late', 'small', 'unread', 'older', 'young']);
	});
});

test('there are backups as soon as a probe looked for one, even in vain', () => {
	expect(hasBackups(fleetState([], {}))).toBe(false);
	expect(hasBackups(withFacts(fleetState([], {}), 'host/vps1', [found('schedule', [])]))).toBe(false);
	expect(hasBackups(withFacts(fleetState([], {}), 'host/vps1', [found('backup', [])]))).toBe(true);
	const probe = {
		kind: 'backup',
		layer: 'backup',
		name: 'db',
		of: 'host/vps1',
		from: 'vps1',
		every: 1,
		timeout: 1,
		failures: 1,
		line: {},
	} as const;
	const { fleet, ...state } = fleetState([], {});
	expect(hasBackups({ ...state, fleet: { ...fleet, probes: [probe] } })).toBe(true);
});
