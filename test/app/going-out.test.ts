import { beforeEach, describe, expect, test } from 'vitest';
import { type GoingOut, makeGoingOut } from '../../src/app/going-out.ts';
import type { Event } from '../../src/core/event.ts';
import type { JournalEntry, Note } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, service } from '../screens/fleet-state.ts';

const full = { ok: false, failure: { kind: 'full', message: 'The disk is full.' } } as const;
let done: unknown[];
let state: State;
beforeEach(() => {
	done = [];
	state = { ...fleetState([service('production/api')], {}), config: '/etc/deck.yaml' };
});
const made = (more: Partial<GoingOut> = {}) => {
	const append = async (note: Note): Promise<Result<JournalEntry>> => {
		done.push(note.what);
		return { ok: true, value: { ...note, seq: 1, prev: '', hash: '' } };
	};
	const none = async (): Promise<Result<readonly JournalEntry[]>> => ({ ok: true, value: [] });
	return makeGoingOut({
		...{ state: () => state, now: () => 5000, newId: () => '0a1b2c3d', session: 'here/1/1' },
		journal: { ok: true, value: { append, open: none, read: none } },
		emit: (event: Event) => {
			if (event.type === 'message/shown') done.push(event.message.text);
		},
		run: async (words) => {
			done.push(words.slice(0, 3).join(' '));
			return { ok: true, value: 0 };
		},
		keep: async (text) => {
			done.push(text);
			return { ok: true, value: '/tmp/page' };
		},
		reload: async () => {
			done.push('reload');
		},
		...more,
	});
};

describe('a shell', () => {
	test('is written down before it is opened and when it is left', async () => {
		await made().shell('production/api');
		expect(done).toEqual([
			...['shell opened', 'ssh -t --', 'shell left'],
			'back from the shell on production/api after 0s: exit 0',
		]);
	});
	test('says of which watchdeck it is, so that others know when that is gone', async () => {
		const notes: Note[] = [];
		const append = async (note: Note): Promise<Result<JournalEntry>> => {
			notes.push(note);
			return { ok: true, value: { ...note, seq: 1, prev: '', hash: '' } };
		};
		const none = async (): Promise<Result<readonly JournalEntry[]>> => ({ ok: true, value: [] });
		await made({ journal: { ok: true, value: { append, open: none, read: none } } }).shell('production/api');
		expect(notes[0]).toMatchObject({ what: 'shell opened', session: 'here/1/1' });
	});
	test('is not opened where it cannot be written down', async () => {
		await made({ journal: full }).shell('production/api');
		expect(done).toEqual(['The disk is full. Nothing was changed.']);
	});
	test('is refused under --read-only, also by its effect', async () => {
		state = { ...state, readOnly: true };
		await made().shell('production/api');
		expect(done).toEqual([expect.stringContaining('--read-only')]);
	});
	test('is under way until its end is written down', async () => {
		const left = Promise.withResolvers<Result<number>>();
		const out = made({ run: () => left.promise });
		expect(out.underWay()).toBe(0);
		const gone = out.shell('production/api');
		expect(out.underWay()).toBe(1);
		left.resolve({ ok: true, value: 129 });
		await gone;
		expect([out.underWay(), done]).toEqual([0, expect.arrayContaining(['shell left'])]);
	});
	test('that could not be run is told, and left', async () => {
		const missing = {
			ok: false,
			failure: { kind: 'missing', message: 'ssh is not installed here.', fix: 'Install ssh.' },
		} as const;
		await made({ run: async () => missing }).shell('host/vps1');
		expect(done).toEqual([
			'shell opened',
			'shell left',
			expect.stringContaining('ssh is not installed here. Install ssh.'),
		]);
	});
});

test('the editor opens the config, which is read anew after it', async () => {
	await made().edit();
	expect(done).toEqual([expect.stringMatching(/^sh -c exec \$\{VISUAL/), 'reload']);
});

test.each([
	[127, 'the editor could not be started: VISUAL or EDITOR must name a program that is there'],
	[1, 'the editor ended with code 1'],
])('an editor that ends with code %i is told, and no reading of the config hides that', async (code, said) => {
	await made({ run: async () => ({ ok: true, value: code }) }).edit();
	expect(done).toEqual([said]);
});

test('the pager reads a file without anything that a terminal would obey', async () => {
	await made().page('one\u001b[2J\ntwo');
	expect(done[0]).toMatch(/^one.*\ntwo\n$/);
	expect(done[0]).not.toContain('\u001b');
	expect(done[1]).toMatch(/^sh -c exec \$\{PAGER/);
});
