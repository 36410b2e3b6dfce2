import { expect, test } from 'vitest';
import { type ArmingParts, arm, disarm } from '../../src/app/arming.ts';
import type { Journal, Note } from '../../src/core/journal.ts';
import { aState, entriesOf, minutes, start } from '../support/plans.ts';

/** What is armed with, and what was written down. `full`: nothing can be. */
function parts(before: readonly Note[] = [], full = false) {
	const written: Note[] = [];
	const append: Journal['append'] = async (note) => {
		if (full) return { ok: false, failure: { kind: 'full', message: 'The disk is full.' } };
		written.push(note);
		return { ok: true, value: { ...note, seq: 1, prev: '', hash: '' } };
	};
	const none = async () => ({ ok: true, value: [] }) as const;
	const given: ArmingParts = {
		state: { ...aState('locked'), journal: { entries: entriesOf(before) } },
		journal: { ok: true, value: { append, open: none, read: none } },
		now: start,
		newId: 'arm1',
	};
	return { given, written };
}
const wanted = { environment: 'production', length: minutes(15) };

test('what is armed is written down: who, until when, and why', async () => {
	const { given, written } = parts();
	expect((await arm(given, { ...wanted, why: ' pay is down ' })).ok).toBe(true);
	expect(written).toEqual([
		{
			...{ what: 'armed', at: start, by: 'op-1', run: 'arm1', environment: 'production', until: start + minutes(15) },
			text: 'production for 15m, until 14:17:31: pay is down',
		},
	]);
});

test('what cannot be written down, or not be armed, is not', async () => {
	expect(await arm(parts([], true).given, wanted)).toMatchObject({ ok: false, failure: { kind: 'full' } });
	const { given, written } = parts();
	expect(await arm(given, { environment: 'staging', length: 1000 })).toMatchObject({ ok: false });
	expect(await disarm(given, 'production')).toMatchObject({ failure: { message: 'production is not armed.' } });
	expect(written).toEqual([]);
});

test('it is disarmed under the id under which it was armed', async () => {
	const armed = { what: 'armed', at: start - 1, by: 'op-1', run: 'arm0', environment: 'production' } as const;
	const { given, written } = parts([{ ...armed, until: start + 1, text: '' }]);
	expect((await disarm(given, 'production')).ok).toBe(true);
	expect(written).toMatchObject([{ what: 'disarmed', run: 'arm0', by: 'op-1' }]);
});
