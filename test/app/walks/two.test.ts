// Two people on one walk: each with a state and a journal of their own, and one host that has its copy.
import { appendFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failed } from '../../../src/core/failed.ts';
import type { Journal } from '../../../src/core/journal.ts';
import type { Result } from '../../../src/core/model.ts';
import { isOurs } from '../../../src/core/select/walk/here.ts';
import type { State } from '../../../src/core/state.ts';
import { sha256 } from '../../../src/io/hash.ts';
import { memoryRows } from '../../../src/io/sqlite.ts';
import { makeJournal } from '../../../src/store/journal.ts';
import { migrations } from '../../../src/store/tables.ts';
import { aPlan, aState } from '../../support/plans.ts';
import { makeHost } from './host.ts';
import { makeWorld, said } from './world.ts';

const hour = 3_600_000;
const down = `# Down

## Look

\`\`\`sh {effect=read name=look capture=code}
curl -I {{service}}
\`\`\`

## Tell

Say so.

## Mend

\`\`\`sh {effect=read name=mend}
echo mended
\`\`\`
`;
const documents = { down };

const journal = async (): Promise<Result<Journal>> => ({
	ok: true,
	value: makeJournal({ rows: await memoryRows(migrations), digest: sha256, redact: String }),
});
const stateOf = (operator: string, session: string): State => {
	const state = aState();
	const fleet = { ...state.fleet, hosts: [{ name: 'vps1', reach: { ssh: 'vps1' } }] };
	return { ...state, fleet, operator, session };
};

type World = ReturnType<typeof makeWorld>;
let host: ReturnType<typeof makeHost>;
const worlds: World[] = [];
beforeEach(() => {
	host = makeHost();
});
afterEach(() => {
	host.remove();
	for (const world of worlds.splice(0)) world.remove();
});

/** Somebody with a cockpit; its waits never end by themselves but for those of a test. */
const who = async (
	operator: string,
	more: {
		readonly ahead?: number;
		readonly journal?: Result<Journal>;
		readonly says?: string;
		readonly at?: string;
	} = {},
): Promise<World> => {
	const session = `${more.at ?? operator}/1/1`;
	const world = makeWorld(documents, {
		...{
			session,
			state: stateOf(operator, session),
			copies: host.copies,
			alive: () => (more.at === undefined ? undefined : true),
		},
		...{ journal: more.journal ?? (await journal()), says: () => said(more.says ?? 'HTTP 200') },
		...(more.ahead === undefined ? {} : { ahead: more.ahead }),
	});
	worlds.push(world);
	await world.walks.start();
	return world;
};
const ours = (world: World, id: string): boolean => {
	const open = world.state().walks[id];
	return open !== undefined && isOurs(open, world.state());
};
const walkOn = (world: World, id: string) => world.state().walks[id]?.walk;
/** What was done, in the order in which it is known here. */
const dids = (world: World, id: string) => world.state().walks[id]?.lines.map(({ did }) => did);
const stands = (world: World, id: string) =>
	Object.fromEntries(Object.entries(walkOn(world, id)?.stands ?? {}).map(([step, { is }]) => [step, is]));
/** What is under way in the background has its turn, and the copy was looked at. */
const settled = async (world: World, id: string) => {
	world.change((state) => ({ ...state, ui: { ...state.ui, screen: 'walk', walk: id } }));
	const before = host.calls.length;
	while (host.calls.length < before + 2) await new Promise((resolve) => setImmediate(resolve));
	await new Promise((resolve) => setImmediate(resolve));
};
const take = (world: World, id: string) =>
	world.walks.did({
		...{ type: 'walk/did', at: world.now(), walk: id },
		did: { is: 'taken up', from: walkOn(world, id)?.walker ?? '', session: world.state().session ?? '' },
	});
/** A walk of anna's through its first step, and bob who opened it. */
const both = async (more: { readonly anna?: number; readonly bob?: number } = {}) => {
	const anna = await who('anna', more.anna === undefined ? {} : { ahead: more.anna });
	const id = await anna.open('down');
	await anna.run('look');
	const bob = await who('bob', more.bob === undefined ? {} : { ahead: more.bob });
	expect(await bob.walks.resume(id)).toEqual({ ok: true, value: undefined });
	return { anna, bob, id };
};

describe('two people on one walk', () => {
	test('the second sees what the first does, and cannot act', async () => {
		const { anna, bob, id } = await both();
		expect(stands(bob, id)).toEqual({ look: 'ok' });
		expect(ours(bob, id)).toBe(false);
		void bob.walks.follow();
		await anna.run('tell');
		await settled(bob, id);
		expect(stands(bob, id)).toEqual({ look: 'ok', tell: 'ok' });
		expect(dids(bob, id)).toEqual(dids(anna, id));
		expect(walkOn(bob, id)).toMatchObject({ walker: 'anna', at: 'mend', values: { code: 'HTTP 200' } });
		await bob.run('mend');
		expect(bob.asked).toEqual([]);
		expect(bob.messages().at(-1)).toContain(`anna walks ${id}`);
		// What anna did is in bob's journal as well, once.
		expect(bob.state().journal.entries.length).toBe(anna.state().journal.entries.length);
		bob.stop.abort();
	});

	test('taken over, the first one watches, and what they do is refused', async () => {
		const { anna, bob, id } = await both();
		await take(bob, id);
		expect(ours(bob, id)).toBe(true);
		// Nobody told anna: her next step asks first.
		await anna.run('mend');
		expect(anna.asked).toHaveLength(1);
		expect(ours(anna, id)).toBe(false);
		expect(anna.messages().at(-1)).toMatch(new RegExp(`^bob took ${id} over at \\d\\d:\\d\\d`));
		await bob.run('mend');
		expect(bob.asked).toEqual(['echo mended']);
		// And what she marks in the same moment moves nobody.
		void anna.walks.follow();
		await settled(anna, id);
		expect(stands(anna, id)).toEqual(stands(bob, id));
		expect(walkOn(anna, id)).toMatchObject({ walker: 'bob', at: walkOn(bob, id)?.at });
		anna.stop.abort();
	});

	test('a plan that the first one agrees to after that is not carried out', async () => {
		const { anna, bob, id } = await both();
		const typed = {
			call: { via: 'exec', host: 'vps1', argv: ['x'], timeout: 1, effect: 'write' },
			shown: 'x',
		} as const;
		const step = { walk: id, runbook: 'down', step: 'mend', title: 'Mend' };
		const plan = aPlan({ action: 'run', want: { action: 'run', ...step, command: typed, expect: [] } });
		expect(await anna.walks.whyNot(plan)).toBeUndefined();
		await take(bob, id);
		expect(await anna.walks.whyNot(plan)).toContain(`bob took ${id} over`);
		// A plan that is none of a walk is nobody's but its own.
		expect(await anna.walks.whyNot(aPlan())).toBeUndefined();
	});

	test('whoever watches the screen is told that it was taken over', async () => {
		const { anna, bob, id } = await both();
		await take(bob, id);
		void anna.walks.follow();
		await settled(anna, id);
		expect(anna.messages().filter((text) => text.startsWith(`bob took ${id} over`))).toHaveLength(1);
		anna.stop.abort();
	});

	test('of two who take it over at once the copy says who was last, and both know', async () => {
		const { bob, id } = await both();
		const eve = await who('eve');
		await eve.walks.resume(id);
		await Promise.all([take(bob, id), take(eve, id)]);
		await bob.run('mend');
		await eve.run('mend');
		expect([ours(bob, id), ours(eve, id)].filter(Boolean)).toHaveLength(1);
		expect([...bob.asked, ...eve.asked]).toHaveLength(1);
	});

	test('it is not taken over while the one who walks it would not learn of it', async () => {
		const { bob, id } = await both();
		host.cut(true);
		await take(bob, id);
		expect(ours(bob, id)).toBe(false);
		expect(bob.messages().at(-1)).toContain('not taken over');
		expect(bob.state().walks[id]?.unread).toMatchObject({ kind: 'unreachable' });
		host.cut(false);
		await take(bob, id);
		expect(ours(bob, id)).toBe(true);
		expect(bob.state().walks[id]?.unread).toBeUndefined();
	});

	test('taken over between the key and its line, nothing runs, and what the other one found stands', async () => {
		const kept = await journal();
		if (!kept.ok) throw new Error(kept.failure.message);
		const meanwhile: (() => Promise<void>)[] = [];
		const append: Journal['append'] = async (entry) => {
			if (entry.what === 'walked' && entry.did.is === 'ran') await meanwhile.pop()?.();
			return kept.value.append(entry);
		};
		const anna = await who('anna', { journal: { ok: true, value: { ...kept.value, append } } });
		const id = await anna.open('down');
		await anna.run('look');
		const bob = await who('bob');
		expect(await bob.walks.resume(id)).toEqual({ ok: true, value: undefined });
		meanwhile.push(async () => {
			await take(bob, id);
			await bob.run('mend');
		});
		await anna.run('mend');
		expect([anna.asked.length, bob.asked.length]).toEqual([1, 1]);
		void bob.walks.follow();
		await settled(bob, id);
		expect(stands(bob, id)).toMatchObject({ look: 'ok', mend: 'ok' });
		expect(walkOn(bob, id)?.stands['mend']?.notes).toEqual([expect.stringMatching(/^not run: bob took/)]);
		bob.stop.abort();
	});

	test('what was done while the line was cut comes later, and moves nobody who took it over meanwhile', async () => {
		const { anna, bob, id } = await both();
		await take(bob, id);
		host.cut(true);
		await anna.run('tell');
		expect(stands(anna, id)).toMatchObject({ tell: 'ok' });
		host.cut(false);
		await bob.run('mend');
		void anna.walks.follow();
		await settled(anna, id);
		expect(walkOn(anna, id)).toMatchObject({ walker: 'bob', at: walkOn(bob, id)?.at });
		expect(stands(anna, id)).toEqual({ look: 'ok', mend: 'ok' });
		expect(host.text(id)).toContain('"marked","step":"tell"');
		anna.stop.abort();
	});

	test.each([
		{ anna: hour, bob: 0 },
		{ anna: 0, bob: -hour },
		{ anna: -hour, bob: hour },
	])('a clock that is off breaks no order and no age: $anna $bob', async ({ anna: first, bob: second }) => {
		// The host's clock is the real one, and anna's is what the test says.
		const { anna, bob, id } = await both({ anna: first, bob: second });
		const walk = walkOn(bob, id);
		expect(Math.abs((walk?.seen ?? 0) - bob.now())).toBeLessThan(20_000);
		expect(Math.abs((walk?.began ?? 0) - bob.now())).toBeLessThan(20_000);
		await take(bob, id);
		await anna.run('mend');
		expect(ours(anna, id)).toBe(false);
		expect(Math.abs((walkOn(anna, id)?.since ?? 0) - anna.now())).toBeLessThan(20_000);
		// The lines of each journal are in the order in which they were done.
		expect(dids(anna, id)).toEqual(dids(bob, id));
	});

	test('on one machine it goes by the journal: nobody acts twice', async () => {
		const shared = await journal();
		const anna = await who('anna', { journal: shared, at: 'desk' });
		const bob = await who('bob', { journal: shared, at: 'desk2' });
		const id = await anna.open('down');
		host.cut(true);
		await anna.run('look');
		const entry = anna.state().journal.entries.at(-1);
		if (entry === undefined) throw new Error('nothing was written');
		await bob.walks.heard({ type: 'plan/noted', at: 0, entry });
		expect(stands(bob, id)).toEqual({ look: 'ok' });
		expect(ours(bob, id)).toBe(false);
		await bob.run('mend');
		expect(bob.asked).toEqual([]);
		host.cut(false);
		await take(bob, id);
		expect(ours(bob, id)).toBe(true);
		host.cut(true);
		await anna.run('mend');
		expect(anna.asked).toEqual(['curl -I api']);
		expect(anna.messages().at(-1)).toContain(`bob took ${id} over`);
	});
});

describe('the copy of a walk on its host', () => {
	test('that was cut in the middle of a line loses none of the next, and has none twice', async () => {
		const anna = await who('anna');
		const id = await anna.open('down');
		await anna.run('look');
		appendFileSync(host.file(id), '{"at":1,"by":"an');
		await anna.run('tell');
		await anna.run('mend');
		const bob = await who('bob');
		await bob.walks.resume(id);
		expect(stands(bob, id)).toEqual({ look: 'ok', tell: 'ok', mend: 'ok' });
	});

	test('has each line once though the answer to one was lost', async () => {
		const anna = await who('anna');
		const id = await anna.open('down');
		await anna.run('look');
		host.lose();
		await anna.run('tell');
		await anna.run('mend');
		const names = host
			.text(id)
			.split('\n')
			.flatMap((line) => /"session":"[^"]*","n":\d+/.exec(line) ?? []);
		expect(new Set(names).size).toBe(names.length);
		const bob = await who('bob');
		await bob.walks.resume(id);
		expect(stands(bob, id)).toEqual({ look: 'ok', tell: 'ok', mend: 'ok' });
	});

	test('is not filled with a line that nobody can read back, and has the others', async () => {
		const anna = await who('anna');
		const id = await anna.open('down');
		await anna.run('look');
		const did = { is: 'noted', step: 'tell', text: 'x'.repeat(300_000) } as const;
		await anna.walks.did({ type: 'walk/did', at: anna.now(), walk: id, did });
		await anna.run('mend');
		expect(host.text(id).length).toBeLessThan(10_000);
		const bob = await who('bob');
		await bob.walks.resume(id);
		expect(stands(bob, id)).toEqual({ look: 'ok', mend: 'ok' });
	});

	test('is begun once, and so is the walk, where the journal cannot be written', async () => {
		const anna = await who('anna', { journal: failed('full', 'The disk is full.', 'Make room.') });
		const id = await anna.open('down');
		await anna.run('look');
		await anna.run('tell');
		expect(host.text(id).match(/"is":"began"/g)).toHaveLength(1);
		expect(host.text(id).match(/"document":/g)).toHaveLength(1);
		expect(host.calls.filter((call) => call === 'begin')).toHaveLength(1);
	});

	test('of which nobody knows here what it is about runs nothing, on no host that it alone names', async () => {
		const { bob, id } = await both();
		const forged = host
			.text(id)
			.replaceAll('"host":"vps1"', '"host":"db1"')
			.replaceAll('"environment":"production"', '"environment":"open"');
		host.write(id, forged);
		const eve = await who('eve');
		eve.change((state) => ({
			...state,
			fleet: { ...state.fleet, hosts: [...state.fleet.hosts, { name: 'db1', reach: 'local' }] },
		}));
		await eve.walks.resume(id);
		await take(eve, id);
		expect(walkOn(eve, id)?.head.environment).toBe('production');
		await eve.walks.accepted({ type: 'walk/accepted', at: eve.now(), walk: id });
		await eve.run('mend');
		expect(eve.asked).toEqual([]);
		expect(eve.messages().at(-1)).toContain('db1, which is not a host of production/api here');
		// A host of its own choice is one.
		await eve.walks.did({ type: 'walk/did', at: eve.now(), walk: id, did: { is: 'moved', host: 'vps1' } });
		await eve.run('mend');
		expect(eve.asked).toEqual(['echo mended']);
		expect(ours(bob, id)).toBe(false);
	});
});

test('what could not be written down is, once that can be', async () => {
	const real = await journal();
	let full = true;
	const value: Journal | undefined = real.ok ? real.value : undefined;
	if (value === undefined) throw new Error('there is no journal');
	const fails: Journal = {
		...value,
		append: async (note, after) => (full ? failed('full', 'The disk is full.') : value.append(note, after)),
	};
	const anna = await who('anna', { journal: { ok: true, value: fails } });
	const id = await anna.open('down');
	await anna.run('look');
	expect(anna.state().walks[id]).toMatchObject({ kept: false, unwritten: { kind: 'full' } });
	full = false;
	await anna.run('tell');
	const read = await value.read({ run: id });
	const dids = read.ok ? read.value.flatMap((entry) => (entry.what === 'walked' ? [entry.did.is] : [])) : [];
	expect(dids).toEqual(['began', 'ran', 'came', 'set', 'went', 'marked', 'went']);
	expect(anna.state().walks[id]).toMatchObject({ kept: true, walk: { at: 'mend' } });
	expect(anna.state().walks[id]?.unwritten).toBeUndefined();
});

test('a document that was changed is written down once, with both digests', async () => {
	const anna = await who('anna');
	const id = await anna.open('down');
	await anna.run('look');
	anna.put('down', `${down}\nMore.\n`);
	await anna.run('mend');
	await anna.run('mend');
	await anna.run('tell');
	const changed = anna.state().walks[id]?.lines.flatMap(({ did }) => (did.is === 'changed' ? [did] : []));
	expect(changed).toEqual([{ is: 'changed', digest: sha256(`${down}\nMore.\n`), was: sha256(down) }]);
});
