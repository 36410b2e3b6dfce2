import { expect, test } from 'vitest';
import type { Host } from '../../src/core/model.ts';
import { command, outsideOf } from './support/outside.ts';

const never = new AbortController().signal;
const here: Host = { name: 'here', reach: 'local' };

test('a command runs without a shell', async () => {
	const { run } = outsideOf(here);
	expect(await run('printf', '%s|', 'a b', '$HOME', '*')).toMatchObject({ ok: true, value: { text: 'a b|$HOME|*|' } });
	expect(await run('sh', '-c', 'cat; echo no >&2; exit 7')).toMatchObject({ reply: { code: 7, err: 'no\n' } });
	expect(await run('no-such-program')).toMatchObject({
		ok: false,
		failure: { kind: 'missing', fix: expect.any(String) },
	});
	expect(await run('/etc')).toMatchObject({ ok: false, failure: { kind: 'forbidden' } });
	expect(await run('sh', '-c', 'kill -9 $$')).toMatchObject({ ok: false, reply: { code: 137 } });
});

test('a command that closes its output early still comes to its end', async () => {
	const { run } = outsideOf(here);
	expect(await run('sh', '-c', 'exec >&- 2>&-; sleep 0.2; exit 5')).toMatchObject({ ok: false, reply: { code: 5 } });
});

test('output is bounded, and the command ends all the same', async () => {
	const { ask } = outsideOf(here);
	const answer = await ask(
		{ ...command('here', ['sh', '-c', 'yes | head -c 5000000; exit 3']), most: 100, fine: [3] },
		never,
	);
	expect(answer).toMatchObject({ ok: true, value: { code: 3, cut: true } });
	expect(answer.ok && answer.value.text.length).toBe(100);
});

test('a command that takes too long is ended with all that it started', async () => {
	const { ask, run } = outsideOf(here);
	const script = 'sleep 9876.5 & sleep 9876.5; wait';
	const answer = await ask({ ...command('here', ['sh', '-c', script]), timeout: 200 }, never);
	expect(answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
	expect(await run('pgrep', '-xf', 'sleep 9876.5')).toMatchObject({ ok: false, reply: { code: 1 } });
});

test('a command that is no longer wanted is ended', async () => {
	const { ask, run } = outsideOf(here);
	const wanted = new AbortController();
	const answer = ask(command('here', ['sleep', '9876.25']), wanted.signal);
	await expect.poll(() => run('pgrep', '-xf', 'sleep 9876.25')).toMatchObject({ ok: true });
	wanted.abort();
	expect(await answer).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
	await expect.poll(() => run('pgrep', '-xf', 'sleep 9876.25')).toMatchObject({ ok: false });
});

test('each call that was carried is reported', async () => {
	const seen: string[] = [];
	const { run } = outsideOf(here, { onCall: (call, answer) => seen.push(`${call.via} ${answer.ok}`) });
	await run('true');
	await run('false');
	expect(seen).toEqual(['exec true', 'exec false']);
});
