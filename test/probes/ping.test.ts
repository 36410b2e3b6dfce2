import { expect, test } from 'vitest';
import type { Answer } from '../../src/core/call.ts';
import { ping } from '../../src/probes/ping.ts';
import { probeOf, reachOf, replied } from './reach.ts';

const probe = probeOf('ping', 'host/vps1', { host: 'vps1' });
const failed = (kind: 'timeout' | 'refused', message: string): Answer => ({
	ok: false,
	took: 1,
	failure: { kind, message, fix: 'Start it.' },
});

test('an engine that answers is asked the cheapest question only', async () => {
	const { reach, calls } = reachOf(replied(200, 'OK'));
	expect(await ping.read(probe, reach)).toMatchObject({ ok: true, value: { layers: { control: { is: 'ok' } } } });
	expect(calls).toMatchObject([{ effect: 'read', via: 'engine', host: 'vps1', path: '/_ping', timeout: 5000 }]);
});

test('one that gives no answer in time is named with its host and a remedy', async () => {
	const { reach } = reachOf(failed('timeout', 'no answer within 5 s'));
	expect(await ping.read(probe, reach)).toEqual({
		ok: false,
		failure: {
			kind: 'timeout',
			message: 'The engine of vps1 does not answer.',
			fix: 'On vps1 check `systemctl status docker` and its load.',
		},
	});
});

test('another failure keeps its own words', async () => {
	const { reach } = reachOf(failed('refused', 'No engine answers at /var/run/docker.sock.'));
	expect(await ping.read(probe, reach)).toMatchObject({ failure: { kind: 'refused', fix: 'Start it.' } });
});

test('a proxy that forbids the question answers, one that finds no engine does not', async () => {
	const refusal = (code: number): Answer => ({
		ok: false,
		took: 1,
		failure: { kind: 'refused', message: `code ${code}` },
		reply: { code, text: '', err: '' },
	});
	expect(await ping.read(probe, reachOf(refusal(403)).reach)).toMatchObject({ ok: true });
	expect(await ping.read(probe, reachOf(refusal(502)).reach)).toMatchObject({ ok: false });
});
