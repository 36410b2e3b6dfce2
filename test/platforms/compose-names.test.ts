// The names that changes of a Compose service gave images, once their time is over.
import { expect, test } from 'vitest';
import { tidy } from '../../src/actions/tidy.ts';
import type { Answer } from '../../src/core/call.ts';
import { callText } from '../../src/core/call-text.ts';
import { tidyNames } from '../../src/platforms/compose/kept-names.ts';
import { image } from '../../src/probes/image.ts';
import { service } from '../actions/service.ts';

const name = 'live:old-7f3a0c11';
const signal = new AbortController().signal;
const of = service({ platform: 'compose', former: [] });
const reply = (text: object, code = 200): Answer => {
	const value = { code, text: JSON.stringify(text), err: '' };
	if (code < 300) return { ok: true, took: 1, value };
	return { ok: false, took: 1, failure: { kind: 'missing', message: 'No such image' }, reply: value };
};
const want = { action: 'tidy', containers: [], names: [{ host: 'vps1', name, by: Date.UTC(2026, 10, 1) }] } as const;
const made = (answer: Answer) =>
	tidyNames(want, of, { id: '00000009', ask: async () => answer, signal, asks: { times: 1, within: 1 } });
const named = (LastTagTime?: string) => reply({ Id: 'sha256:one', Metadata: { LastTagTime } });

test('only the name is removed, and nothing of the service is touched', async () => {
	const plan = await made(named('2026-10-31T10:00:00.5Z'));
	if (!plan.ok) throw new Error(plan.failure.message);
	const { steps, tidy: after, impact } = plan.value;
	expect([steps.map(({ does }) => callText(does)), after]).toEqual([[`docker rmi ${name}`], []]);
	expect(steps[0]?.undo).toMatchObject({ harmless: true });
	expect(impact?.[0]).toContain('which the change 7f3a0c11 kept for 7 days');
	expect(tidy.settled?.(want, of)).toEqual({ ok: true, value: want });
	expect(tidy.settled?.({ action: 'tidy', containers: [] }, of)).toMatchObject({ ok: false });
	expect(tidy.doing?.(want, of)).toBe('removes what change 7f3a0c11 kept');
	expect(tidy.proof(want, of, '00000009', { times: 1, within: 1 }).map(({ say }) => say)).toEqual([`${name} is gone`]);
});

test.each([
	['it got a name since then', named('2026-11-01T00:00:00.001Z'), 'the time of live:old-7f3a0c11 is not over'],
	['its engine does not say when', named(), 'is not over'],
	['its engine says what no clock did', named('0001-01-01T00:00:00Z'), 'is not over'],
	['it is gone already', reply({}, 404), 'There is no image live:old-7f3a0c11 on vps1 any more'],
])('it stays where %s', async (_, answer, why) => {
	expect(await made(answer)).toMatchObject({ ok: false, failure: { message: expect.stringContaining(why) } });
});

test('that it is gone is what the engine says', async () => {
	const [check] = tidy.proof(want, of, '00000009', { times: 1, within: 1 });
	if (check === undefined) throw new Error('nothing is proven');
	const is = async (answer: Answer) => {
		const reach = { ask: async () => answer, follow: async function* () {}, now: () => 1, signal };
		const read = await image.read(check.probe, reach, undefined);
		return read.ok ? read.value.layers?.process?.is : read.failure.message;
	};
	expect([await is(reply({}, 404)), await is(named())]).toEqual(['ok', 'down']);
});
