import { describe, expect, test } from 'vitest';
import { lightNames } from '../../../../src/core/backup/light.ts';
import type { DatasetSpec } from '../../../../src/core/dataset/spec.ts';
import type { BackupFound, RestoreProof } from '../../../../src/core/finding.ts';
import { datasetsOf, hasBackups } from '../../../../src/core/select/backups/datasets.ts';
import { asideText, backupText } from '../../../../src/core/select/backups/words.ts';
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
	return [dataset?.ran.is, dataset?.sane.is, backupText(of([one], more), start).text];
};

describe('a dataset', () => {
	test('that ran in time is well; its size is no proof of its end', () => {
		expect(lights(backup('db'))).toEqual(['ok', 'unknown', '9h']);
		expect(of([backup('db')])[0]?.is).toBe('ok');
	});

	test('that is late, missing or not sane says so', () => {
		const late = backup('db', { newest: start - 33 * hour, faults: { age: 'old' } });
		expect(lights(late, judged('the newest is old'))).toEqual(['bad', 'unknown', '33h LATE!']);
		const small = { ...late, size: 600, faults: { age: 'old', size: 'it shrank' } };
		expect(lights(small, judged('the newest is old'))).toEqual(['bad', 'bad', '33h LATE!']);
		const { newest: _none, size: _no, median: _of, faults: _faults, ...missing } = backup('db');
		expect(lights(missing, judged('there is no backup'))).toEqual(['bad', 'unknown', 'NONE!']);
		const shrank = { size: 10, faults: { size: 'it shrank' } };
		expect(lights(backup('db', shrank), judged('it shrank'))).toEqual(['ok', 'bad', '9h BAD!']);
	});

	test('is as sane as its probe says, by the limits of the config, and says all that is wrong', () => {
		const [small] = of([backup('db', { size: 100 })]);
		expect(small?.sane).toMatchObject({
			is: 'unknown',
			text: '100B, median 1000B; how it begins is not known, not read to its end',
		});
		const { median: _alone, ...first } = backup('db', { faults: { content: 'it is damaged', size: 'it shrank' } });
		expect(of([first])[0]?.sane).toMatchObject({ is: 'bad', text: 'it is damaged; it shrank' });
	});

	test('that grew too old since it was read is late, and dated in the future it may have any age', () => {
		const read = { observed: { value: is('ok', 'read'), at: start - minutes(1), misses: 0 } };
		expect(lights(backup('db', { newest: start - 26 * hour - 1 }), read)[0]).toBe('bad');
		const ahead = backup('db', { newest: start + hour, faults: { age: 'it is dated in the future' } });
		expect(of([ahead])[0]?.ran).toMatchObject({ is: 'unknown', text: 'it is dated in the future' });
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

	test('of the config that could never be read has its own name', () => {
		const failure = { kind: 'unreachable', message: 'connection refused' } as const;
		const lost = { kind: 'dataset', source: 'production/shop', observed: { failure, misses: 1 } };
		const [dataset] = of([], lost);
		expect(dataset).toMatchObject({ id: 'production/shop', is: 'unknown', found: { name: 'shop' } });
		expect(lightNames.map((name) => dataset?.[name].is)).toEqual(Array(4).fill('unknown'));
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
		expect(all.map((one) => `${one.found.name} ${backupText([one], start).text}`)).toEqual([
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

const own = { bytes: 1000, sha256: 'a1'.repeat(32), began: start - 9 * hour, took: hour, tables: 41, missing: [] };
const proof = (days: number, more: Partial<RestoreProof> = {}): RestoreProof => ({
	...{ file: 'db.dump', at: start - days * 24 * hour, took: 250_000, is: 'ok', says: '', checks: [] },
	...more,
});
/** A dataset of the config, all of whose lights are well. */
const kept = (name: string, more: Partial<BackupFound> = {}): BackupFound => {
	const at = start - 9 * hour;
	const copy = { file: 'db.dump', at, bytes: 1000, own, remote: { at, bytes: 1000, hash: 'same' } } as const;
	const proven = { proofs: [proof(6)], provenWithin: 7 * 24 * hour } as const;
	const offSite = { remote: 'R2:db', at: start } as const;
	return backup(name, { dataset: `production/${name}`, file: 'db.dump', copies: [copy], offSite, ...proven, ...more });
};
const away = { failure: 'no such host', remote: 'R2:db', at: start } as const;

describe('a dataset of the config', () => {
	const told = (one: BackupFound) => {
		const [dataset] = of([one]);
		if (dataset === undefined) throw new Error('it is not there');
		return [dataset.is, backupText([dataset], start).text, asideText(dataset, start)];
	};
	test('is as its worst light, in words that fit in ten cells', () => {
		expect(told(kept('db'))).toEqual(['ok', '9h vrf 6d', undefined]);
		const old = { copies: [], faults: {}, newest: start - 19 * hour };
		expect(told(kept('db', { ...old, proofs: [proof(6)] }))[1]).toBe('19h vrf 6d');
		expect(told(kept('db', { ...old, proofs: [proof(12)], provenWithin: 1e12 }))[1]).toBe('19h vrf12d');
		expect(told(kept('db', { proofs: [] }))).toEqual(['unknown', '9h', undefined]);
		expect(told(kept('db', { proofs: [proof(12)] }))).toEqual(['degraded', '9h vrf12d!', 'restore test 12d LATE']);
		const failed = proof(1, { is: 'failed' });
		expect(told(kept('db', { proofs: [failed] }))).toEqual(['degraded', '9h vrf X', 'restore test failed 1d']);
		const { within: _free, ...free } = kept('db');
		expect(told(free)).toEqual(['unknown', '9h vrf 6d', undefined]);
		const ahead = { newest: start + hour, faults: { age: 'it is dated in the future' } };
		expect(told(kept('db', ahead))).toEqual(['unknown', '?', undefined]);
		expect(told(kept('db', { offSite: away }))).toEqual(['unknown', '9h vrf 6d', undefined]);
		const [copy] = kept('db').copies ?? [];
		if (copy === undefined) throw new Error('there is no copy');
		const { remote: _none, ...here } = copy;
		expect(told(kept('db', { copies: [here] }))).toEqual(['degraded', '9h COPY!', 'off-site copy missing']);
		const lacking = { ...copy, own: { ...own, missing: ['users'] } };
		expect(told(kept('db', { copies: [lacking] }))).toEqual(['degraded', '9h BAD!', 'backup 9h BAD']);
	});
	test('comes before others by its worst light: late, not sane, not restored, not off-site, then what is not known', () => {
		const [copy] = kept('db').copies ?? [];
		if (copy === undefined) throw new Error('there is no copy');
		const { remote: _none, ...here } = copy;
		const all = of([
			kept('well'),
			kept('never', { proofs: [] }),
			kept('alone', { copies: [here] }),
			kept('unproven', { proofs: [proof(1, { is: 'failed' })] }),
			kept('small', { faults: { size: 'it shrank' } }),
			kept('late', { newest: start - 50 * hour }),
		]);
		expect(all.map(({ found }) => found.name)).toEqual(['late', 'small', 'unproven', 'alone', 'never', 'well']);
	});
	test('with nothing wrong a group is as old as its oldest, and restored only where each was', () => {
		const oldest = kept('old', { newest: start - 20 * hour, proofs: [proof(1)] });
		expect(backupText(of([kept('db'), oldest]), start)).toEqual({ text: '20h vrf 6d', is: 'ok' });
		expect(backupText(of([kept('db', { proofs: [] }), oldest]), start)).toEqual({ text: '20h', is: 'unknown' });
		expect(backupText(of([backup('line'), oldest]), start)).toEqual({ text: '20h', is: 'ok' });
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
	const shop: DatasetSpec = {
		...{ environment: 'production', name: 'shop', host: 'vps1', settings: {}, folder: '/b' },
		kind: 'postgres',
		...{ pattern: '*', shrink: 0.5, keep: 7, tables: [], checks: [], writers: [], every: 1, timeout: 1 },
		verify: { in: 'apart' },
	};
	expect(hasBackups({ ...state, fleet: { ...fleet, datasets: [shop] } })).toBe(true);
});
