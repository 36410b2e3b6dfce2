// What a command of this machine prints, through all that it comes by: nothing of it is simulated but the walk.
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runRead } from '../../../src/app/walks/run-read.ts';
import { redact } from '../../../src/core/redact.ts';
import type { Telling } from '../../../src/core/runbook/open.ts';
import { wait } from '../../../src/io/clock.ts';
import { makeOutside } from '../../../src/io/outside.ts';
import { search } from '../../../src/io/search.ts';
import { makeVault } from '../../../src/io/vault.ts';

const { now } = Date;
const env = { PATH: process.env['PATH'] ?? '' };
const vault = makeVault({ env, now, accepted: () => true });
const { ask, close } = makeOutside({ hosts: [], vault, env, now, onLink: () => undefined, readOnly: true });
afterAll(close);

const ran = async (script: string, regex?: string, heard?: (telling: Pick<Telling, 'lines' | 'count'>) => void) => {
	const tellings: Pick<Telling, 'lines' | 'count'>[] = [];
	const typed = { host: 'here', shell: 'sh', filled: { script, shown: script, secrets: [] }, timeout: 60_000 };
	const told = await runRead(
		{ ask, search, now, wait, redact: (text) => redact(text, []) },
		{ typed, read: true, endless: false, commands: [] },
		{ expect: regex === undefined ? [] : [{ is: 'matches', regex }] },
		{
			signal: new AbortController().signal,
			told: (telling) => {
				tellings.push(telling);
				heard?.(telling);
			},
		},
	);
	return { ...told, tellings };
};
const size = (value: unknown): number => JSON.stringify(value).length;

test('of 100,000 lines all are counted, and what is kept of them is bounded', { timeout: 60_000 }, async () => {
	const line = 'a usual line of a log, which says when it was and what it was about';
	const { came, whole, tellings } = await ran(`awk 'BEGIN { for (i = 1; i <= 100000; i++) print i " ${line}" }'`);
	expect(came).toMatchObject({ verdict: 'ok', lines: 100_000, bytes: 488_895 + 100_000 * (line.length + 2) });
	expect(size(came)).toBeLessThan(20_000);
	for (const telling of tellings) expect(telling.lines.length).toBeLessThanOrEqual(200);
	expect(Math.max(0, ...tellings.map(size))).toBeLessThan(30_000);
	expect(whole.text.length).toBeLessThan(1_300_000);
	expect(whole.cut).toBe(true);
});

test('a line of 10 MB is cut, counted whole, and judged as far as it is known', { timeout: 60_000 }, async () => {
	const { came, whole } = await ran("head -c 10000000 /dev/zero | tr '\\000' x; echo; echo end", 'end$');
	expect(came).toMatchObject({ verdict: 'ok', lines: 2, bytes: 10_000_005, because: 'matches end$' });
	expect(size(came)).toBeLessThan(20_000);
	expect(whole.cut).toBe(true);
});

test('what a command says before it works in silence is told meanwhile', { timeout: 30_000 }, async () => {
	const folder = await mkdtemp(join(tmpdir(), 'told-'));
	const seen = join(folder, 'seen');
	const script = `echo begun; echo 'now it works'; until [ -e '${seen}' ]; do sleep 0.05; done`;
	const { came, tellings } = await ran(script, undefined, ({ count }) => {
		if (count === 2) writeFileSync(seen, '');
	});
	await rm(folder, { recursive: true });
	expect(came).toMatchObject({ verdict: 'ok', lines: 2 });
	expect(tellings.at(-1)).toEqual({ lines: ['begun', 'now it works'], count: 2 });
});
