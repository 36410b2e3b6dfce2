import { expect, test } from 'vitest';
import { readProbe } from '../../src/app/read-probe.ts';
import type { Probe, ProbeKind, Reach } from '../../src/core/probe.ts';

const probe: Probe = { kind: 'test', of: 'production/api', every: 1000, timeout: 5, spec: {} };

const reach = (signal = new AbortController().signal): Reach => ({
	ask: () => Promise.reject(new Error('not asked')),
	follow: () => {
		throw new Error('not followed');
	},
	now: () => 0,
	signal,
});
const kindOf = (read: ProbeKind['read']): ProbeKind => ({ kind: 'test', read });
const never = () => new Promise<never>(() => {});

test('what the last reading carried is handed on', async () => {
	const kind = kindOf(async (_probe, _reach, carry) => ({ ok: true, value: { carry } }));
	expect(await readProbe({ probe, kind, reach: reach(), carry: 7 })).toEqual({ ok: true, value: { carry: 7 } });
});

test('a kind that never answers is given up at the timeout of the probe', async () => {
	const read = await readProbe({ probe, kind: kindOf(never), reach: reach() });
	expect(read).toEqual({ ok: false, failure: { kind: 'timeout', message: 'no test reading within 0.005 s' } });
});

test('what the way takes comes on top of its time, twice, since calls may follow each other', async () => {
	const far: Reach = { ...reach(), ask: never, allowance: ({ host }) => (host === 'far' ? 40 : 0) };
	const call = { effect: 'read', via: 'exec', argv: [], timeout: 5 } as const;
	const asking = (host: string) =>
		kindOf(async (_probe, { ask, signal }) => ask({ ...call, host }, signal).then(never));
	const tookWith = async (host: string) => {
		const began = performance.now();
		expect(await readProbe({ probe, kind: asking(host), reach: far })).toMatchObject({ failure: { kind: 'timeout' } });
		return performance.now() - began;
	};
	expect(await tookWith('far')).toBeGreaterThan(80);
	expect(await tookWith('near')).toBeLessThan(80);
});

test.each([
	[4750, 'mailq on vps1 did not end within 5 s and was stopped.'],
	[1500, 'mailq on vps1 did not end within 1.5 s and was stopped.'],
])('a call with %d ms of the 5 s that the config gives says: %s', async (timeout, message) => {
	const late = `mailq on vps1 did not end within ${timeout / 1000} s and was stopped.`;
	const ask = async () => ({ ok: false, took: 1, failure: { kind: 'timeout', message: late } }) as const;
	const call = { effect: 'read', via: 'exec', host: 'vps1', argv: [], timeout } as const;
	const kind = kindOf(async (_probe, given) => {
		const answer = await given.ask(call, given.signal);
		return answer.ok ? { ok: true, value: {} } : answer;
	});
	const read = await readProbe({ probe: { ...probe, timeout: 5000 }, kind, reach: { ...reach(), ask } });
	expect(read).toMatchObject({ failure: { kind: 'timeout', message } });
});

test('an engine that hangs is named with its host and a remedy', async () => {
	const read = await readProbe({
		probe: { ...probe, kind: 'docker', of: 'host/vps1' },
		kind: kindOf(never),
		reach: reach(),
	});
	expect(read).toMatchObject({
		failure: {
			kind: 'timeout',
			message: 'The engine of vps1 does not answer.',
			fix: expect.stringContaining('On vps1 check `systemctl status docker`'),
		},
	});
});

test('its signal ends with that of its reach, and the read with it', async () => {
	const life = new AbortController();
	const kind = kindOf((_probe, { signal }) => {
		life.abort();
		expect(signal.aborted).toBe(true);
		return never();
	});
	const patient = { ...probe, timeout: 3_600_000 };
	expect(await readProbe({ probe: patient, kind, reach: reach(life.signal) })).toMatchObject({
		ok: false,
		failure: { kind: 'cancelled' },
	});
});

test('what a kind throws is told as a bug of ours, with the probe it happened in', async () => {
	const kind = kindOf(() => {
		throw new Error('undefined is not a function');
	});
	expect(await readProbe({ probe, kind, reach: reach() })).toMatchObject({
		ok: false,
		failure: {
			kind: 'bug',
			message: 'the test probe of production/api failed by itself: undefined is not a function',
		},
	});
});
