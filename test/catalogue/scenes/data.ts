// Databases that are down, damaged, or copied.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deck } from '../deck.ts';
import type { Walked } from '../scene.ts';
import { begin, deploy, HOME, mustBe, mustBeWell, seen } from '../stage.ts';

const impact = 'Nobody can order.';
const itself = (name: string) => `${name} is walked by itself`;

/** What psql prints of a question to a database. */
const sql = (question: string, database = 'app'): string =>
	execFileSync('docker', ['exec', 'db', 'psql', '-U', 'postgres', '-XAtq', '-d', database, '-c', question], {
		encoding: 'utf8',
	}).trim();
const redis = (...words: readonly string[]): string =>
	execFileSync('docker', ['exec', 'cache', 'redis-cli', ...words], { encoding: 'utf8' }).trim();
const dumpTo = (path: string): void =>
	execFileSync('sh', ['-c', `docker exec db pg_dump -U postgres -Fc -d app >"${path}"`]) as unknown as undefined;

const orders = () => Number(sql('select count(*) from orders'));

/** A migration that holds a lock, and somebody who waits for it; gives the first one's pid. */
const hangingMigration = async (deck: Deck): Promise<string> => {
	const ask = (text: string) =>
		spawn('docker', ['exec', 'db', 'psql', '-U', 'postgres', '-d', 'app', '-c', text], { stdio: 'ignore' });
	ask('begin; alter table orders add column half int; select pg_sleep(600)');
	const pid = () =>
		sql("select pid from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()");
	const found = await deck.until('the migration runs', () => pid() || undefined);
	ask('select count(*) from orders');
	return found;
};

export const data: Readonly<Record<string, Walked>> = {
	'database-down': {
		scenes: [
			{
				of: 'production/db',
				values: { impact },
				broken: async (deck) => {
					await deck.lab.halt('db');
					await seen(deck, 'production/db', 'down');
				},
				steps: [
					['accepts', 'failed'],
					['alive', 'failed'],
					['ended', 'ok'],
					['log', 'ok'],
					['room', 'ok'],
					['which-way', { taken: 'start' }],
					['start', 'ok'],
					['answers', 'ok'],
					['stays', 'ok'],
					['which-way', 'goes'],
					['which-way', { chosen: 'restart' }],
					['restart', 'ok'],
					['answers', 'ok'],
					['stays', 'ok'],
					['which-way', 'goes'],
					['which-way', { chosen: 'connections' }],
					['connections', 'ok'],
					['answers', 'ok'],
					['stays', 'ok'],
				],
				ends: () => mustBe('all orders are there', orders() === 100),
			},
		],
		left: {
			'make-room-on-the-disk': itself('disk-full'),
			'its-data-are-damaged': itself('database-corruption-and-restore'),
		},
	},
	'database-corruption-and-restore': {
		scenes: [
			{
				of: 'production/db',
				values: async ({ lab }) => {
					const { Mounts } = await lab.inspect('db');
					const volume = Mounts.find(({ Type }) => Type === 'volume')?.Name ?? '';
					return { writer: 'web', image: 'postgres:15', volume, keep: join(HOME, 'damaged'), lost: 'Orders of today.' };
				},
				broken: async (deck) => {
					await begin(deck);
					dumpTo(join(HOME, 'backups', 'nightly.dump'));
					sql('delete from orders where id > 10');
					writeFileSync(join(HOME, 'kernel'), 'Nov 22 03:00:00 box kernel: Linux version 6.1.0\n');
				},
				steps: [
					['stop-writer', 'ok'],
					['disk-well', 'ok'],
					['mounts', 'ok'],
					['stop-database', 'ok'],
					['copy', 'ok'],
					['start-database', 'ok'],
					['verify', 'ok'],
					['how-to-restore', { chosen: 'restore' }],
					['restore', 'ok'],
					['rows', 'ok'],
					['start-writer', { skipped: 'the restore has started it, as the step says' }],
					// It was stopped by hand, and no restore knew of it.
					['start-writer', 'goes', ({ lab }) => lab.halt('web')],
					['start-writer', 'ok'],
				],
				ends: async (deck) => {
					mustBe('the orders are back', orders() === 100);
					mustBe('the damaged files were kept', existsSync(join(HOME, 'damaged', 'PG_VERSION')));
					await mustBeWell(deck);
				},
			},
		],
		left: {
			'restore-on-dokku-dokploy-or-flyio': itself('restore-elsewhere'),
			'another-machine': itself('host-down-and-full-recovery'),
		},
	},
	'failed-migration': {
		scenes: [
			{
				of: 'production/web',
				values: async (deck) => ({ dataset: 'db', database_container: 'db', pid: await hangingMigration(deck) }),
				broken: async (deck) => {
					await begin(deck);
					await deploy(deck, 'app:v3');
				},
				steps: [
					['running', 'ok'],
					['how-does-it-stand', { chosen: 'cancel' }],
					['cancel', 'ok'],
					['backup', 'ok'],
					['does-the-old-release-bear-the-schema', { chosen: 'roll-back' }],
					['roll-back', 'ok'],
					['works', 'ok'],
				],
				ends: async (deck) => {
					mustBe(
						'the migration was taken back',
						sql("select count(*) from information_schema.columns where column_name = 'half'") === '0',
					);
					await mustBeWell(deck);
				},
			},
		],
		left: { restore: itself('database-corruption-and-restore') },
	},
	'redis-lost': {
		scenes: [
			{
				of: 'production/cache',
				values: { impact },
				broken: async (deck) => {
					await deck.lab.halt('cache');
					await seen(deck, 'production/cache', 'down');
				},
				steps: [
					['ping', 'failed'],
					['ended', 'ok'],
					['log', 'ok'],
					['room', 'ok'],
					['what-is-in-it', { chosen: 'start' }],
					['start', 'ok'],
					['loaded', 'ok'],
					['which-way', { chosen: 'others' }],
					['others', 'ok'],
				],
				ends: () => mustBe('its keys are there', redis('DBSIZE') === '20'),
			},
			{
				// It lives, and what it held is lost after a restart.
				of: 'production/cache',
				values: { impact },
				steps: [
					['ping', 'ok'],
					['room', 'ok'],
					['what-is-in-it', { taken: 'saves' }],
					['saves', 'ok'],
					['backup', 'ok'],
					['restart', 'ok', () => redis('FLUSHALL')],
					['loaded', 'ok'],
					['which-way', { chosen: 'restore' }],
					['restore', 'ok'],
					['others', 'ok'],
				],
				ends: () => mustBe('its keys are back', redis('DBSIZE') === '20'),
			},
		],
		left: { 'make-room': itself('disk-full') },
	},
	'staging-data-from-production': {
		scenes: [
			{
				of: 'production/db',
				values: { folder: join(HOME, 'copy'), script: join(HOME, 'anonymise.sql'), proof: join(HOME, 'proof.sql') },
				broken: () => {
					mkdirSync(join(HOME, 'copy'), { mode: 0o700 });
					writeFileSync(join(HOME, 'anonymise.sql'), "update orders set email = 'user' || id || '@example.invalid';\n");
					writeFileSync(
						join(HOME, 'proof.sql'),
						"select count(*) from orders where email not like '%@example.invalid';\n",
					);
				},
				steps: [
					['room', 'ok'],
					['dump', 'ok'],
					['create', 'ok'],
					['load', 'ok'],
					['anonymise', 'ok'],
					['prove', 'ok'],
					['dump-clean', 'ok'],
					[
						'restore',
						'ok',
						() => copyFileSync(join(HOME, 'copy', 'anonymised.sql'), join(HOME, 'staging-backups', 'anonymised.sql')),
					],
					['copies', 'ok'],
					['drop', 'ok'],
					['remove', 'ok'],
				],
				ends: () => {
					mustBe(
						'staging has the orders',
						sql("select count(*) from orders where email like '%.invalid'", 'staging') === '100',
					);
					mustBe(
						'production has its own',
						sql("select count(*) from orders where email like '%@mail.example'") === '100',
					);
					mustBe('the copy is gone', sql("select count(*) from pg_database where datname = 'anonymise'") === '0');
					mustBe('the raw dump is gone', !existsSync(join(HOME, 'copy', 'raw.dump')));
				},
			},
		],
	},
	'restore-elsewhere': {
		scenes: [
			{
				values: {
					...{ app: 'shop', database_service: 'shop-db', new_service: 'shop-new', container: 'db' },
					...{ file: join(HOME, 'elsewhere.dump'), present: join(HOME, 'present.dump') },
				},
				broken: () => dumpTo(join(HOME, 'elsewhere.dump')),
				steps: [
					['format', 'ok'],
					['whole', 'ok'],
					['which-platform', { chosen: 'dokku-dump' }],
					['dokku-dump', 'ok'],
					['dokku-create', 'ok'],
					['dokku-import', 'ok'],
					['dokku-promote', 'ok'],
					['which-platform', 'goes'],
					['which-platform', { chosen: 'dokploy-dump' }],
					['dokploy-dump', 'ok'],
					['dokploy-create', 'ok'],
					['dokploy-load', 'ok'],
				],
				ends: () => {
					for (const name of ['restored', 'dokku_new'])
						mustBe(`${name} has the orders`, sql('select count(*) from orders', name) === '100');
				},
			},
		],
	},
};
