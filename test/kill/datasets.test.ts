// Kills the real program, as `kill -9` does, after each line of its journal and in the middle of each order, while it backs up,
// tests or restores a dataset; then each of the two ways out.
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	ASIDE,
	type DatasetAction,
	type DatasetScene,
	inVerb,
	isRunning,
	KILLED,
	type LiveData,
	type Moment,
	setDatasetScene,
} from '../e2e/dataset-scene.ts';
import { cacheIn, shopIn } from '../e2e/dataset-shop.ts';
import { journalOf } from '../e2e/scene.ts';
import { type DatabaseContainer, runRedis } from '../lab/databases/containers.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Postgres, startPostgres } from '../lab/postgres.ts';
import { fillPostgres } from '../lab/rows/postgres.ts';

const figures: string[] = [];

/** In the middle of an order, and after it when nobody has heard of its end. */
const around = (verb: string): readonly Moment[] => [
	{ title: `in ${verb}`, is: () => inVerb(verb, 'started') },
	{ title: `after ${verb}, unheard`, is: () => inVerb(verb, 'works'), until: () => !inVerb(verb, 'started') },
];

/** What an undo comes to after this line: before the consent and after the end there is nothing to decide. */
function wayBack(last: string, done: 'backed up' | 'live') {
	if (last === 'planned') return { code: 3, end: last, which: 'live', what: 'nothing began' } as const;
	if (last === 'verified') return { code: 3, end: last, which: done, what: 'verified before' } as const;
	return { code: 0, end: 'undone', which: 'live', what: 'undone' } as const;
}

/** What came of each point. */
async function matrix(
	scene: DatasetScene,
	action: DatasetAction,
	moments: readonly Moment[],
	{ lines: each = true } = {},
): Promise<void> {
	const began = Date.now();
	const came: string[] = [];
	const endOf = (env: Readonly<Record<string, string>>) => String(journalOf(env).at(-1)?.['what']);
	const done = action === 'restore' ? 'backed up' : 'live';

	const named = (cut: number | Moment, last: string) =>
		`${action}, ${typeof cut === 'number' ? `line ${cut}` : cut.title} (${last})`;

	/** Undoes it at once, while what was cut may still end; twice: the second time there is nothing left to undo. */
	const undoFrom = async (cut: number | Moment): Promise<string | undefined> => {
		await scene.begin();
		const env = scene.env();
		const said = await scene.act(action, env, cut);
		const last = endOf(env);
		if (said.code !== KILLED) {
			expect([said.code, last], said.text).toEqual([0, 'verified']);
			return undefined;
		}
		const { code, end, which, what } = wayBack(last, done);
		const undo = await scene.resume(env, '--undo');
		const why = `${named(cut, last)}, undo: ${undo.text}`;
		expect([undo.code, endOf(env)], why).toEqual([code, end]);
		// Whoever plans next finds in the journal that the run has ended, and takes its lock over.
		await scene.isWell(env, which, why, last === 'verified');
		await scene.isHonest(env);
		const again = await scene.resume(env, '--undo');
		expect(again.code, again.text).toBe(3);
		came.push(what);
		return last;
	};
	const finishFrom = async (cut: number | Moment, last: string) => {
		await scene.begin();
		const env = scene.env();
		expect((await scene.act(action, env, cut)).code).toBe(KILLED);
		await scene.isHonest(env);
		const why = `${named(cut, last)}, finish`;
		const finish = await scene.resume(env, '--finish');
		expect(finish.code, `${why}: ${finish.text}`).toBe(0);
		expect([endOf(env), finish.text], why).toEqual(['verified', expect.stringContaining('VERIFIED')]);
		await scene.isWell(env, done, why);
		await scene.isHonest(env);
		came.push('finished');
	};
	const wrong: string[] = [];
	const tried = async (cut: number | Moment): Promise<string | undefined> => {
		try {
			const last = await undoFrom(cut);
			if (last !== undefined && last !== 'planned' && last !== 'verified') await finishFrom(cut, last);
			return last;
		} catch (error) {
			wrong.push(String(error));
			return 'wrong';
		}
	};
	let lines = 1;
	while (each && (await tried(lines)) !== undefined) lines += 1;
	for (const moment of moments) expect(await tried(moment), `${action}: ${moment.title} did not come`).toBeDefined();
	const counts = [...Map.groupBy(came, String)].map(([what, these]) => `${these.length} ${what}`).join(', ');
	const points = `${lines - 1} lines and ${moments.length} moments`;
	figures.push(`${action} of ${scene.of}: ${points}: ${counts}; ${Math.round((Date.now() - began) / 1000)} s`);
	expect(wrong).toEqual([]);
	// Planned, confirmed, the begin and end of a step, done, verified at the least: else the hook did not work.
	if (each) expect(lines).toBeGreaterThan(6);
}

afterAll(() => process.stdout.write(`\n${figures.join('\n')}\n`));

describeLab('the program is killed while it works on a dataset of PostgreSQL', () => {
	let lab: Lab;
	let server: Postgres;
	let shop: LiveData;
	beforeAll(async () => {
		[lab, server] = await Promise.all([startLab({ images: ['app'] }), startPostgres()]);
		const fill = () => fillPostgres(server.tool, 'shop_then');
		shop = shopIn(server, fill, 'DELETE FROM orders WHERE id = 7; DROP TABLE "*"; SELECT lo_unlink(424242)');
	});
	afterAll(async () => {
		await lab?.stop();
		await server?.stop();
	});

	const isThere = (pattern: string) =>
		server.sql(`select count(*) from pg_database where datname ~ '${pattern}'`) !== '0';
	const runs = async () => (await lab.inspect('api')).State.Running;
	const ours = "application_name ~ '^watchdeck-'";
	let held: { end: () => Promise<void> } | undefined;
	const heldDump: Moment = {
		title: 'while pg_dump waits for a table',
		is: async () => {
			held ??= server.session('begin; lock table orders in access exclusive mode', 'shop');
			return server.sql(`select count(*) from pg_stat_activity where ${ours} and wait_event_type = 'Lock'`) !== '0';
		},
		after: async () => {
			await held?.end();
			held = undefined;
		},
	};

	test('backup', async () => {
		const scene = await setDatasetScene(lab, shop);
		await matrix(scene, 'backup', [heldDump, ...['dump', 'keep', 'copy'].flatMap(around)]);
	});
	test('verify', async () => {
		const scene = await setDatasetScene(lab, shop, { slow: true });
		const asked: Moment = {
			title: 'while its checks are asked',
			is: () => isRunning('postgres: postgres apart [local] SELECT'),
		};
		await matrix(scene, 'verify', [asked, ...around('verify')]);
	});
	test('restore', async () => {
		const scene = await setDatasetScene(lab, shop);
		await matrix(scene, 'restore', [
			...['dump', 'keep', 'beside'].flatMap(around),
			{ title: 'while it is filled beside', is: () => isThere('^watchdeck_new_') },
			{ title: 'once the writer is stopped', is: async () => !(await runs()) },
			...around('swap'),
			{ title: 'once the places are changed', is: () => isThere(`^watchdeck_old_(?!${ASIDE})`) },
			{ title: 'once the writer runs again', is: async () => isThere(`^watchdeck_old_(?!${ASIDE})`) && (await runs()) },
			...around('forget'),
		]);
		const slow = await setDatasetScene(lab, shop, { slow: true });
		const asked = `select count(*) from pg_stat_activity where ${ours} and query ~ '^select pg_sleep'`;
		const asking = { title: 'while its checks are asked beside', is: () => server.sql(asked) !== '0' };
		await matrix(slow, 'restore', [asking], { lines: false });
	});
});

describeLab('the program is killed while it works on a dataset of Redis in a container', () => {
	let lab: Lab;
	let cache: LiveData;
	let db: DatabaseContainer;
	beforeAll(async () => {
		lab = await startLab({ images: ['app', 'databases'] });
		const quick = ['--repl-diskless-sync-delay', '0', '--save', '3600 1'];
		db = await runRedis(lab, 'cache', { cmd: ['redis-server', ...quick] });
		cache = cacheIn(db, 'cache');
	});
	afterAll(() => lab?.stop());

	test('restore', async () => {
		const scene = await setDatasetScene(lab, cache);
		const follows = () => db.sql('INFO replication').includes('role:slave');
		await matrix(scene, 'restore', [
			...['beside', 'dump', 'keep', 'swap'].flatMap(around),
			{ title: 'once it follows the server beside it', is: follows },
		]);
	});
});
