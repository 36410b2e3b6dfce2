import { expect, test, vi } from 'vitest';
import { firstThat } from '../../../src/app/first-that.ts';
import { beginWalks } from '../../../src/app/walks/at-work.ts';
import { makeCopies } from '../../../src/app/walks/copies.ts';
import type { Answer, Read } from '../../../src/core/call.ts';
import type { Event } from '../../../src/core/event.ts';
import type { Failure, Host, Result } from '../../../src/core/model.ts';
import { copyHead, copyLine } from '../../../src/core/runbook/copy.ts';
import { aState } from '../../support/plans.ts';
import { walkHead } from '../../support/walks.ts';

const far = (name: string): Host => ({ name, reach: { ssh: name } });
const answered = (text: string): Answer => ({ ok: true, took: 1, value: { code: 0, text, err: '' } });
const none: Answer = {
	...{ ok: false, took: 1, failure: { kind: 'refused', message: 'exit 1' } },
	reply: { code: 4, text: '', err: 'No such file' },
};
const unreachable: Failure = { kind: 'unreachable', message: 'The ssh connection to b is not there yet.' };
const unheard: Answer = { ok: false, took: 1, failure: unreachable };

const copiesOf = (answers: Readonly<Record<string, Answer | Promise<Answer>>>) =>
	makeCopies({
		ask: async (call: Read) => answers['host' in call ? (call.host ?? '') : ''] ?? none,
		hosts: () => Object.keys(answers).map(far),
		redact: (text) => text,
		session: 'here/1/1',
		now: () => 0,
		signal: new AbortController().signal,
	});
const copy =
	`1795269751\n${copyHead(walkHead, '# Down\n', String)}` +
	copyLine(
		{ at: 1, by: 'op', run: 'w-1a2b3c', session: 'there/1/1', n: 1, did: { is: 'began', head: walkHead } },
		String,
	);

test('the first that fits is taken without waiting for the others, and none is none', async () => {
	const never = new Promise<number>(() => undefined);
	expect(await firstThat([never, Promise.resolve(3), Promise.resolve(4)], (one) => one > 3)).toBe(4);
	expect(await firstThat([Promise.resolve(1)], (one) => one > 3)).toBeUndefined();
	expect(await firstThat([], () => true)).toBeUndefined();
	await expect(firstThat([Promise.reject(new Error('no'))], () => true)).rejects.toThrow('no');
});

test('a copy is taken from the host that has it, though another one hangs', async () => {
	const found = await copiesOf({ a: new Promise<Answer>(() => undefined), b: answered(copy) }).read('w-1a2b3c');
	expect(found).toMatchObject({ ok: true, value: { document: { text: '# Down\n' } } });
});

test('a host that could not be asked may have it: that is not said to be missing', async () => {
	const found = await copiesOf({ a: none, b: unheard }).read('w-1a2b3c');
	expect(found).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
	expect(found.ok ? '' : found.failure.message).toContain('b could not be asked for a copy of it: The ssh connection');
	const missing = await copiesOf({ a: none }).read('w-1a2b3c');
	expect(missing).toMatchObject({ ok: false, failure: { kind: 'missing' } });
	expect(missing.ok ? '' : missing.failure.message).toContain('nor a copy of it on a');
});

test('a walk is looked for again until the host that may have it is reached, and the screen says so meanwhile', async () => {
	vi.useFakeTimers();
	try {
		const answers: readonly Result<void>[] = [
			{ ok: false, failure: unreachable },
			{ ok: false, failure: unreachable },
			{ ok: true, value: undefined },
		];
		const asked: string[] = [];
		const events: Event[] = [];
		const nothing = async () => undefined;
		const walks = {
			start: nothing,
			resume: async (id: string) => answers[asked.push(id) - 1] ?? { ok: true, value: undefined },
		};
		const store = { state: aState, dispatch: (event: Event) => void events.push(event) };
		const done = beginWalks({ store, walk: { id: 'w-1a2b3c' } }, walks, new AbortController().signal);
		await vi.runAllTimersAsync();
		await done;
		expect(asked).toEqual(['w-1a2b3c', 'w-1a2b3c', 'w-1a2b3c']);
		expect(
			events.map((event) => (event.type === 'walk/sought' ? (event.sought.failure?.kind ?? 'begun') : event.type)),
		).toEqual(['begun', 'screen/opened', 'unreachable', 'unreachable']);
	} finally {
		vi.useRealTimers();
	}
});
