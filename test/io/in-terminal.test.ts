import { expect, test } from 'vitest';
import type { Host } from '../../src/core/model.ts';
import { readCall } from '../../src/core/runbook/call.ts';
import { type GiveTerminal, inTerminal, wantsTerminal } from '../../src/io/in-terminal.ts';
import type { Sources } from '../../src/io/words.ts';

const call = readCall({
	...{ host: 'vps1', shell: 'bash', filled: { script: 'top', shown: 'top', secrets: [] } },
	...{ timeout: 50, terminal: true },
});
const none = async () => ({ ok: false, failure: { kind: 'missing', message: 'none' } }) as const;
const sources: Sources = { secret: none, kept: none };
const here: Host = { name: 'vps1', reach: 'local' };
const signal = new AbortController().signal;

async function given(host: Host | undefined, code = 0) {
	const words: (readonly string[])[] = [];
	const give: GiveTerminal = async (argv) => {
		words.push(argv);
		return { ok: true, value: code };
	};
	return { reply: await inTerminal(call, host, sources, { give, signal }), words };
}

test('a command has this terminal here, or through ssh with one over there', async () => {
	expect(wantsTerminal(call)).toBe(true);
	const { reply, words } = await given(here, 4);
	expect(reply).toMatchObject({ ok: true, value: { code: 4, text: 'It had the terminal: what it said is not kept.' } });
	expect(words[0]?.slice(0, 2)).toEqual(['sh', '-c']);
	expect(words[0]?.slice(3)).toEqual(['watchdeck-walk', 'bash', '', '-1', 'top']);
	const far = await given({ name: 'vps1', reach: { ssh: 'deployer@vps1' } });
	expect(far.words[0]?.slice(0, 4)).toEqual(['ssh', '-t', '--', 'deployer@vps1']);
	expect(far.words[0]?.at(4)).toMatch(/^sh -c '[\s\S]* watchdeck-walk bash '' -1 top$/);
});

test('it is refused where there is no terminal, no such host, or only a simulated one', async () => {
	expect(await inTerminal(call, here, sources, { give: undefined, signal })).toMatchObject({
		failure: { kind: 'refused' },
	});
	expect((await given(undefined)).reply).toMatchObject({ failure: { kind: 'missing' } });
	expect((await given({ name: 'vps1', reach: 'demo' })).reply).toMatchObject({ failure: { kind: 'missing' } });
});

test('it is ended when its time is over, which is said', async () => {
	const give: GiveTerminal = (_words, ends) =>
		new Promise((resolve) => {
			ends.addEventListener('abort', () => resolve({ ok: true, value: 129 }));
		});
	expect(await inTerminal(call, here, sources, { give, signal })).toMatchObject({
		ok: false,
		failure: { kind: 'timeout' },
	});
});
