import { describe, expect, test } from 'vitest';
import type { Interrupted } from '../../src/actions/resume.ts';
import { begunElsewhere, listText, meantOf, notOpen, wordOn } from '../../src/cli/take-up.ts';
import { standingIn } from '../../src/core/run.ts';
import { instance, service } from '../actions/service.ts';
import { aPlan, entriesOf, notes } from '../support/plans.ts';

function cut(run: string, unasked?: true): Interrupted {
	const plan = aPlan({ id: run, ...(unasked === undefined ? {} : { unasked }) });
	return { run, entries: [], standing: standingIn(plan, []), story: '', offers: ['finish', 'undo', 'handled'] };
}
const [back, tidy] = [cut('00000001'), cut('00000002', true)];
const ids = (runs: readonly Interrupted[]) => runs.map(({ run }) => run);

test.each<[string, readonly Interrupted[], { id?: string; way?: 'undo' }, readonly string[]]>([
	[
		'the one that was asked for, where another is open that nobody asked for',
		[tidy, back],
		{ way: 'undo' },
		[back.run],
	],
	['one that nobody asked for, where no other is open', [tidy], { way: 'undo' }, [tidy.run]],
	['the one that is named', [tidy, back], { way: 'undo', id: tidy.run }, [tidy.run]],
	['all, where they are listed', [tidy, back], {}, [tidy.run, back.run]],
])('a call of resume means %s', (_, open, taking, means) => {
	expect(ids(meantOf(open, taking))).toEqual(means);
});

test('the list names the walks that have no end beside what was interrupted', () => {
	const walk = { walk: 'w-20', title: 'Mine', by: 'op-1', seen: 0, walked: false };
	expect(listText([], [])).toBe('Nothing was interrupted.');
	expect(listText([], [walk])).toMatch(/^No change was interrupted\.\nw-20 .*\nGo on with a walk.*resume w-/);
	expect(
		listText([back], [walk])
			.split('\n')
			.map((line) => line.slice(0, 8)),
	).toEqual([back.run, 'Go on: w', 'w-20  wa', 'Go on wi']);
});

test('what is grave is taken up by environment and service; its reason need not be said again', async () => {
	const standing = standingIn(aPlan({ tier: 4 }), []);
	const alone = await wordOn(standing, { yes: true }, 'open');
	expect(alone.ok ? '' : alone.failure.fix).toMatch(/then add: --confirm production\/api$/);
	const typed = await wordOn(standing, { confirm: 'production/api' }, 'open');
	expect(typed).toEqual({ ok: true, value: { how: 'typed env/service', typed: 'production/api' } });
	expect(await wordOn(standingIn(aPlan(), []), { yes: true }, 'open')).toMatchObject({ value: { how: '--yes' } });
});

test.each<[string, Parameters<typeof notes>[0], string]>([
	[
		'ended',
		[
			{ what: 'planned', plan: aPlan() },
			{ what: 'undone', text: 'as it was' },
		],
		'It came to its end: UNDONE.',
	],
	['never began', [{ what: 'planned', plan: aPlan() }], 'No order of it was given.'],
	[
		'goes on elsewhere',
		[
			{ what: 'planned', plan: aPlan() },
			{ what: 'begins', step: 0, way: 'does' },
		],
		'Another watchdeck carries it out.',
	],
	[
		'is watched',
		[
			{ what: 'planned', plan: aPlan() },
			{ what: 'proven', text: 'it is so', until: 1 },
		],
		'It is being watched, which an open cockpit goes on with by itself.',
	],
])('a run that %s is not taken up, and told so', (_, told, why) => {
	const { message, fix } = notOpen('7f3a1b2c', entriesOf(notes(told)));
	expect(message).toBe(`7f3a1b2c (${aPlan().title}) was not interrupted. ${why}`);
	expect(fix).toContain('watchdeck journal');
});

describe('a run that this journal does not have', () => {
	const lock = {
		key: 'container-api',
		plan: '98aee9f8',
		who: 'ben',
		what: 'roll back',
		why: '',
		since: 0,
		quiet: 90_000,
	};
	const next = instance({ name: 'api-next-98aee9f8', labels: { 'watchdeck.plan': '98aee9f8' } });

	test('is named with who began it, by its lock, and with what can be done by hand', () => {
		const services = { 'production/api': service({ instances: [next] }) };
		const { message, fix } = begunElsewhere('98aee9f8', { locks: { vps1: { all: [lock], at: 0 } }, services });
		expect(message).toContain('no run 98aee9f8');
		expect(message).toContain('begun by ben');
		expect(fix).toContain('Only there can one go on with it: watchdeck resume 98aee9f8');
		expect(fix).toContain('docker rename api-next-98aee9f8 api');
	});

	test('and that left nothing is looked for by its label', () => {
		const { message, fix } = begunElsewhere('98aee9f8', { locks: {}, services: {} });
		expect(message).toContain('somebody else, from another account or machine');
		expect(fix).toContain('docker ps -a --filter label=watchdeck.plan=98aee9f8');
	});
});
