import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { sourceTap } from '../../src/app/log-taps.ts';
import { makeLogFollower } from '../../src/app/logs.ts';
import { createLines } from '../../src/store/lines.ts';
import { describeTools } from '../lab/tools.ts';
import { type Places, placesOf } from './places.ts';

/** The log of a service that is made of these files. */
const logOf = (...files: readonly string[]) => ({
	id: 'p/api',
	taps: files.map((file) => sourceTap({ is: 'file', host: 'box', file })),
});

const wait = (length: number, signal: AbortSignal) =>
	new Promise<void>((resolve) => {
		const timer = setTimeout(resolve, length);
		signal.addEventListener('abort', () => [clearTimeout(timer), resolve()], { once: true });
	});

describeTools('files that are followed', ['sshd'], () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-logs-'));
	let places: Places;
	beforeAll(async () => {
		places = await placesOf();
	});
	afterAll(async () => {
		await places?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	test.each(['here', 'over ssh'] as const)('in the order of their times, through a rotation, %s', async (where) => {
		const [one, two] = [join(folder, `one ${where}.log`), join(folder, `two ${where}.log`)];
		writeFileSync(one, '2026-01-01T00:00:01Z a\n2026-01-01T00:00:03Z c\n');
		writeFileSync(two, '2026-01-01T00:00:02Z b\nno time\n2026-01-01T00:00:04Z d pw s3cret\n');
		const lines = createLines();
		const { follow, now } = places.reach(where);
		const follower = makeLogFollower({
			...{ follow, lines, now, wait, redact: (text) => text.replaceAll('s3cret', '…') },
		});
		const texts = (from: 'out' | 'mark') =>
			lines.lines('p/api').lines.flatMap((line) => (line.from === from ? line.text.replace(/^\S+Z /, '') : []));
		// Of one that failed nothing holds the places of the next one's streams.
		onTestFinished(follower.stop);
		follower.set([logOf(one, two)]);
		await vi.waitFor(() => expect(texts('out')).toEqual(['a', 'b', 'no time', 'c', 'd pw …']), { timeout: 10_000 });
		renameSync(one, `${one}.1`);
		writeFileSync(one, '2026-01-01T00:00:05Z after\n');
		await vi.waitFor(() => expect(texts('out').at(-1)).toBe('after'), { timeout: 10_000 });
		appendFileSync(one, '2026-01-01T00:00:06Z and on\n');
		await vi.waitFor(() => expect(texts('out').at(-1)).toBe('and on'), { timeout: 10_000 });
		expect(texts('mark').join('; ')).toContain(`log of ${one} on box: it has `);
	});

	test.each(['here', 'over ssh'] as const)('one that is not there is said, %s', async (where) => {
		const file = join(folder, `later ${where}.log`);
		const lines = createLines();
		const { follow, now } = places.reach(where);
		const follower = makeLogFollower({
			...{ follow, lines, now, wait, redact: (text) => text },
		});
		const texts = () => lines.lines('p/api').lines.map(({ text }) => text);
		onTestFinished(follower.stop);
		follower.set([logOf(file)]);
		await vi.waitFor(() => expect(texts()[0]).toContain('No such file'), { timeout: 10_000 });
		writeFileSync(file, 'now\n');
		await vi.waitFor(() => expect(texts().at(-1)).toBe('now'), { timeout: 10_000 });
	});
});
