import { expect, test } from 'vitest';
import { type ActingParts, makeActing } from '../../src/app/acting.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import { digest, makeWorld } from '../actions/world.ts';
import { aState, start } from '../support/plans.ts';

const never = new AbortController().signal;
const failed = { ok: false, took: 1, failure: { kind: 'unreachable', message: 'not asked in this test' } } as const;

function actingOn(entries: readonly JournalEntry[], refreshed: string[]) {
	const read = async () => ({ ok: true, value: entries }) as const;
	const append = async () => failed;
	const parts: ActingParts = {
		ask: async () => failed,
		read: async () => failed,
		journal: { ok: true, value: { append, open: read, read } },
		digest,
		state: aState,
		planId: () => '00000001',
		refresh: async (hosts) => {
			refreshed.push(...hosts);
		},
		session: 'here/1/2',
		isAlive: () => false,
		redact: String,
		now: () => start,
		wait: async () => {},
		emit: () => {},
		signal: never,
		stop: never,
	};
	return makeActing(parts);
}

test('a service with an interrupted run gets no new plan, and the run is named', async () => {
	const world = makeWorld();
	await world.go({ order: { at: 4, is: 'killed after effect' } });
	const refreshed: string[] = [];
	const planned = await actingOn(world.entries, refreshed).plan({ action: 'restart' }, 'production/api');
	expect(planned).toMatchObject({
		ok: false,
		failure: { fix: `First end that one: watchdeck resume ${world.plan.id} --finish or --undo or --handled.` },
	});
	expect(refreshed).toEqual([]);
	await actingOn([], refreshed).plan({ action: 'restart' }, 'production/api');
	expect(refreshed.length).toBeGreaterThan(0);
});
