import { expect, test } from 'vitest';
import type { Answer } from '../../../src/core/call.ts';
import { backup } from '../../../src/probes/backup.ts';
import { host } from '../../../src/probes/host.ts';
import { logs } from '../../../src/probes/logs.ts';
import { schedule } from '../../../src/probes/schedule.ts';
import { printed } from '../../../src/probes/script/printed.ts';
import { security } from '../../../src/probes/security.ts';
import { systemd } from '../../../src/probes/systemd.ts';
import { top } from '../../../src/probes/top.ts';
import { probeOf, reachOf, replied } from '../reach.ts';

const script = {
	...{ host: 'vps1', name: 'jobs', script: 'echo "$1"', words: ['$(id)'], timeout: 900, most: 2 * 1024 * 1024 },
	about: 'its jobs',
};
const cutOff = (text: string): Answer => ({ ok: true, took: 1, value: { code: 0, text, err: '', cut: true } });

test('gives words as words, and what was printed', async () => {
	const { reach, calls } = reachOf(replied(0, 'hello\n'));
	expect(await printed(script, reach)).toEqual({ ok: true, value: 'hello\n' });
	expect(calls).toEqual([
		{
			...{ effect: 'read', via: 'exec', host: 'vps1', timeout: 900, most: 2 * 1024 * 1024 },
			argv: ['sh', '-c', 'echo "$1"', 'watchdeck-jobs', '$(id)'],
		},
	]);
});
test('what is cut off is no answer, for nobody knows what is missing', async () => {
	expect(await printed(script, reachOf(cutOff('hello\n')).reach)).toMatchObject({
		ok: false,
		failure: {
			kind: 'full',
			message: 'What vps1 says of its jobs is longer than 2 MB and was not read.',
			fix: expect.any(String),
		},
	});
});
test('a failure stays as it is', async () => {
	const failure = { kind: 'timeout', message: 'It took too long.' } as const;
	expect(await printed(script, reachOf({ ok: false, took: 1, failure }).reach)).toMatchObject({ ok: false, failure });
});

test.each([
	[host, { host: 'vps1' }, 'clock=1\nload=1 1 1 1/2 3'],
	[top, { host: 'vps1' }, 'uptime=9.0\ncpu=cpu0 1 0 0 1'],
	[schedule, {}, 'clock=1'],
	[security, {}, 'clock=1\nlogins=journal'],
	[systemd, {}, 'clock=1\nsystemd=running\nlisted=yes'],
	[logs, { file: '/a' }, 'file=there\ninode=1\nend=1\ntext=\n'],
	[logs, { unit: 'a.service' }, 'journal=there\ncursor=s=1\ntext=\n'],
	[backup, { folder: '/a' }, 'clock=1\nfolder=there\ncount=0'],
])('$kind calls nothing well by an answer that was cut off', async (kind, spec, text) => {
	const probe = probeOf(kind.kind, 'host/vps1', { from: 'vps1', ...spec });
	expect(await kind.read(probe, reachOf(replied(0, text)).reach)).toMatchObject({ ok: true });
	expect(await kind.read(probe, reachOf(cutOff(text)).reach)).toMatchObject({ ok: false, failure: { kind: 'full' } });
});
