// Databases of PostgreSQL in a container of another machine: backed up, verified, restored and taken back, by the built program.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DatabaseContainer, runPostgres } from '../lab/databases/containers.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { bigPostgres, fillPostgres, postgresContents } from '../lab/rows/postgres.ts';
import { watchdeck } from './cli.ts';
import { journalOf, makeEnds, openCockpit } from './scene.ts';

const MINUTES = 60_000;

describeLab('a dataset over ssh', () => {
	let lab: Lab;
	let db: DatabaseContainer;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['databases'], ssh: true });
		db = await runPostgres(lab, 'db-1');
	});
	afterAll(() => lab?.stop());
	afterEach(() => ends.all());

	/** The config of a database, with folders of its own, which belong to who logs in there. */
	const scene = (database: string, table: string) => {
		const own = mkdtempSync(join(lab.folder, 'backups-'));
		const [folder, remote] = [join(own, 'here'), join(own, 'away')];
		for (const path of [folder, remote]) mkdirSync(path);
		execFileSync('chown', ['-R', 'ops', own]);
		const config = `
operator: tester
discover: false
hosts:
  box: { ssh: lab }
environments:
  production:
    services:
      db: { host: box, container: db-1 }
    datasets:
      ${database}:
        kind: postgres
        service: db
        container: db-1
        database: ${database}
        user: postgres
        folder: ${folder}
        within: 26h
        off-site: { remote: ${remote} }
        tables: [${table}]
        newest: { table: ${table}, column: updated_at, within: 366d }
        checks: { rows: { ask: select count(*) from ${table}, least: 1000 } }
        verify: { within: 7d }
`;
		const backups = () => readdirSync(folder).filter((name) => name !== '.watchdeck');
		return { config, backups, contents: () => postgresContents(db.tool, database) };
	};

	test('from the command line, row by row', { timeout: 3 * MINUTES }, async () => {
		db.sql('create database shop');
		fillPostgres(db.tool, 'shop');
		const { config, backups, contents } = scene('shop', 'orders');
		const env = lab.env();
		const file = lab.config(config);
		const say = (...words: readonly string[]) => watchdeck(['--config', file, ...words], { env });
		const lights = async () => {
			const { code, out } = await say('backups', '--json');
			const [one] = JSON.parse(out).backups;
			return [code, one.ran.is, one.offSite.is, one.sane.is, one.restored.is];
		};
		const first = contents();

		const made = await say('backup', 'production/shop', '--yes');
		expect([made.code, made.text]).toEqual([0, expect.stringMatching(/VERIFIED shop-\S+ is there and whole/)]);
		const [backup = ''] = backups();
		expect(await lights()).toEqual([3, 'ok', 'ok', 'ok', 'unknown']);
		const verified = await say('verify', 'production/*', '--yes');
		expect([verified.code, verified.text]).toEqual([0, expect.stringContaining(`VERIFIED ${backup} was restored`)]);
		expect(await lights()).toEqual([0, 'ok', 'ok', 'ok', 'ok']);

		db.sql("delete from orders where id = 7; insert into orders values (20001, 1, now(), 'later')", 'shop');
		const changed = contents();
		const unsaid = await say('restore', 'production/shop', '--yes');
		expect([unsaid.code, unsaid.text]).toEqual([3, expect.stringContaining('--confirm production/shop --reason')]);
		expect(unsaid.text).toContain('1 row of orders came since then and are not in it');
		const gravely = ['--confirm', 'production/shop', '--reason', 'a wrong delete'];
		const restored = await say('restore', 'production/shop', '--to', backup, ...gravely);
		expect([restored.code, restored.text]).toEqual([0, expect.stringContaining('VERIFIED production/shop answers')]);
		expect(contents()).toEqual(first);
		const [, run = ''] = /plan ([0-9a-f]{8})/.exec(restored.text) ?? [];
		// Taken back as somebody planned it, with the reason that they gave.
		const plan = await say('plan', 'restore', 'production/shop', '--back', run, '--reason', 'it was right', '--json');
		expect(plan.code).toBe(0);
		writeFileSync(`${file}.plan`, plan.out);
		const back = await say('apply', `${file}.plan`, '--confirm', 'production/shop');
		expect([back.code, back.text]).toEqual([0, expect.stringContaining('VERIFIED production/shop answers')]);
		expect(contents()).toEqual(changed);
		// The one that was taken, and what the restore dumped first.
		expect(backups()).toHaveLength(2);
		expect(journalOf(env).filter(({ what }) => what === 'verified')).toHaveLength(4);
	});

	/** Holds a dump where large objects come, which is after all rows, until what it gives is called. */
	const heldAtItsEnd = async (database: string) => {
		const words = ['exec', '-i', 'db-1', 'psql', '-XAtq', '-U', 'postgres', '-d', database];
		const session = spawn('docker', words, { stdio: ['pipe', 'pipe', 'inherit'] });
		ends.add(() => session.stdin.end());
		session.stdin.write('begin; lock table pg_catalog.pg_largeobject in access exclusive mode; select 1;\n');
		await new Promise((resolve) => session.stdout.once('data', resolve));
		return () => session.stdin.end();
	};

	test('by its keys, with how far it is', { timeout: 3 * MINUTES }, async () => {
		db.sql('create database logs');
		// More than is compressed at once, and a large object.
		bigPostgres(db.tool, 'logs', 18_000_000);
		db.sql("select lo_from_bytea(0, 'large')", 'logs');
		const { config, backups, contents } = scene('logs', 'big');
		const first = contents();
		const deck = openCockpit(lab, ends, config, { columns: 80, rows: 24 });
		const confirmed = async () => {
			await deck.enter();
			await deck.type('logs');
			await deck.enter();
		};
		const verified = async () => {
			await deck.sees('VERIFIED', MINUTES);
			await deck.esc();
		};
		await deck.sees(/>.* db .*NONE!/);
		await deck.press('b');
		await deck.sees(/1\. dump logs \(PostgreSQL\) into \|\n\| logs-\S+\.part \|/);
		expect(backups()).toEqual([]);
		await confirmed();
		await verified();
		await deck.press('7');
		await deck.sees(/>production\/logs \+ 0m \+ same \+ 1 tables? \? never/);

		const goOn = await heldAtItsEnd('logs');
		await deck.press('b');
		await deck.sees('The last one had');
		await confirmed();
		await deck.sees(/\.\. \d+s 1\. dump logs/);
		// How much of it is packed by then is up to zstd, which works in several threads.
		await deck.sees(/\d[.\d]*[KM] of about \d[.\d]*M, \d[.\d]*[KM]\/s, about (?:\d+m )?\d+s left/);
		goOn();
		await verified();
		expect(backups()).toHaveLength(2);

		await deck.press(':');
		await deck.type('verify');
		await deck.enter();
		await deck.sees('VERIFY production/logs');
		await confirmed();
		await verified();
		await deck.sees(/>production\/logs \+ 0m \+ same \+ 1 tables? \+ \d+s in [\d.]+s/);

		db.sql('update big set id = -id where id = 7; insert into big values (0, now())', 'logs');
		const changed = contents();
		const gravely = async () => {
			await deck.sees('This is grave');
			await deck.enter();
			await deck.sees('why:');
			await deck.type('a wrong delete');
			await deck.enter();
			await deck.sees('type production/logs and press enter');
			await deck.type('production/logs');
			await deck.enter();
			await verified();
		};
		await deck.press(':');
		await deck.type('restore');
		await deck.enter();
		await deck.sees(/>restore production\/logs: logs-\S+ \d+m old/);
		await deck.enter();
		await deck.sees(/to logs-\S+ \([\d.]+M, 1 table, restored in \|\n\| a test in [\d.]+s\)/);
		// Where the line ends depends on how many seconds it is old.
		await deck.sees(/1(?: | +\|\n\| +)row of big came since then/);
		await gravely();
		expect(contents()).toEqual(first);
		await deck.press('u');
		await deck.sees(/to what the restore [0-9a-f]{8} put aside/);
		await gravely();
		expect(contents()).toEqual(changed);
	});
});
