import { expect, test } from 'vitest';
import { readHost } from '../../src/app/init-host.ts';
import type { Answer, Read } from '../../src/core/call.ts';

const host = { name: 'vps1', reach: { ssh: 'vps1' } } as const;
const says = (text: string, cut?: true): Answer => ({
	...{ ok: true, took: 1 },
	value: { code: 0, text, err: '', ...(cut === undefined ? {} : { cut }) },
});
/** Asks a host that answers so to the script that looks around, and to the one that looks for jobs. */
const read = (init: Answer, schedule: Answer) =>
	readHost(
		async (call: Read) => (call.via === 'exec' && call.argv.includes('watchdeck-schedule') ? schedule : init),
		host,
	);
const around = 'clock=1\nlisten=0100007F:1F90\n';
const job = 'clock=1\ncrontab=anna\nline=0 2 * * * backup\n';

test('what a host has is told where it said all of it', async () => {
	expect(await read(says(around), says(job))).toMatchObject({
		ok: true,
		value: { finds: { ports: [8080] }, unread: [] },
	});
});

test('an answer that was cut off is none: no config is made of half a host', async () => {
	expect(await read(says(around, true), says(job))).toMatchObject({
		ok: false,
		failure: { kind: 'full', message: expect.stringMatching(/^What vps1 says of /), fix: expect.any(String) },
	});
});

test.each([
	['cut off', says(job, true), 'full'],
	['not understood', says('Welcome to vps1!'), 'garbled'],
])('jobs of which the answer is %s are said not to be read, and cost nothing else', async (_, schedule, kind) => {
	expect(await read(says(around), schedule)).toMatchObject({
		ok: true,
		value: { finds: { ports: [8080] }, jobs: [], unread: [{ of: 'jobs of vps1', failure: { kind } }] },
	});
});
