import { expect, test } from 'vitest';
import { foreign } from '../../src/probes/foreign.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';

const details = btoa('Locked by: Jane at 2026-11-21T13:50:31Z\nVersion: 1\nMessage: Automatic deploy lock');
const held = `now=1000\nlock=shop\nowner=root\nsince=280\ndetails=${details}\nlock=web\nowner=dokku\nsince=990\n`;
const of = (Kamal: readonly string[], Dokku: readonly string[]) =>
	probeOf('foreign', 'host/vps1', { host: 'vps1', Kamal, Dokku });

test('each program is asked once for all names, and only where there are such: whose, since when and why', async () => {
	const { reach, calls } = reachOf(replied(0, held), 2_000_000);
	const { foreign: seen } = readingOf(await foreign.read(of([], ['shop', 'web']), reach));
	expect(seen).toEqual([
		{ by: 'Dokku', name: 'shop', who: 'Jane', since: 1_280_000, why: 'Automatic deploy lock' },
		{ by: 'Dokku', name: 'web', who: 'dokku', since: 1_990_000 },
	]);
	expect(calls.map((call) => call.via === 'exec' && call.argv.slice(3))).toEqual([
		['watchdeck-foreign', 'Dokku', 'shop', 'web'],
	]);
	const both = readingOf(await foreign.read(of(['shop'], ['shop']), reach));
	expect(both.foreign?.map(({ by }) => by)).toEqual(['Kamal', 'Kamal', 'Dokku', 'Dokku']);
});

test('a host that does not answer is no host without locks', async () => {
	const { reach } = reachOf({ ok: false, took: 1, failure: { kind: 'timeout', message: 'no answer' } });
	expect(await foreign.read(of(['shop'], []), reach)).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
});
