// A backup and a restore whose cockpit is killed in the middle of an order. `npm run test:kill` does so at every point.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Postgres, startPostgres } from '../lab/postgres.ts';
import { ASIDE, type DatasetAction, KILLED, type Moment, setDatasetScene } from './dataset-scene.ts';
import { shopIn } from './dataset-shop.ts';
import { journalOf } from './scene.ts';

const ROWS = 'create table orders as select n as id, md5(n::text) as body from generate_series(1, 2000) n';

describeLab('a dataset whose cockpit is killed', () => {
	let lab: Lab;
	let server: Postgres;
	beforeAll(async () => {
		[lab, server] = await Promise.all([startLab({ images: ['app'] }), startPostgres()]);
	});
	afterAll(async () => {
		await lab?.stop();
		await server?.stop();
	});

	test('is as it was, or as its backup, and nothing else is left', { timeout: 180_000 }, async () => {
		const shop = shopIn(server, () => server.sql(ROWS, 'shop_then'), 'delete from orders where id % 7 = 0');
		const scene = await setDatasetScene(lab, shop);
		const asked = (query: string) => server.sql(query) !== '0';
		let held: { readonly end: () => Promise<void> } | undefined;
		const dumping: Moment = {
			title: 'while pg_dump waits for a table',
			is: () => {
				held ??= server.session('begin; lock table orders in access exclusive mode', 'shop');
				return asked("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~ '^LOCK TABLE'");
			},
			after: () => held?.end() ?? Promise.resolve(),
		};
		const stopped: Moment = {
			title: 'once the writer is stopped',
			is: async () => !(await lab.inspect('api')).State.Running,
		};
		const changed: Moment = {
			title: 'once the places are changed',
			is: () => asked(`select count(*) from pg_database where datname ~ '^watchdeck_old_(?!${ASIDE})'`),
		};
		const rows: readonly (readonly [DatasetAction, Moment, '--undo' | '--finish'])[] = [
			['backup', dumping, '--undo'],
			['restore', stopped, '--undo'],
			['restore', changed, '--finish'],
		];
		for (const [action, moment, way] of rows) {
			await scene.begin();
			const env = scene.env();
			expect((await scene.act(action, env, moment)).code, moment.title).toBe(KILLED);
			const resumed = await scene.resume(env, way);
			const end = way === '--undo' ? 'undone' : 'verified';
			expect([resumed.code, journalOf(env).at(-1)?.['what']], resumed.text).toEqual([0, end]);
			await scene.isWell(env, way === '--undo' ? 'live' : 'backed up', `${action}, ${moment.title}: ${resumed.text}`);
			await scene.isHonest(env);
		}
	});
});
