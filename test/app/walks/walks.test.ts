import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { confirm } from '../../../src/actions/confirm.ts';
import { failed } from '../../../src/core/failed.ts';
import type { Journal, JournalEntry } from '../../../src/core/journal.ts';
import type { Result } from '../../../src/core/model.ts';
import { isBusy } from '../../../src/core/select/walk/here.ts';
import type { State } from '../../../src/core/state.ts';
import { fiveRunbooks } from '../../runbooks/five-runbooks.ts';
import { journalOf } from '../../support/journal-of.ts';
import { aPlan, aState, entriesOf, notes } from '../../support/plans.ts';
import { makeWorld, said } from './world.ts';

type World = ReturnType<typeof makeWorld>;
let world: World | undefined;
const made = (...given: Parameters<typeof makeWorld>): World => {
	world = makeWorld(...given);
	return world;
};
beforeEach(() => {
	world = undefined;
});
afterEach(() => world?.remove());

const down = `# Down

## Look

\`\`\`sh {effect=read name=look on-fail=mend host=vps1 capture=code from="HTTP (\\d+)" expect="contains HTTP"}
curl -I {{service}}
\`\`\`

## Well

Nothing to do.

## Mend

\`\`\`sh {effect=write host=vps1}
systemctl restart web
\`\`\`

## Watch

\`\`\`check {within=5s times=2}
condition is ok
\`\`\`

## Tell

\`\`\`message
{{service}} answers {{code}}.
\`\`\`
`;

test('a read runs, is judged, gives its value, and the walk goes on', async () => {
	const { open, run, did, asked, walk, events } = made({ down }, { says: () => said('HTTP 200 hunter2') });
	await open('down');
	expect(walk().kept).toBe(false);
	await run('look');
	expect(asked).toEqual(['curl -I api']);
	expect(did().map(({ is }) => is)).toEqual(['began', 'ran', 'came', 'set', 'went']);
	expect(did()[1]).toMatchObject({ step: 'look', host: 'vps1' });
	expect(did()[2]).toMatchObject({ verdict: 'ok', lines: 1, output: 'HTTP 200 [hidden]' });
	expect(did()[3]).toEqual({ is: 'set', name: 'code', value: '200' });
	expect(walk()).toMatchObject({ kept: true, walk: { at: 'well', stands: { look: { is: 'ok' } } } });
	expect(walk().telling).toBeUndefined();
	await run('tell');
	expect(events.find(({ type }) => type === 'text/copied')).toMatchObject({ text: 'api answers 200.' });
});

test('what failed leads where the document says, and captures nothing', async () => {
	const { open, run, did, walk } = made({ down }, { says: () => said('no route', 7) });
	await open('down');
	await run('look');
	expect(did().map(({ is }) => is)).toEqual(['began', 'ran', 'came', 'went']);
	expect(did()[3]).toMatchObject({ to: 'mend', because: 'Look failed' });
	expect(walk().walk.values['code']).toBeUndefined();
});

test('a step that runs something is under way from its first moment, before its document is looked at', async () => {
	const { events, open, run, state } = made({ down }, { says: () => said('HTTP 200') });
	await open('down');
	const before = events.length;
	const done = run('look');
	expect(events.slice(before)).toMatchObject([{ type: 'walk/told', telling: { step: 'look', lines: [], count: 0 } }]);
	expect(Object.values(state().walks).some(isBusy)).toBe(true);
	await done;
	expect(Object.values(state().walks).some(isBusy)).toBe(false);
});

test('what changes something is planned, and its end comes back', async () => {
	const { open, run, did, events, walks, change, asked, walk, now } = made({ down });
	const id = await open('down');
	await run('mend');
	expect(asked).toEqual([]);
	const wanted = events.find((event) => event.type === 'action/wanted');
	expect(wanted).toMatchObject({ service: 'production/api', want: { action: 'run', walk: id, step: 'mend' } });
	if (wanted?.type !== 'action/wanted') throw new Error('nothing is wanted');
	const plan = aPlan({ action: 'run', want: wanted.want });
	const at = now();
	const agreed = { plan, tier: 2, protection: 'open', how: 'enter', by: 'op-1', now: at, facts: plan.facts } as const;
	const confirmed = confirm({ ...agreed, digest: (text) => text });
	if (!confirmed.ok) throw new Error(confirmed.failure.message);
	await walks.planConfirmed({ type: 'plan/confirmed', at, confirmed: confirmed.value });
	expect(did().at(-1)).toEqual({
		is: 'acted',
		step: 'mend',
		plan: plan.id,
		host: 'vps1',
		text: 'systemctl restart web',
	});
	expect(walk().walk.stands['mend']?.is).toBe('running');
	const told = entriesOf(notes([{ what: 'ends', step: 0, way: 'does', took: 10, output: 'restarted' }], plan.id, at));
	change((state) => ({ ...state, runs: { [plan.id]: { plan, opened: at, stage: 'ended', entries: told } } }));
	const ended = { type: 'run/ended', run: plan.id, because: 'it is done', at: at + 5_000 } as const;
	await walks.planEnded({ ...ended, outcome: 'DONE, NOT VERIFIED' });
	expect(did().slice(-2)).toMatchObject([
		{ is: 'came', step: 'mend', verdict: 'ok', output: 'restarted', took: 5_000 },
		{ is: 'went', to: 'watch' },
	]);
	await walks.planEnded({ ...ended, outcome: 'FAILED, HELD FOR YOU' });
	expect(walk().walk.stands['mend']?.is).toBe('failed');
});

/** Runs a step that changes something: its plan is agreed to, and its command says this. */
const changed = async (
	{ run, events, walks, change, now }: World,
	step: string,
	ended: { readonly output: string; readonly cut?: true; readonly command?: number; readonly failed?: true },
) => {
	await run(step, ended.command);
	const wanted = events.findLast((event) => event.type === 'action/wanted');
	if (wanted?.type !== 'action/wanted') throw new Error('nothing is wanted');
	const plan = { ...aPlan({ action: 'run', want: wanted.want }), id: `plan-${events.length}` };
	const at = now();
	const agreed = { plan, tier: 2, protection: 'open', how: 'enter', by: 'op-1', now: at, facts: plan.facts } as const;
	const confirmed = confirm({ ...agreed, digest: (text) => text });
	if (!confirmed.ok) throw new Error(confirmed.failure.message);
	await walks.planConfirmed({ type: 'plan/confirmed', at, confirmed: confirmed.value });
	const { output, cut } = ended;
	const said = { what: 'ends', step: 0, way: 'does', took: 10, output, ...(cut === undefined ? {} : { cut }) } as const;
	const entries = entriesOf(notes([said], plan.id, at));
	change((state) => ({ ...state, runs: { ...state.runs, [plan.id]: { plan, opened: at, stage: 'ended', entries } } }));
	const outcome = ended.failed === true ? 'FAILED, HELD FOR YOU' : 'DONE, NOT VERIFIED';
	await walks.planEnded({ type: 'run/ended', run: plan.id, because: 'it ended', at: at + 5_000, outcome });
};

describe('what changes something gives its value too', () => {
	const making =
		'# A\n\n```sh {effect=write name=make host=vps1 capture=id from="id (\\w+)"}\nmake\n```\n\n## B\n\nEnd.\n';

	test('of what its command said', async () => {
		const here = made({ a: making });
		await here.open('a');
		await changed(here, 'a', { output: 'made, id c0ffee' });
		expect(here.did().slice(-3)).toMatchObject([
			{ is: 'came', step: 'a', verdict: 'ok' },
			{ is: 'set', name: 'id', value: 'c0ffee' },
			{ is: 'went', to: 'b' },
		]);
	});

	test.each([
		['more than is kept', { output: 'id c0ffee', cut: true }, 'longer than is kept'],
		['what a secret was taken out of', { output: 'id ••• id c0ffee' }, 'a secret is hidden'],
		['what failed', { output: 'id c0ffee', failed: true }, ''],
	] as const)('not of %s', async (_name, ended, says) => {
		const here = made({ a: making });
		await here.open('a');
		await changed(here, 'a', ended);
		expect(here.walk().walk.values['id']).toBeUndefined();
		expect(here.messages().join()).toContain(says);
	});
});

describe('the commands of a block, one by one', () => {
	const block = (effect: string) =>
		`# A\n\n\`\`\`sh {effect=${effect} name=make host=vps1 on-fail=c}\none\ntwo\n\`\`\`\n\n## B\n\nEnd.\n\n## C\n\nMend.\n`;
	/** Runs the command of a line, which ends well or not. */
	const ways = {
		read: (here: World, command: number, _failed?: true) => here.run('a', command),
		write: (here: World, command: number, failed?: true) =>
			changed(here, 'a', { output: '', command, ...(failed === undefined ? {} : { failed }) }),
	} as const;
	const failing = (line: number) => ({ says: (text: string) => said('', text === ['one', 'two'][line - 4] ? 1 : 0) });

	test.each(['read', 'write'] as const)('the walk goes on after the last of them: %s', async (effect) => {
		const here = made({ a: block(effect) }, { says: () => said('') });
		await here.open('a');
		await ways[effect](here, 4);
		expect(here.walk().walk).toMatchObject({ at: 'a', stands: { a: { is: 'open' } } });
		expect(here.did().at(-1)).toMatchObject({ is: 'came', command: 4, part: true });
		await ways[effect](here, 5);
		expect(here.walk().walk).toMatchObject({ at: 'b', stands: { a: { is: 'ok' } } });
	});

	test.each(['read', 'write'] as const)('one that failed holds it until all were run: %s', async (effect) => {
		const here = made({ a: block(effect) }, failing(4));
		await here.open('a');
		await ways[effect](here, 4, true);
		expect(here.walk().walk).toMatchObject({ at: 'a', stands: { a: { is: 'failed' } } });
		await ways[effect](here, 5);
		expect(here.walk().walk).toMatchObject({ at: 'c', stands: { a: { is: 'failed' } } });
	});

	test('one that failed and is run again counts as it came last', async () => {
		const answers = [1, 0, 0];
		const here = made({ a: block('read') }, { says: () => said('', answers.shift()) });
		await here.open('a');
		for (const line of [4, 4]) await here.run('a', line);
		expect(here.walk().walk).toMatchObject({ at: 'a', stands: { a: { is: 'open' } } });
		await here.run('a', 5);
		expect(here.walk().walk).toMatchObject({ at: 'b', stands: { a: { is: 'ok' } } });
	});

	test('all of them failed together, and one alone is well: that is not all of it', async () => {
		const here = made({ a: block('read') }, { says: (text) => said('', text === 'one' ? 0 : 1) });
		await here.open('a');
		await here.run('a');
		expect(here.walk().walk).toMatchObject({ at: 'c', stands: { a: { is: 'failed' } } });
		await here.run('a', 4);
		expect(here.walk().walk).toMatchObject({ at: 'a', stands: { a: { is: 'failed' } } });
	});

	test('all of them well together, and one alone again: the walk goes on', async () => {
		const here = made({ a: block('read') }, { says: () => said('') });
		await here.open('a');
		await here.run('a');
		await here.run('a', 4);
		expect(here.did().at(-2)).not.toHaveProperty('part');
		expect(here.walk().walk).toMatchObject({ at: 'b', stands: { a: { is: 'ok' } } });
	});

	test('one that failed counts no more once all were run together', async () => {
		const answers = [1, 0, 0];
		const here = made({ a: block('read') }, { says: () => said('', answers.shift()) });
		await here.open('a');
		await here.run('a', 4);
		await here.run('a');
		expect(here.walk().walk).toMatchObject({ at: 'b', stands: { a: { is: 'ok', commands: {} } } });
		await here.run('a', 5);
		expect(here.walk().walk).toMatchObject({ at: 'b', stands: { a: { is: 'ok' } } });
	});
});

test('a plan of another walk ends without a word here', async () => {
	const { open, walks, did, now } = made({ down });
	await open('down');
	await walks.planEnded({ type: 'run/ended', run: 'other', because: '', at: now(), outcome: 'VERIFIED' });
	expect(did()).toEqual([]);
});

describe('what a long or secret output gives', () => {
	const asking = (attributes: string) => `# A\n\n\`\`\`sh {effect=read name=a host=vps1 ${attributes}}\nx\n\`\`\`\n`;

	test.each([
		['lacks ERROR', `${'x'.repeat(5_000)} ERROR`, 'failed'],
		['contains ERROR', `${'x'.repeat(5_000)} ERROR`, 'ok'],
		['matches ERROR$', `${'x'.repeat(5_000)} ERROR`, 'ok'],
		['json s is ok', JSON.stringify({ long: 'x'.repeat(5_000), s: 'ok' }), 'ok'],
		['lacks ERROR', `${'line\n'.repeat(1_000)}x`, 'ok'],
		['lacks ERROR', 'x'.repeat(3_000_000), 'open'],
	])('%s is asked of all that it said', async (wanted, text, verdict) => {
		const { open, run, did } = made({ a: asking(`expect="${wanted}"`) }, { says: () => said(text) });
		await open('a');
		await run('a');
		expect(did()[2]).toMatchObject({ is: 'came', verdict });
	});

	test('a value is taken from all of it', async () => {
		const text = `${'x'.repeat(5_000)} pid 12`;
		const { open, run, walk } = made({ a: asking('capture=pid from="pid (\\d+)"') }, { says: () => said(text) });
		await open('a');
		await run('a');
		expect(walk().walk.values['pid']).toBe('12');
	});

	test('no value is taken where some of it is not known, or is a secret', async () => {
		const long = made({ a: asking('capture=it') }, { says: () => said('x'.repeat(3_000_000)) });
		await long.open('a');
		await long.run('a');
		expect(long.walk().walk.values['it']).toBeUndefined();
		expect(long.messages().join()).toContain('longer than is kept');
		long.remove();
		const secret = made({ a: asking('capture=it from="is (.*)"') }, { says: () => said('it is hunter2') });
		await secret.open('a');
		await secret.run('a');
		expect(secret.walk().walk.values['it']).toBeUndefined();
		expect(secret.messages().join()).toContain('holds a secret');
		secret.remove();
		const empty = made({ a: asking('capture=it') }, { says: () => said('\n') });
		await empty.open('a');
		await empty.run('a');
		expect(empty.walk().walk.values['it']).toBeUndefined();
		expect(empty.messages().join()).toContain('The output is empty');
		empty.remove();
		const unheard = made({ a: asking('interactive=true capture=it') }, { says: () => said('12') });
		await unheard.open('a');
		await unheard.run('a');
		expect(unheard.walk().walk.values['it']).toBeUndefined();
		expect(unheard.messages().join()).toContain('had the terminal');
	});

	test('a pattern that never ends is given up, and nobody knows', async () => {
		const { open, run, did } = made(
			{ a: asking('expect="matches (a+)+$"') },
			{ says: () => said(`${'a'.repeat(50_000)}!`) },
		);
		await open('a');
		await run('a');
		expect(did()[2]).toMatchObject({ verdict: 'open', because: expect.stringContaining('took too long') });
	});
});

describe('a command that is given the terminal', () => {
	const asking = (attributes: string, text = 'top') =>
		`# A\n\n\`\`\`sh {interactive=true name=a host=vps1 ${attributes}}\n${text}\n\`\`\`\n`;

	test('has it for as long as it wants, and what it said is not known', async () => {
		const { open, run, did, calls } = made({ a: asking('effect=read expect="contains up" every=1s within=9s') });
		await open('a');
		await run('a');
		expect(calls).toMatchObject([{ via: 'exec', terminal: true, timeout: 86_400_000 }]);
		expect(calls[0]).not.toHaveProperty('input');
		const because = 'exit 0; compare it with what is expected';
		expect(did()[2]).toMatchObject({ is: 'came', unheard: true, output: '', code: 0, verdict: 'open', because });
	});

	test('that ends badly has failed', async () => {
		const { open, run, did } = made({ a: asking('effect=read') }, { says: () => said('', 3) });
		await open('a');
		await run('a');
		expect(did()[2]).toMatchObject({ is: 'came', code: 3, verdict: 'failed', because: 'exit 3' });
	});

	test('and changes something is planned, and taken back without one', async () => {
		const { open, run, asked, events } = made({ a: asking('effect=write undo=undone expect="contains x and exit 2"') });
		await open('a');
		await run('a');
		expect(asked).toEqual([]);
		expect(events.find(({ type }) => type === 'action/wanted')).toMatchObject({
			want: {
				command: { call: { terminal: true, effect: 'write' } },
				undo: { call: { timeout: 600_000 } },
				expect: [{ is: 'exit', code: 2 }],
				expected: '“x” in what it says',
			},
		});
		expect(events.find(({ type }) => type === 'action/wanted')).not.toHaveProperty('want.undo.call.terminal');
	});

	test('gets no secret, and nothing at all with --read-only', async () => {
		const head = '---\nvariables:\n  key: { secret: "env:KEY" }\n---\n';
		const secret = made({ a: head + asking('effect=read', 'show {{key}}') });
		await secret.open('a');
		await secret.run('a');
		expect(secret.asked).toEqual([]);
		expect(secret.messages().join()).toContain('cannot have both');
		secret.remove();
		const readOnly = made({ a: asking('') }, { state: { ...aState(), readOnly: true } });
		await readOnly.open('a');
		await readOnly.run('a');
		expect(readOnly.asked).toEqual([]);
	});
});

test('no command runs here that is to run on a host of which only the engine is reached', async () => {
	const state = aState();
	const hosts = [{ name: 'vps1', reach: 'local', engine: 'tcp://10.0.0.9:2376' }] as const;
	const { open, run, asked, messages } = made({ down }, { state: { ...state, fleet: { ...state.fleet, hosts } } });
	await open('down');
	await run('look');
	expect(asked).toEqual([]);
	expect(messages().join()).toContain('only the engine is reached');
});

describe('a check', () => {
	const watched = (is: 'ok' | 'down', state = aState()): State => {
		const because = 'as it is';
		return { ...state, conditions: { 'production/api': { is, because, since: 0 } } };
	};
	const checking = (attributes: string) => `# Watch\n\n\`\`\`check {${attributes}}\ncondition is ok\n\`\`\`\n`;

	test('holds when its facts held so often in a row', async () => {
		const { open, run, did, now } = made({ a: checking('times=3') }, { state: watched('ok') });
		await open('a');
		const began = now();
		await run('watch');
		expect(did().at(-1)).toMatchObject({ is: 'came', verdict: 'ok', because: 'production/api is ok: as it is' });
		expect(now() - began).toBe(2_000);
	});

	test('that waits fails when its time is over, and begins to count again after each bad reading', async () => {
		const { open, run, did, now, change } = made(
			{ a: checking('within=10s times=3') },
			{
				state: watched('down'),
				waited: (times) => {
					// Good from the second reading on, but for the fourth.
					change((state) => watched(times === 3 ? 'down' : 'ok', state));
				},
			},
		);
		await open('a');
		const began = now();
		await run('watch');
		expect(did().at(-1)).toMatchObject({ is: 'came', verdict: 'ok' });
		expect(now() - began).toBe(6_000);
	});

	test('that never holds fails with its time', async () => {
		const { open, run, did, now } = made({ a: checking('within=10s') }, { state: watched('down') });
		await open('a');
		const began = now();
		await run('watch');
		expect(did().at(-1)).toMatchObject({ is: 'came', verdict: 'failed' });
		expect(now() - began).toBe(10_000);
	});

	test('that is to hold all the while ends at the first bad reading, else with its time', async () => {
		const { open, run, did, now, change } = made(
			{ a: checking('throughout=10s') },
			{
				state: watched('ok'),
				waited: (times) => change((state) => watched(times === 14 ? 'down' : 'ok', state)),
			},
		);
		await open('a');
		const began = now();
		await run('watch');
		expect(did().at(-1)).toMatchObject({ is: 'came', verdict: 'ok' });
		expect(now() - began).toBe(10_000);
		await run('watch');
		expect(did().at(-1)).toMatchObject({ is: 'came', verdict: 'failed' });
		expect(now() - began).toBe(14_000);
	});

	test('of what nobody knows never holds', async () => {
		const { open, run, did } = made({ a: checking('within=5s') });
		await open('a');
		await run('watch');
		expect(did().at(-1)).toMatchObject({ verdict: 'failed', because: 'the condition of production/api is not known' });
	});
});

describe('a document of strangers', () => {
	test('runs nothing until it was accepted, and asks again when it changed', async () => {
		const { open, run, did, asked, walk, walks, messages, put, now } = made({ down }, { place: 'strange' });
		const id = await open('down');
		expect(walk().trusted).toBe(false);
		await run('look');
		await run('mend');
		await run('watch');
		expect(asked).toEqual([]);
		expect(did()).toEqual([]);
		expect(messages()).toContain('nothing of this document runs before its text was accepted');
		await walks.accepted({ type: 'walk/accepted', at: now(), walk: id });
		expect(walk().trusted).toBe(true);
		await run('look');
		expect(asked).toHaveLength(1);
		await open('down');
		expect(walk().trusted).toBe(true);
		put('down', down.replace('curl -I', 'curl -X DELETE'));
		await open('down');
		expect(walk().trusted).toBe(false);
		await run('look');
		expect(asked).toHaveLength(1);
	});
});

test('a walk whose document was gone goes on once that is back, as it is then', async () => {
	const text = '# Down\n\n## Look\n\nSee.\n';
	const first = makeWorld({ down: text });
	const id = await first.open('down');
	await first.run('look');
	const { path } = first.walk().walk.head;
	rmSync(path);
	const turned = Promise.withResolvers<void>();
	const second = makeWorld(
		{},
		{
			journal: { ok: true, value: journalOf(first.entries) },
			waited: (times) => {
				if (times === 2) writeFileSync(path, `${text}\nMore.\n`);
				if (times === 4) turned.resolve();
			},
		},
	);
	await second.walks.start();
	expect(second.walk().runbook).toBeUndefined();
	second.change((state) => ({ ...state, ui: { ...state.ui, screen: 'walk', walk: id } }));
	const followed = second.walks.follow();
	await turned.promise;
	second.stop.abort();
	await followed;
	const { runbook, digest, edited, trusted } = second.walk();
	expect(runbook?.steps.map((step) => step.id)).toContain('look');
	expect(edited).toMatch(/^[0-9a-f]{64}$/);
	// There it is a file of anybody's, whose text of now nobody accepted.
	expect([digest, trusted]).toEqual([edited, false]);
	first.remove();
	second.remove();
});

test('a document that was edited meanwhile is noticed, and what runs is what was read', async () => {
	const { open, run, asked, walk, put, did } = made({ down });
	await open('down');
	put('down', down.replace('curl -I', 'rm -r'));
	await run('look');
	expect(asked).toEqual(['curl -I api']);
	expect(walk().edited).toMatch(/^[0-9a-f]{64}$/);
	expect(did()).not.toContainEqual(expect.objectContaining({ is: 'ran', digest: expect.anything() }));
	put('down', down);
	await run('look');
	expect(walk().edited).toBeUndefined();
});

test('a journal that cannot be written does not stop a walk, and that is said once', async () => {
	const journal: Result<Journal> = failed('full', 'The disk is full.', 'Make room.');
	const { open, run, walk, messages, asked } = made({ down }, { journal, says: () => said('HTTP 200') });
	await open('down');
	await run('look');
	await run('well');
	expect(asked).toHaveLength(1);
	expect(walk()).toMatchObject({ kept: false, unwritten: { kind: 'full' }, walk: { at: 'mend' } });
	expect(messages().filter((text) => text.includes('not written down'))).toHaveLength(1);
});

test('a command that is stopped has failed, and another may run', async () => {
	const { open, run, did, walks, now } = made(
		{ down },
		{
			says: (_command, signal) =>
				new Promise((resolve) =>
					signal.addEventListener('abort', () =>
						resolve({ ok: false, took: 1, failure: { kind: 'cancelled', message: 'It was stopped.' } }),
					),
				),
		},
	);
	const id = await open('down');
	const running = run('look');
	while (did().every(({ is }) => is !== 'ran')) await new Promise((resolve) => setImmediate(resolve));
	walks.stopped({ type: 'walk/stopped', at: now(), walk: id });
	await running;
	expect(did().filter(({ is }) => is === 'came')).toMatchObject([
		{
			verdict: 'failed',
			because: 'it was stopped from here: vps1 was asked to stop it, and what it started may go on there',
		},
	]);
});

test('a command that takes too long has failed, with what gives it more time', async () => {
	const late = { ok: false, took: 1, failure: { kind: 'timeout', message: 'no answer' } } as const;
	const { open, run, did } = made({ down }, { says: () => late });
	await open('down');
	await run('look');
	const [came] = did().filter(({ is }) => is === 'came');
	expect(came).toMatchObject({ verdict: 'failed', because: expect.stringContaining('it did not end within 1m;') });
	expect(came).toMatchObject({ because: expect.stringContaining('timeout= in its fence') });
});

test('two keys in one moment run a step once', async () => {
	const { open, run, asked, messages } = made({ down }, { says: () => said('HTTP 200') });
	await open('down');
	await Promise.all([run('look'), run('look')]);
	expect(asked).toHaveLength(1);
	expect(messages()).toContain('a step of this walk is being done already');
});

test('a value that cannot be one word, or is missing, runs nothing', async () => {
	const document = '# A\n\n```sh {effect=read host=vps1}\necho "{{x}}" <user>\n```\n';
	const { open, run, asked, walks, messages, now, did } = made({ a: document });
	const walk = await open('a');
	await run('a');
	expect(asked).toEqual([]);
	expect(messages().at(-1)).toContain('{{x}} has no value yet');
	const set = async (name: string, value: string) =>
		walks.did({ type: 'walk/did', at: now(), walk, did: { is: 'set', name, value } });
	await set('x', '$(reboot)');
	await set('<user>', 'me');
	await run('a');
	expect(asked).toEqual([]);
	expect(messages().at(-1)).toContain('between double quotes');
	await set('x', 'fine');
	await set('<user>', 'a b; reboot');
	await run('a');
	expect(asked).toEqual(['echo "fine" \'a b; reboot\'']);
	expect(did().some(({ is }) => is === 'came')).toBe(true);
});

test('it is run again until it is as expected, or the time is over', async () => {
	const document =
		'# A\n\n```sh {effect=read host=vps1 expect="contains ready" every=5s within=30s}\nlook\n```\n\n# B\n\n```sh {effect=read host=vps1 expect="contains never" every=5s within=30s}\nwait\n```\n';
	const count: number[] = [];
	const { open, run, asked, did } = made(
		{ a: document },
		{ says: () => said(count.push(1) === 3 ? 'ready' : 'not yet') },
	);
	await open('a');
	await run('a');
	expect(asked).toHaveLength(3);
	expect(did().filter(({ is }) => is === 'came')).toMatchObject([{ verdict: 'ok', because: '“ready” seen' }]);
	await run('b');
	expect(did().filter(({ is }) => is === 'came')[1]).toMatchObject({ verdict: 'failed' });
	expect(asked.length).toBeGreaterThan(7);
	expect(asked.length).toBeLessThan(12);
});

test('what a command says is shown ten times a second at the most, and is bounded', async () => {
	const lines = Array.from({ length: 100_000 }, (_, at) => `line ${at}`).join('\n');
	const { open, run, did, events } = made({ down }, { says: () => said(`${lines}\nHTTP 200`) });
	await open('down');
	await run('look');
	const came = did().find((one) => one.is === 'came');
	expect(came).toMatchObject({ lines: 100_001, verdict: 'ok' });
	expect(came?.is === 'came' ? came.output.length : 0).toBeLessThan(17_000);
	expect(events.filter(({ type }) => type === 'walk/told').length).toBeLessThan(5);
});

test('a long document opens by its beginning, and then has all of it', async () => {
	const { open, events } = made({ long: fiveRunbooks(1024 * 1024) });
	await open('long');
	const opened = events.find((event) => event.type === 'walk/opened');
	const read = events.find((event) => event.type === 'walk/read');
	if (opened?.type !== 'walk/opened' || read?.type !== 'walk/read') throw new Error('it is not read to its end');
	const begins = opened.open.runbook?.steps ?? [];
	const whole = read.document.runbook?.steps ?? [];
	expect(whole.length).toBeGreaterThan(5 * begins.length);
	expect(whole.slice(0, begins.length).map(({ id }) => id)).toEqual(begins.map(({ id }) => id));
});

test('a walk goes on from what the journal has of it', async () => {
	const first = made({ down }, { says: () => said('HTTP 200') });
	const id = await first.open('down');
	await first.run('look');
	const entries: readonly JournalEntry[] = first.entries;
	expect(entries.every(({ run }) => run === id)).toBe(true);
	const journal: Result<Journal> = {
		ok: true,
		value: {
			open: async () => ({ ok: true, value: [] }),
			read: async () => ({ ok: true, value: entries }),
			append: async () => failed('full', 'full', 'full'),
		},
	};
	const second = makeWorld({ down }, { journal });
	await second.walks.start();
	expect(second.walk().walk).toMatchObject({ id, at: 'well', values: { code: '200' }, stands: { look: { is: 'ok' } } });
	second.remove();
});

test('the evidence that is written from the screen has every line, also those that are not kept to be drawn', async () => {
	const { open, walks, walk, now, saved, change } = made({ down });
	const id = await open('down');
	const note = (text: string) =>
		walks.did({ type: 'walk/did', at: now(), walk: id, did: { is: 'noted', step: 'look', text } });
	for (let line = 1; line <= 5; line++) await note(`note ${line}`);
	// As if only the newest were kept.
	change((state) => ({ ...state, walks: { [id]: { ...walk(), lines: walk().lines.slice(-2) } } }));
	await walks.saved({ type: 'walk/saved', at: now(), walk: id, path: 'walk.md' });
	expect(saved().get('walk.md')).toContain('note: note 1');
	expect(saved().get('walk.md')).toContain('note: note 5');
});

describe('a runbook within another', () => {
	const outer = '# Outer\n\n## Make room\n\n[Disk full](inner.md)\n\n## After\n\nWell.\n';
	const inner = '# Inner\n\n## Look\n\nLook.\n\n## Again\n\n[Outer](outer.md)\n';
	const ended = async ({ walks, now }: World, walk: string, as: 'done' | 'given up', why?: string) =>
		walks.did({ type: 'walk/did', at: now(), walk, did: { is: 'ended', as, ...(why === undefined ? {} : { why }) } });
	const entered = async () => {
		const deck = made({ outer, inner });
		const first = await deck.open('outer');
		const within = { walk: first, step: 'make-room' };
		await deck.walks.wanted({ type: 'walk/wanted', at: deck.now(), runbook: 'inner', begin: true, within });
		return { deck, first, second: deck.walk().walk.id };
	};
	const standing = ({ state }: World, walk: string) => state().walks[walk]?.walk.stands['make-room'];

	test('is a walk of its own that knows where it came from, and that one names it', async () => {
		const { deck, first, second } = await entered();
		expect(deck.walk().walk.head).toMatchObject({ runbook: 'inner', within: { walk: first, step: 'make-room' } });
		expect(standing(deck, first)).toMatchObject({ is: 'running', inner: second });
		expect(deck.did().at(-1)).toEqual({ is: 'entered', step: 'make-room', walk: second, runbook: 'inner' });
		await deck.walks.saved({ type: 'walk/saved', at: deck.now(), walk: first, path: 'outer.md' });
		expect(deck.saved().get('outer.md')).toContain(`went into the runbook inner, walk ${second}`);
	});

	test('gives its step what it ends as, and the walk goes on there', async () => {
		const { deck, first, second } = await entered();
		await ended(deck, second, 'done');
		expect(standing(deck, first)).toMatchObject({ is: 'ok', because: `${second} done` });
		expect(deck.state().walks[first]?.walk.at).toBe('after');
	});

	test('that is given up has failed there', async () => {
		const { deck, first, second } = await entered();
		await ended(deck, second, 'given up', 'no room');
		expect(standing(deck, first)).toMatchObject({ is: 'failed', because: `${second} given up: no room` });
		expect(deck.state().walks[first]?.walk.at).toBe('make-room');
	});

	test('that leads back to the one that it is a part of opens no third walk', async () => {
		const { deck, first, second } = await entered();
		const within = { walk: second, step: 'again' };
		await deck.walks.wanted({ type: 'walk/wanted', at: deck.now(), runbook: 'outer', begin: true, within });
		expect(Object.keys(deck.state().walks)).toHaveLength(2);
		expect(deck.state().ui.walk).toBe(first);
		expect(deck.messages().at(-1)).toContain(`outer is walked already, as ${first}`);
	});

	test('that is not there leaves the walk on the screen', async () => {
		const { deck, second } = await entered();
		const within = { walk: second, step: 'again' };
		await deck.walks.wanted({ type: 'walk/wanted', at: deck.now(), runbook: 'none', begin: true, within });
		expect(deck.state().ui.walk).toBe(second);
	});
});

test('a walk that is killed after any of its lines goes on from there, and nothing runs again unasked', async () => {
	const first = made({ down }, { says: () => said('HTTP 200') });
	const id = await first.open('down');
	await first.run('look');
	await first.run('well');
	await first.run('tell');
	for (let count = 1; count <= first.entries.length; count += 1) {
		const entries = first.entries.slice(0, count);
		const second = makeWorld(
			{ down },
			{ session: 'here:2:2', journal: { ok: true, value: journalOf(entries) }, says: () => said('HTTP 200') },
		);
		await second.walks.start();
		expect(second.asked).toEqual([]);
		expect(second.walk()).toMatchObject({ kept: true, walk: { id, walker: 'op-1' } });
		expect(Object.values(second.walk().walk.stands).map(({ is }) => is)).not.toContain('running');
		await second.run('look');
		expect(second.asked).toHaveLength(1);
		expect(second.walk().walk.stands['look']).toMatchObject({ is: 'ok' });
		// That it was gone on with stands before what was done, once.
		const more = entries.slice(count).flatMap((entry) => (entry.what === 'walked' ? [entry.did.is] : []));
		expect(more.slice(0, 2)).toEqual(['taken up', 'ran']);
		expect(more.filter((is) => is === 'taken up')).toHaveLength(1);
		second.remove();
	}
});

test('a walk that is gone on with by a changed text says so of what runs: its lines are others', async () => {
	const first = made({ down }, { says: () => said('HTTP 200') });
	const id = await first.open('down');
	await first.run('look');
	first.put('down', `${down}\nMore.\n`);
	const second = makeWorld({}, { journal: { ok: true, value: journalOf(first.entries) } });
	await second.walks.start();
	await second.walks.accepted({ type: 'walk/accepted', at: second.now(), walk: id });
	const open = second.state().walks[id];
	expect(open?.edited).toMatch(/^[0-9a-f]{64}$/);
	expect(open?.edited).toBe(open?.digest);
	await second.walks.run({ type: 'walk/run', at: second.now(), walk: id, step: 'look' });
	expect(first.did().findLast(({ is }) => is === 'ran')).toMatchObject({ digest: open?.digest });
	second.remove();
});

describe('a runbook that is named by its path', () => {
	const other = down.replace('# Down', '# Another');
	test('takes no name of the catalogue, and is found again by its path after a restart', async () => {
		const first = made({ down });
		mkdirSync(join(first.looking.from, 'elsewhere'));
		const path = join(first.looking.from, 'elsewhere', 'down.md');
		writeFileSync(path, other, { mode: 0o600 });
		await first.walks.start();
		await first.open(relative(process.cwd(), path));
		expect(first.walk().walk.head).toMatchObject({ path, title: 'Another', runbook: 'down' });
		const { id } = first.walk().walk;
		await first.walks.accepted({ type: 'walk/accepted', at: first.now(), walk: id });
		await first.walks.did({
			type: 'walk/did',
			at: first.now(),
			walk: id,
			did: { is: 'noted', step: 'well', text: 'x' },
		});
		await first.open('down');
		expect(first.walk().walk.head.title).toBe('Down');
		await first.run('look');
		expect(first.state().walks[id]?.edited).toBeUndefined();

		const second = makeWorld({ down }, { journal: { ok: true, value: journalOf(first.entries) } });
		await second.walks.start();
		expect(second.state().walks[id]?.runbook?.title).toBe('Another');
		expect(second.state().walks[id]?.edited).toBeUndefined();
		second.remove();
	});
});

test('a line that is written while a walk is opened is not lost for whoever watches it', async () => {
	const first = made({ down }, { says: () => said('HTTP 200') });
	const id = await first.open('down');
	await first.run('look');
	const value = journalOf([...first.entries]);
	const late = { is: 'noted', step: 'well', text: 'in between' } as const;
	let isRead = false;
	const journal: Journal = {
		...value,
		read: async (query) => {
			const read = await value.read(query);
			const before = read.ok ? [...read.value] : [];
			if (!isRead)
				await value.append({ what: 'walked', at: 1, by: 'op-1', run: id, session: 'there/1/1', n: 9, did: late });
			isRead = true;
			return { ok: true, value: before };
		},
	};
	const second = makeWorld({ down }, { journal: { ok: true, value: journal }, alive: () => undefined });
	await second.walks.start();
	expect(second.state().walks[id]?.lines.at(-1)?.did).toEqual(late);
	second.remove();
});
