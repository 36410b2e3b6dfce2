import { expect, test } from 'vitest';
import { handled, interrupted, openOn } from '../../src/actions/resume.ts';
import type { JournalEntry, Note } from '../../src/core/journal.ts';
import { standing } from '../../src/core/run.ts';
import { datasetSubject } from '../../src/core/want.ts';
import { id, makeWorld, usualStart, type World } from './world.ts';

const nobody = () => false;

async function cutAfter(line: number): Promise<World> {
	const world = makeWorld();
	expect(await world.go({ journal: { at: line, is: 'killed after' } })).toBe('killed');
	return world;
}

test.each([
	[1, 'It was confirmed; no step began.'],
	[
		2,
		'It was cut in step 1 of 8 (pin the image as shop/api:rb-7f3a0c11, so that it stays): whether that took effect is asked first.',
	],
	[3, 'It was cut after step 1 of 8 (pin the image as shop/api:rb-7f3a0c11, so that it stays).'],
	[18, 'All its steps are done; it was not proven.'],
])('a run that was cut after line %i says where it stands', async (line, story) => {
	const [run] = interrupted((await cutAfter(line)).entries, nobody);
	expect(run?.story).toBe(story);
	expect(run?.offers).toEqual(['finish', 'undo', 'handled']);
});

test('an undo that was cut says how much may still be in effect', async () => {
	const world = await cutAfter(18);
	await world.go({ order: { at: 2, is: 'killed after effect' } }, { course: 'back' });
	expect(interrupted(world.entries, nobody)[0]?.story).toBe(
		'Its undo was under way; 6 of 8 steps may still be in effect.',
	);
});

test('a run that some living program carries out is not offered', async () => {
	const { entries } = await cutAfter(3);
	const owned = entries.map(
		(entry): JournalEntry =>
			entry.what === 'confirmed' ? { ...entry, consent: { ...entry.consent, session: 'laptop/1/2' } } : entry,
	);
	expect(interrupted(owned, (session) => session === 'laptop/1/2')).toEqual([]);
	expect(interrupted(owned, nobody)).toHaveLength(1);
	expect(interrupted(owned, nobody)[0]?.story).not.toContain('laptop');
	expect(interrupted(owned, () => undefined)[0]?.story).toMatch(/\. It may still run on laptop: look there first\.$/);
});

test('what was seen to by hand is not asked about again', async () => {
	const { entries } = await cutAfter(5);
	const [run] = interrupted(entries, nobody);
	if (run === undefined) throw new Error('nothing was cut');
	const append = async (note: Note) => {
		const entry: JournalEntry = { ...note, seq: entries.length + 1, prev: '', hash: '' };
		entries.push(entry);
		return { ok: true, value: entry } as const;
	};
	const journal = {
		append,
		open: async () => ({ ok: true, value: entries }) as const,
		read: async () => ({ ok: true, value: entries }) as const,
	};
	await handled(journal, run, { by: 'op-1', at: 5, text: 'seen to' });
	expect(interrupted(entries, nobody)).toEqual([]);
	expect(standing(entries)?.outcome).toBe('HANDLED');
});

test('no new plan is made on a service with an open run, which is named', async () => {
	const open = interrupted((await cutAfter(5)).entries, nobody);
	expect(openOn(open, 'production/api')).toMatchObject({
		kind: 'refused',
		fix: `First end that one: watchdeck resume ${id} --finish or --undo or --handled.`,
	});
	expect(openOn(open, 'production/web')).toBeUndefined();
	expect(openOn(open, datasetSubject('production/api'))).toBeUndefined();
});

test('a run without an end that was never confirmed is none', () => {
	const world = makeWorld(usualStart);
	expect(interrupted(world.entries, nobody)).toEqual([]);
	expect(standing([])).toBeUndefined();
});

test('an undo is offered only where something can be undone', async () => {
	const bare = makeWorld({ ...usualStart, bare: [0, 1, 2, 3, 4, 5, 6, 7] });
	await bare.go({ journal: { at: 18, is: 'killed after' } });
	expect(interrupted(bare.entries, nobody)[0]?.offers).toEqual(['finish', 'handled']);
});
