import { expect, test } from 'vitest';
import { changeLine, logLines, statusLines, whyLines } from '../../../src/core/spoken/told.ts';
import { fleetState, is, minutes, release, service, start } from '../../screens/fleet-state.ts';

test('a change is a line with its time', () => {
	expect(changeLine({ id: 'production/api', is: 'down', because: 'exit 137' }, start)).toBe(
		'14:02:31 production/api down: exit 137',
	);
});

const stands = [
	{ id: 'production/api', is: 'down', because: 'exit 137' },
	{ id: 'production/web', is: 'ok', because: 'runs' },
	{ id: 'host/vps1', is: 'unknown', because: 'is not reached', fix: 'Check `ssh vps1`.' },
] as const;

test('the status says how many are well and names the others, or says each that was asked for', () => {
	expect(statusLines(stands, false)).toEqual([
		'1 of 3 services and hosts are ok. These are not:',
		'production/api down: exit 137',
		'host/vps1 unknown: is not reached',
		'To do for host/vps1: Check `ssh vps1`.',
	]);
	expect(statusLines([stands[1]], false)).toEqual(['Everything is ok: 1 of 1 services and hosts.']);
	expect(statusLines([stands[1]], true)).toEqual(['production/web ok: runs']);
	expect(statusLines([], false)).toEqual(['There is no service and no host.']);
});

test('why: the condition, each check, what runs and what one can go back to', () => {
	const api = service('production/api', { releases: [release('v413', 'd', { can: 'runs' }), release('v412', 'c')] });
	const state = fleetState([api], { 'production/api': is('down', 'exit 137', start - minutes(3)) });
	const fact = { layer: 'outside', kind: 'http', streak: 1, need: 3, history: [], every: 5000 } as const;
	const value = is('down', '502 Bad Gateway');
	const layers = {
		'production/api': {
			http: { ...fact, source: 'http', observed: { value, at: start - 2000, misses: 0 } },
			page: { ...fact, source: 'page', observed: { failure: { kind: 'refused', message: 'No.' }, misses: 1 } },
			late: { ...fact, source: 'late', observed: { misses: 0 } },
		},
	} as const;
	expect(whyLines({ ...state, layers }, 'production/api', start)).toEqual([
		'production/api down for 3m: exit 137',
		'outside http down: 502 Bad Gateway, read 2s ago',
		'outside page: could not be read: No.',
		'outside late: not read yet',
		'It runs v413.',
		'Ready to go back to: v412.',
	]);
	expect(whyLines(state, 'production/none', start)).toEqual(['Nothing is known of production/none yet.']);
});

test('of a log the last ten lines, each with its time where it has one', () => {
	const lines = Array.from({ length: 12 }, (_, seq) => ({
		...({ seq, from: 'out', instance: 'api', text: `line ${seq}` } as const),
		...(seq === 11 ? {} : { at: start + seq * 1000 }),
	}));
	const told = logLines('production/api', { lines });
	expect(told).toHaveLength(11);
	expect(told.slice(0, 2)).toEqual(['The last 10 lines of production/api:', '14:02:33 line 2']);
	expect(told.at(-1)).toBe('line 11');
	expect(logLines('production/api', { lines: [] })).toEqual(['The log of production/api has no line.']);
});
