// Walks over documents in a folder, with fakes of the hosts, the journal and the clock.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Copies } from '../../../src/app/walks/copies.ts';
import type { Looking } from '../../../src/app/walks/find-runbooks.ts';
import { makeWalks } from '../../../src/app/walks/walks.ts';
import type { Answer, Read } from '../../../src/core/call.ts';
import type { Event } from '../../../src/core/event.ts';
import type { Journal, JournalEntry } from '../../../src/core/journal.ts';
import type { Result } from '../../../src/core/model.ts';
import { reduce } from '../../../src/core/reduce/reduce.ts';
import type { Alive } from '../../../src/core/run.ts';
import type { OpenWalk } from '../../../src/core/runbook/open.ts';
import type { Did } from '../../../src/core/runbook/walk.ts';
import type { Feeds, State } from '../../../src/core/state.ts';
import { search } from '../../../src/io/search.ts';
import { journalOf } from '../../support/journal-of.ts';
import { aState, start } from '../../support/plans.ts';

/** What a host says to a command, by its text; a promise for one that takes its time, and who hears what it says meanwhile. */
export type Says = (command: string, signal: AbortSignal, heard: (line: string) => void) => Answer | Promise<Answer>;

export const said = (text: string, code = 0): Answer => {
	const value = { code, text, err: '' };
	return code === 0
		? { ok: true, took: 1, value }
		: { ok: false, took: 1, failure: { kind: 'refused', message: `exit ${code}` }, reply: value };
};

const commandIn = (call: Read): string => (call.via === 'exec' ? String(call.argv[7] ?? call.argv.at(-1)) : call.via);

interface Given {
	readonly says?: Says;
	readonly journal?: Result<Journal>;
	readonly state?: State;
	/** Called after each wait, with how many there were. */
	readonly waited?: (times: number) => void;
	/** Which program this is, how far its clock is ahead, and the copies that it reaches. */
	readonly session?: string;
	readonly ahead?: number;
	readonly copies?: (session: string, now: () => number) => Copies;
	/** Whether the program of a session lives; none does, unless said. */
	readonly alive?: Alive;
	/** Where the documents count as the operator's own, or as anybody's. */
	readonly place?: 'own' | 'strange';
}

/** Makes a world with documents, by name. */
export const makeWorld = (documents: Readonly<Record<string, string>>, given: Given = {}) => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-walks-'));
	const own = join(folder, 'own');
	const there = given.place === 'strange' ? join(folder, 'strange') : join(own, 'runbooks');
	for (const name of ['stock', 'own/runbooks', 'strange'])
		mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
	const put = (name: string, text: string) => writeFileSync(join(there, `${name}.md`), text, { mode: 0o600 });
	for (const [name, text] of Object.entries(documents)) put(name, text);
	let state = given.state ?? aState();
	let clock = start + (given.ahead ?? 0);
	const session = given.session ?? 'here:1:1';
	const events: Event[] = [];
	const entries: JournalEntry[] = [];
	const asked: string[] = [];
	const calls: Read[] = [];
	const stop = new AbortController();
	const feeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
	const emit = (event: Event) => {
		events.push(event);
		state = reduce(state, event);
	};
	const looking: Looking = {
		...{ stock: join(folder, 'stock'), own, named: [join(folder, 'strange')], from: folder, preferences: own },
		reads: { programs: new Map(), wrappers: new Map(), globals: [] },
	};
	const files = new Map<string, string>();
	const ids: string[] = [];
	const waits: number[] = [];
	const walks = makeWalks(
		{
			...{ state: () => state, feeds, emit, now: () => clock, signal: stop.signal, env: {}, session },
			wait: async (length) => {
				clock += length;
				given.waited?.(waits.push(length));
				await new Promise((resolve) => setImmediate(resolve));
			},
			ask: async (call, signal, heard) => {
				const command = commandIn(call);
				asked.push(command);
				calls.push(call);
				clock += 100;
				const hear = (line: string): void => heard?.({ at: clock, from: 'out', text: line });
				const answer = await (given.says?.(command, signal, hear) ?? said(''));
				const text = answer.ok ? answer.value.text : (answer.reply?.text ?? '');
				for (const line of text === '' ? [] : text.split('\n')) hear(line);
				return answer;
			},
			journal: given.journal ?? { ok: true, value: journalOf(entries) },
			redact: (text) => text.replaceAll('hunter2', '[hidden]'),
			search,
			alive: given.alive ?? (() => false),
			newId: () => `${ids.push('id')}abcdef`,
			copies: given.copies?.(session, () => clock) ?? {
				add: () => undefined,
				has: () => false,
				look: async () => undefined,
				read: async () => ({ ok: false, failure: { kind: 'missing', message: 'none' } }),
			},
			save: async (name, text) => {
				files.set(name, text);
				return { ok: true, value: name };
			},
		},
		async () => looking,
	);
	const walk = (): OpenWalk => {
		const open = Object.values(state.walks).at(-1);
		if (open === undefined) throw new Error('no walk is open');
		return open;
	};
	return {
		...{ walks, put, events, entries, asked, calls, emit, looking, stop, walk },
		state: () => state,
		/** What was written to files, by name. */
		saved: () => files,
		change: (to: (before: State) => State) => {
			state = to(state);
		},
		now: () => clock,
		/** What was written down, in short. */
		did: (): readonly Did[] => entries.flatMap((entry) => (entry.what === 'walked' ? [entry.did] : [])),
		open: async (name: string, of = 'production/api') => {
			await walks.wanted({ type: 'walk/wanted', at: clock, runbook: name, of, begin: true });
			return walk().walk.id;
		},
		run: async (step: string, command?: number) =>
			walks.run({
				type: 'walk/run',
				at: clock,
				walk: walk().walk.id,
				step,
				...(command === undefined ? {} : { command }),
			}),
		messages: () => events.flatMap((event) => (event.type === 'message/shown' ? [event.message.text] : [])),
		remove: () => rmSync(folder, { recursive: true }),
	};
};
