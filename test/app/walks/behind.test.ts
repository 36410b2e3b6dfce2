// Commands of a walk that run in the background.
import { afterEach, expect, test } from 'vitest';
import { runRead } from '../../../src/app/walks/run-read.ts';
import type { Answer, Ask } from '../../../src/core/call.ts';
import type { JournalEntry } from '../../../src/core/journal.ts';
import { evidenceText } from '../../../src/core/runbook/evidence.ts';
import { behindAt } from '../../../src/core/runbook/open.ts';
import { walkOf } from '../../../src/core/runbook/walk.ts';
import { isBusy } from '../../../src/core/select/walk/here.ts';
import { search } from '../../../src/io/search.ts';
import { journalOf } from '../../support/journal-of.ts';
import { makeWorld, said } from './world.ts';

const fence = (name: string, text: string, more = '') =>
	`## ${name}\n\n\`\`\`sh {effect=read host=vps1 name=${name} ${more}}\n${text}\n\`\`\`\n\n`;
const watch = `# Watch\n\n${fence('logs', 'docker logs -f api', 'background=true')}${fence('port', 'forward 5432', 'background=true timeout=2h')}${fence('look', 'df')}`;

type World = ReturnType<typeof makeWorld>;
const worlds: World[] = [];
afterEach(() => {
	for (const world of worlds.splice(0)) world.remove();
});

const cancelled: Answer = { ok: false, took: 1, failure: { kind: 'cancelled', message: 'It was stopped.' } };
/** A world in which what was begun in the background goes on until it is stopped, or ended by its text. */
const made = (text = watch, ...[given]: [Parameters<typeof makeWorld>[1]?]) => {
	const ends = new Map<string, (answer: Answer) => void>();
	const world = makeWorld(
		{ watch: text },
		{
			says: (command, signal, heard) => {
				if (command === 'df') return said('disk 78%');
				heard('it begins');
				return new Promise((resolve) => {
					ends.set(command, resolve);
					signal.addEventListener('abort', () => resolve(cancelled));
					if (signal.aborted) resolve(cancelled);
				});
			},
			...given,
		},
	);
	worlds.push(world);
	const end = (command: string, answer: Answer) => ends.get(command)?.(answer);
	const behind = () => world.walk().background?.map(({ step }) => step) ?? [];
	const stop = (step: string) =>
		world.walks.stopped({ type: 'walk/stopped', at: world.now(), walk: world.walk().walk.id, step });
	const came = (step: string) => world.did().findLast((did) => did.is === 'came' && did.step === step);
	return { ...world, end, behind, halt: stop, came };
};

test('the walk goes on at once, and what ends later moves nobody', async () => {
	const { open, run, did, walk, behind, end, came, calls, messages } = made();
	await open('watch');
	await run('logs');
	expect(did().map(({ is }) => is)).toEqual(['began', 'ran', 'went']);
	expect(did()[1]).toMatchObject({ step: 'logs', background: true });
	expect(walk().walk).toMatchObject({ at: 'port', stands: { logs: { is: 'running' } } });
	expect(isBusy(walk())).toBe(false);
	await expect.poll(() => behindAt(walk(), 'logs')).toMatchObject({ lines: ['it begins'], count: 1 });
	// It runs as long as its walk, unless its fence says how long, and learns by its standard input that nobody holds it.
	expect(calls).toMatchObject([{ via: 'exec', held: true, timeout: 86_400_000 }]);
	await run('port');
	expect(calls[1]).toMatchObject({ timeout: 7_200_000 });
	expect(behind()).toEqual(['logs', 'port']);
	await run('look');
	expect(walk().walk).toMatchObject({ at: 'look', stands: { look: { is: 'ok' }, port: { is: 'running' } } });
	expect(calls[2]).not.toHaveProperty('held');
	end('forward 5432', said('it was refused', 1));
	await expect.poll(behind).toEqual(['logs']);
	expect(came('port')).toMatchObject({
		background: true,
		verdict: 'failed',
		code: 1,
		hash: expect.stringMatching(/^.{64}$/),
	});
	expect(walk().walk).toMatchObject({ at: 'look', stands: { port: { is: 'failed' } } });
	expect(messages().at(-1)).toMatch(/^in the background, .*port failed: exit 1/);
	end('docker logs -f api', said('gone'));
	await expect.poll(behind).toEqual([]);
	expect(came('logs')).toMatchObject({ verdict: 'ok', output: 'it begins\ngone' });
	expect(walk().walk.at).toBe('look');
	const lines = walk().lines;
	expect(walkOf(lines)).toEqual(walk().walk);
	expect(evidenceText(walk())).toContain('logs: ran in the background on vps1');
});

test('is stopped at its step alone, and says so', async () => {
	const { open, run, behind, halt, came, messages } = made();
	await open('watch');
	await run('logs');
	await run('port');
	halt('port');
	await expect.poll(behind).toEqual(['logs']);
	expect(came('port')).toMatchObject({ verdict: 'open', because: 'it was stopped (by hand)' });
	halt('logs');
	await expect.poll(behind).toEqual([]);
	expect(messages()).toEqual([]);
});

test.each([
	[true, 'ready', 'it is ready', 'ok'],
	[true, 'ready', 'it is not', 'failed'],
	[false, 'ready', 'it is ready', 'open'],
] as const)(
	'what never ends by itself (%s) has said what it had to once it is stopped: %s of %s',
	async (endless, expected, text, verdict) => {
		const filled = { script: 'x', shown: 'x', secrets: [] };
		const ready = {
			endless,
			read: true,
			commands: [],
			typed: { host: 'h', shell: 'sh', filled, timeout: 9, held: true },
		} as const;
		const ask: Ask = async (_call, _signal, heard) => {
			heard?.({ at: 1, from: 'out', text });
			return cancelled;
		};
		const parts = { ask, search, redact: (one: string) => one, now: () => 1, wait: async () => undefined };
		const going = { signal: new AbortController().signal, told: () => undefined };
		const { came } = await runRead(parts, ready, { expect: [{ is: 'contains', text: expected }] }, going);
		expect(came).toMatchObject({ verdict, output: text, because: expect.stringContaining('it was stopped') });
	},
);

test('is begun once at its step, and no more than three are', async () => {
	const more = ['c', 'd'].map((name) => fence(name, `watch ${name}`, 'background=true')).join('');
	const { open, run, asked, messages } = made(`${watch}${more}`);
	await open('watch');
	await run('logs');
	await run('logs');
	expect(messages().at(-1)).toContain('runs in the background already');
	for (const step of ['port', 'c', 'd']) await run(step);
	expect(asked).toEqual(['docker logs -f api', 'forward 5432', 'watch c']);
	expect(messages().at(-1)).toContain('3 commands run in the background already');
});

test('ends before its walk does, and with the program', async () => {
	const { open, run, did, walks, now, came, asked } = made();
	const id = await open('watch');
	await run('logs');
	await walks.did({ type: 'walk/did', at: now(), walk: id, did: { is: 'ended', as: 'done' } });
	expect(did().map(({ is }) => is)).toEqual(['began', 'ran', 'went', 'came', 'ended']);
	expect(came('logs')).toMatchObject({ because: expect.stringContaining('(the walk was ended)') });
	await open('watch');
	await run('port');
	await walks.leave();
	expect(came('port')).toMatchObject({ verdict: 'open', because: 'it was stopped (watchdeck was left)' });
	expect(asked).toHaveLength(2);
});

test('ends when somebody takes the walk over, and that is written down', async () => {
	const entries: JournalEntry[] = [];
	const journal = journalOf(entries);
	const { open, run, now, walk, behind } = made(watch, { journal: { ok: true, value: journal } });
	const id = await open('watch');
	await run('logs');
	const line = { at: now(), by: 'bob', run: id, session: 'there:2:2', n: 1 };
	const did = { is: 'taken up', session: 'there:2:2' } as const;
	expect(await journal.append({ what: 'walked', ...line, did }, entries.length)).toMatchObject({ ok: true });
	await run('port');
	await expect.poll(behind).toEqual([]);
	expect(walk().walk).toMatchObject({ walker: 'bob', at: 'port' });
	const last = entries.findLast((entry) => entry.what === 'walked' && entry.did.is === 'came');
	expect(last).toMatchObject({ did: { step: 'logs', because: expect.stringContaining('(the walk was taken over)') } });
});

test('after a crash nobody knows what came of it, and nothing begins it again', async () => {
	const entries: JournalEntry[] = [];
	const journal = { ok: true, value: journalOf(entries) } as const;
	const first = made(watch, { journal, session: 'here:1:1' });
	const id = await first.open('watch');
	await first.run('logs');
	const second = made(watch, { journal, session: 'here:2:2' });
	await second.walks.start();
	expect(await second.walks.resume(id)).toMatchObject({ ok: true });
	const stand = second.state().walks[id]?.walk.stands['logs'];
	expect(stand).toMatchObject({ is: 'open', because: expect.stringContaining('it was cut') });
	expect(second.asked).toEqual([]);
});

test('what changes something is planned and waited for, though it is marked', async () => {
	const text = '# A\n\n```sh {effect=write background=true name=a host=vps1}\nmend\n```\n';
	const { open, run, events, behind } = made(text);
	await open('watch');
	await run('a');
	expect(behind()).toEqual([]);
	const wanted = events.find(({ type }) => type === 'action/wanted');
	expect(wanted).toMatchObject({ want: { command: { call: { effect: 'write', timeout: 600_000 } } } });
	expect(wanted).not.toHaveProperty('want.command.call.held');
});
