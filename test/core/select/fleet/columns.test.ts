import { expect, test } from 'vitest';
import { clean } from '../../../../src/core/clean.ts';
import { keptColumns } from '../../../../src/core/select/fleet/columns.ts';
import { keptNames, tellingTail } from '../../../../src/core/select/fleet/names.ts';
import { cells, fitting } from '../../../../src/core/table.ts';
import { fleetState, service } from '../../../screens/fleet-state.ts';

const namesOf = (...services: readonly string[]) => ({
	widest: Math.max(...services.map((name) => cells(clean(name)))),
	groups: [services.map((name) => clean(name))],
});
const cutBy = (width: number, ...names: readonly string[]) => {
	const { tail, alike } = tellingTail(namesOf(...names), width);
	return { cut: names.map((name) => fitting(clean(name), width, tail)), alike };
};

test('names are cut where they stay apart', () => {
	expect(cutBy(19, 'payments-eu-west-1-api', 'payments-us-west-1-api')).toEqual({
		cut: ['payments-e…st-1-api', 'payments-u…st-1-api'],
		alike: 0,
	});
	expect(cutBy(15, 'a-very-long-service-blue-1', 'a-very-long-service-gren-1')).toMatchObject({ alike: 0 });
	expect(cutBy(10, 'short', 'other')).toEqual({ cut: ['short', 'other'], alike: 0 });
});

test('names that no cut tells apart are cut in the middle', () => {
	const names = ['aaaaaaaaaaaaaaaaaaaaaaaXbbbbbbbbbbbbbbbbbbbbbbb', 'aaaaaaaaaaaaaaaaaaaaaaaYbbbbbbbbbbbbbbbbbbbbbbb'];
	expect(cutBy(11, ...names)).toEqual({ cut: ['aaaaa…bbbbb', 'aaaaa…bbbbb'], alike: 1 });
});

const shown = (width: number, ...services: readonly string[]) =>
	keptColumns()(width, namesOf(...services)).map(({ column, width: cells }) => `${column.key} ${cells}`);
const long = 'a-service-with-a-name-that-is-longer-than-forty-cells';

test('a long name takes no column away that would be there without it', () => {
	expect(shown(111, long).map((each) => each.split(' ')[0])).toEqual(
		shown(111, 'api').map((each) => each.split(' ')[0]),
	);
});

test('where only more room tells two names apart, they get it', () => {
	const blue = `${'a'.repeat(18)}-blue-${'b'.repeat(14)}`;
	expect(shown(111, blue, blue.replace('blue', 'gray'))).not.toContain('host 8');
	expect(shown(111, blue, blue.replace('blue', 'gray'))).toContainEqual(expect.stringMatching(/^release/));
});

test('hosts are told apart like services', () => {
	const services = ['a-service-in-eu-west-1', 'a-service-in-eu-west-2'];
	const hosts = ['ip-10-0-12-113.internal', 'ip-10-0-12-114.internal'];
	const groups = [services, hosts].map((names) => names.map((name) => clean(name)));
	const { tail } = tellingTail({ widest: 40, groups }, 19);
	for (const [one = '', other = ''] of groups)
		expect(fitting(clean(one), 19, tail)).not.toBe(fitting(clean(other), 19, tail));
});

test('names are the same value until one of them is another', () => {
	const kept = keptNames();
	const state = fleetState([service('production/api')], {});
	const names = kept(state);
	const restarted = service('production/api', { releases: [] });
	expect(kept({ ...state, services: { 'production/api': restarted } })).toBe(names);
	expect(kept({ ...state, services: { 'production/web': service('production/web') } })).not.toBe(names);
});

test.each([
	[79, false, false],
	[79, true, false],
	[99, false, true],
	[99, true, true],
	[120, false, true],
])('in %i cells, backups watched or not: %s, whether r has a way back has a column: %s', (width, backups, has) => {
	const keys = keptColumns()(width, namesOf('api'), backups).map(({ column }) => column.key);
	expect(keys.includes('back')).toBe(has);
	expect(keys).toEqual(expect.arrayContaining(['errors', 'p95', 'cpu', 'memory', 'release', 'age']));
	if (backups) expect(keys).toContain('backup');
	if (width >= 120) expect(keys).toContain('host');
});
