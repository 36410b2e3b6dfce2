import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorText } from '../../../src/core/config/errors.ts';
import { parseConfig } from '../../../src/core/config/parse.ts';
import { datasetKinds } from '../../../src/datasets/index.ts';

// No other kinds: what is told of a mistake is looked up in the whole schema.
const readConfig = (text: string) => parseConfig(text, { probes: [], datasets: datasetKinds.map(({ form }) => form) });
const errorsOf = (text: string): readonly string[] => {
	const read = readConfig(text);
	return read.ok ? [] : read.errors.map((error) => errorText('c', error));
};
/** The one mistake of a config: more than one would be noise. */
const only = (text: string): string => {
	const found = errorsOf(text);
	expect(found).toHaveLength(1);
	return found[0] ?? '';
};
const datasetsOf = (text: string) => {
	const read = readConfig(text);
	expect(read).toMatchObject({ ok: true });
	return read.ok ? (read.value.datasets ?? []) : [];
};
const indented = (text: string, by: string) => text.replace(/^(?=.)/gm, by);

/** A config of one host; `datasets`: lines of YAML. */
const production = (
	datasets: string,
	services = 'services: { db: {}, api: {}, worker: { container: shop-worker-1 } }',
) => `environments:\n  production:\n    ${services}\n    datasets:\n${indented(datasets, '      ')}\n`;
/** A dataset with what it needs, and fields in a line of flow YAML besides. */
const shop = (more: string) => production(`shop: { kind: postgres, database: shop, folder: /b, ${more} }`);
const where = 'environments.production.datasets.shop';

const whole = `shop:
  kind: postgres
  service: db
  container: shop-db-1
  database: shop
  user: shop
  server: "[::1]:5432"
  as: postgres
  password: \${env:SHOP_DB_PASSWORD}
  folder: /var/backups/shop
  pattern: "*.dump.*"
  within: 26h
  shrink: 40%
  keep: 14
  off-site:
    remote: r2:bucket/shop
    keep: 60
    env: { RCLONE_CONFIG_R2_TYPE: s3, RCLONE_CONFIG_R2_SECRET_ACCESS_KEY: "\${file:/run/r2}" }
  tables: [orders, "Kund en.größe"]
  newest: { table: orders, column: created_at, within: 26h }
  checks:
    orders: { ask: select count(*) from orders, least: 1000, most: 1e9 }
    open: { ask: select is_open from shop, is: t }
    answers: { ask: select 1 }
  writers: [api, worker]
  verify: { within: 7d, in: apart, image: postgres:16 }
  every: 10m
  timeout: 2m`;

test('a line with all there is becomes a dataset, secrets by reference', () => {
	expect(datasetsOf(production(whole))).toEqual([
		{
			...{ environment: 'production', name: 'shop', kind: 'postgres', host: 'local', of: 'production/db' },
			...{ container: 'shop-db-1', folder: '/var/backups/shop', pattern: '*.dump.*', within: 93_600_000, shrink: 0.4 },
			settings: { as: 'postgres', database: 'shop', user: 'shop', host: '::1', port: '5432' },
			...{ password: { secret: 'env:SHOP_DB_PASSWORD' }, keep: 14, tables: ['orders', 'Kund en.größe'] },
			offSite: {
				...{ remote: 'r2:bucket/shop', keep: 60 },
				env: { RCLONE_CONFIG_R2_TYPE: 's3', RCLONE_CONFIG_R2_SECRET_ACCESS_KEY: { secret: 'file:/run/r2' } },
			},
			newest: { table: 'orders', column: 'created_at', within: 93_600_000 },
			checks: [
				{ name: 'orders', ask: 'select count(*) from orders', least: 1000, most: 1e9 },
				{ name: 'open', ask: 'select is_open from shop', is: 't' },
				{ name: 'answers', ask: 'select 1' },
			],
			writers: ['production/api', 'production/worker'],
			verify: { within: 604_800_000, in: 'apart', image: 'postgres:16' },
			...{ every: 600_000, timeout: 120_000 },
		},
	]);
});

test('what is not said has a default, and promises nothing', () => {
	const usual = { environment: 'production', host: 'local', folder: '/b', pattern: '*', shrink: 0.5, keep: 7 };
	const rest = { tables: [], checks: [], writers: [], verify: { in: 'apart' }, every: 300_000, timeout: 60_000 };
	const lines = [
		'shop: { kind: postgres, database: shop, socket: /run/postgresql, folder: /b }',
		'a: { kind: mysql, database: a, folder: /b/a }',
		'b: { kind: redis, folder: /b/b }',
		'c: { kind: sqlite, path: /srv/c.db, folder: /b/c }',
		'd: { kind: files, volume: d_uploads, folder: "~/d" }',
	];
	expect(datasetsOf(production(lines.join('\n')))).toEqual([
		{ ...usual, ...rest, name: 'shop', kind: 'postgres', settings: { database: 'shop', socket: '/run/postgresql' } },
		{ ...usual, ...rest, name: 'a', kind: 'mysql', folder: '/b/a', settings: { database: 'a' } },
		{ ...usual, ...rest, name: 'b', kind: 'redis', folder: '/b/b', settings: {} },
		{ ...usual, ...rest, name: 'c', kind: 'sqlite', folder: '/b/c', settings: { path: '/srv/c.db' } },
		{ ...usual, ...rest, name: 'd', kind: 'files', folder: '~/d', settings: { volume: 'd_uploads' } },
	]);
});

test('a dataset is on the host that it names, else on that of its service', () => {
	const hosts = 'hosts: { vps1: { ssh: a }, vps2: { ssh: b } }\n';
	const services = 'services: { db: { host: vps2 } }';
	const line = (more: string) => hosts + production(`db: { kind: redis, folder: /b, ${more} }`, services);
	expect(datasetsOf(line('service: db'))[0]).toMatchObject({ host: 'vps2', of: 'production/db' });
	expect(datasetsOf(line('service: db, host: vps1'))[0]).toMatchObject({ host: 'vps1' });
	expect(only(line('within: 1d'))).toBe(
		'c:6:7: `environments.production.datasets.db` does not say on which host it is\n    Add `host:` with one of vps1, vps2.',
	);
	expect(only(line('host: vsp1'))).toBe('c:6:44: there is no host `vsp1` under `hosts`\n    Did you mean `vps1`?');
	// Said once, of the service that leaves it open.
	const open = hosts + production('db: { kind: redis, folder: /b, service: db }', 'services: { db: {} }');
	expect(only(open)).toContain('`environments.production.services.db` does not say on which host it runs');
});

test.each([
	['service: dv', '`dv` in `production`', 'Did you mean `db`?'],
	['writers: [api, wroker]', '`wroker` in `production`', 'Did you mean `worker`?'],
])('a service that is not there: %s', (more, what, fix) => {
	expect(only(shop(more))).toMatch(new RegExp(`^c:5:\\d+: there is no service ${what}\n    `));
	expect(only(shop(more))).toContain(fix);
});

test('where there are no services, none is named', () => {
	const text = production('db: { kind: redis, folder: /b, service: db }', 'protection: open');
	expect(only(text)).toContain('Add it under `services` of `production`, or leave this out.');
});

test.each([
	[
		'kind: postgrse',
		'`environments.production.datasets.a.kind` must be one of `postgres`, `mysql`, `redis`, `sqlite`, `files`, but is `postgrse`',
		'Did you mean `postgres`?',
	],
	[
		'kind: postgres, folder: /b',
		'`environments.production.datasets.a.database` must be the name of a database such as `shop`, but is not there',
		'For example: `database: shop`',
	],
	['kind: mysql, folder: /b', 'a.database` must be the name of a database', 'For example: `database: shop`'],
	[
		'kind: redis',
		'`environments.production.datasets.a.folder` must be a path such as `/var/backups/shop`, but is not there',
		'For example: `folder: /var/backups/shop`',
	],
	['kind: redis, folder: /b, tables: [a]', '`environments.production.datasets.a` has no `tables`', 'It knows: '],
	[
		'kind: redis, folder: /b, verify: { in: server }',
		'a.verify.in` must be one of `apart`, but is `server`',
		'It knows: apart.',
	],
	[
		'kind: sqlite, folder: /b',
		'a.path` must be a path such as `/srv/shop.db`, but is not there',
		'For example: `path: /srv/shop.db`',
	],
	[
		'kind: sqlite, folder: /b, path: shop.db',
		'a.path` must be a path that begins with `/`, but is `shop.db`',
		'For example: `path: /srv/shop.db`',
	],
	['kind: files, folder: /b', 'a.path` must be either a `path` or a `volume`', 'For example: `path: /srv/uploads`'],
	[
		'kind: files, folder: /b, path: /srv, volume: srv',
		'a.volume` must be left out beside a `path`',
		'For example: `volume: shop_uploads`',
	],
	[
		'kind: files, folder: /b, volume: "-v"',
		'a.volume` must be the name of a Docker volume',
		'For example: `volume: shop_uploads`',
	],
	['kind: files, folder: /srv/a/../b, path: /srv/a', 'a.folder` must be a path without `..`', 'For example: '],
	[
		'kind: files, folder: /srv//a/b, path: /srv/a/',
		'a.folder` must be a folder outside `path`: each backup would hold those before it',
		'For example: ',
	],
	['kind: files, folder: /srv/a, path: /srv/a', 'a.folder` must be a folder outside `path`', 'For example: '],
])('a line of its kind: { %s }', (line, wrong, fix) => {
	const text = only(production(`a: { ${line} }`));
	expect(text).toMatch(/^c:5:\d+: /);
	expect(text).toContain(wrong);
	expect(text).toContain(`\n    ${fix}`);
});

test('a copy cannot go into the folder that is backed up', () => {
	const line = 'kind: files, folder: /b, path: /srv/a, off-site: { remote: /srv/a/copies }';
	expect(only(production(`a: { ${line} }`))).toContain('`/srv/a/copies` is in `path` itself');
	expect(errorsOf(production(`a: { ${line.replace('a/copies', 'ab')} }`))).toEqual([]);
});

test.each(['a=b', 'postgres://a/b', '-d'])('what programs would not take for the name of a database: %s', (name) => {
	expect(only(production(`a: { kind: postgres, database: "${name}", folder: /b }`))).toContain(
		'a.database` must be the name of a database, without `=` and `://`',
	);
});

test('a folder beside the one that it backs up is fine', () => {
	expect(errorsOf(production('a: { kind: files, folder: /srv/ab, path: /srv/a }'))).toEqual([]);
	expect(errorsOf(production('a: { kind: files, folder: ~/b, path: /srv }'))).toEqual([]);
});

test.each([
	['server: "a:1", socket: /run', 'socket` must be left out beside a `server`: either the one or the other'],
	['server: db.example', 'server` must be a name and a port such as `127.0.0.1:5432`, but is `db.example`'],
	['server: "-h:1"', 'server` must be a name and a port'],
	['user: -r', 'user` must be the name of a user such as `shop`'],
	['container: "-v"', 'container` must be the name of a container such as `shop-db-1`'],
	['as: "-u root"', 'as` must be the name of an account such as `postgres`'],
	['pattern: ""', 'pattern` must be a pattern such as `shop-*`'],
	['pattern: "../*"', 'pattern` must be a pattern without `..`: only what lies in `folder` is looked at'],
	['pattern: "a/../b"', 'pattern` must be a pattern without `..`'],
	['pattern: /b/*', 'pattern` must be a pattern of what lies in `folder`'],
	['pattern: "a\\nb"', 'pattern` must be a pattern without control characters, in one line'],
	['pattern: "a\\eb"', 'pattern` must be a pattern without control characters, in one line'],
	['pattern: "a\\x9bb"', 'pattern` must be a pattern without control characters, in one line'],
	['within: soon', 'within` must be a length of time from 1m to 366d'],
	['keep: 0', 'keep` must be a whole number from 1 to 3650, but is `0`'],
	['shrink: 150%', 'shrink` must be a share such as `50%`'],
	['tables: orders', 'tables` must be a list of tables such as `[orders, users]`, but is `orders`'],
	['tables: [a, a]', 'tables` must be a list in which each table stands once'],
	['tables: ["a\\tb"]', 'tables.0` must be the name of a table without control characters'],
	['tables: [""]', 'tables.0` must be the name of a table such as `orders`'],
	[
		'newest: { table: orders, within: 1h }',
		'newest.column` must be the name of a column such as `created_at`, but is not there',
	],
	[
		'newest: { table: orders, column: "\\0", within: 1h }',
		'newest.column` must be the name of a column without control',
	],
	[
		'checks: { a: { ask: select 1, least: 5, most: 4 } }',
		'checks.a.least` must be no more than `most`, 4\n    For example: `least: 1000`',
	],
	['checks: { a: { ask: select 1, is: 4, most: 4 } }', 'checks.a.is` must be left out beside `least` or `most`'],
	['checks: { a: { ask: select 1, is: true } }', 'checks.a.is` must be the text that must come back such as `t`'],
	['checks: { a: { ask: "\\\\! id" } }', 'checks.a.ask` must be SQL, such as `select count(*) from orders`'],
	['checks: { a: { ask: .shell id } }', 'checks.a.ask` must be SQL'],
	[
		'checks: { a: { ask: "select 1\\n; drop" } }',
		'checks.a.ask` must be a question without control characters, in one line',
	],
	['checks: { a: { least: 1 } }', 'checks.a.ask` must be a question such as'],
	['writers: [api, api]', 'writers` must be a list in which each service stands once'],
	['verify: { in: server, image: a }', 'verify.image` must be left out with `in: server`, which starts none'],
	['verify: { image: "-v" }', 'verify.image` must be the name of an image such as `postgres:16`'],
	['verify: { in: apat }', 'verify.in` must be one of `apart`, `server`, but is `apat`'],
	[
		'off-site: { remote: "--config=x" }',
		'off-site.remote` must be a remote of rclone and a path such as `r2:bucket/shop`',
	],
	['off-site: { remote: bucket }', 'off-site.remote` must be a remote of rclone and a path such as'],
	['off-site: { remote: ":s3,access_key_id=x:b" }', 'off-site.remote` must be a remote of rclone'],
	['off-site: { remote: "r2:../b" }', 'off-site.remote` must be a remote and a path without `..`'],
	[
		'off-site: { remote: "r2:a\\nb" }',
		'off-site.remote` must be a remote of rclone and a path without control characters',
	],
	[
		'off-site: { remote: "r2:a", env: { rclone_type: s3 } }',
		'off-site.env.rclone_type` must be the name of a variable',
	],
	[
		'off-site: { remote: "r2:a", env: { A: 1 } }',
		'off-site.env.A` must be a text; what looks like a number stands in quotes',
	],
	['off-site: { remote: "r2:a", env: { A: "1\\n2" } }', 'off-site.env.A` must be a text without control characters'],
	['off-site: { remote: "r2:a", env: { A: "${x}" } }', 'off-site.env.A` must be ${…} must be ${env:NAME}'],
	['off-site: { remote: /b/off }', '`/b/off` is in `folder` itself'],
	['off-site: { remote: /b/ }', '`/b/` is in `folder` itself'],
	[
		'container: shop-worker-1, writers: [api, worker]',
		'`worker` is stopped while the dataset is restored, which needs its container `shop-worker-1`',
	],
	['containr: a', `\`${where}\` has no \`containr\`\n    Did you mean \`container\`?`],
])('a mistake in it is told once, with its place: %s', (more, wrong) => {
	const text = only(shop(more));
	expect(text).toMatch(/^c:5:\d+: /);
	expect(text).toContain(wrong);
});

test.each([
	'RCLONE_CONFIG_R2_SECRET_ACCESS_KEY',
	'RCLONE_CONFIG_R2_ACCESS_KEY_ID',
	'B2_KEY',
	'WEBDAV_PASS',
	'RCLONE_CRYPT_PASSWORD2',
	'GCS_TOKEN_V2',
	'RCLONE_AZUREBLOB_SAS_URL',
	'password',
])('a secret that is written out is refused and not repeated: %s', (name) => {
	const env = `off-site: { remote: "r2:a", env: { ${name}: hunter2 } }`;
	const text = only(shop(name === 'password' ? 'password: hunter2' : env));
	expect(text).toContain('a secret by reference: `${env:NAME}`, `${file:PATH}` or `${cmd:…}`');
	expect(text).not.toContain('hunter2');
	expect(errorsOf(shop(env.replace('hunter2', '"${env:X}"').replace('password', 'A')))).toEqual([]);
});

test.each(['r2,secret_access_key=hunter2:a/b', ':s3,secret_access_key=hunter2:a/b'])(
	'settings in the name of a remote are refused and not repeated: %s',
	(remote) => {
		const text = only(shop(`off-site: { remote: "${remote}" }`));
		expect(text).toContain('off-site.remote` must be a remote of rclone');
		expect(text).not.toContain('hunter2');
	},
);

test('an address with a password in it is a secret whatever it is called, and no value of a variable is repeated', () => {
	const text = only(shop('off-site: { remote: "dav:", env: { RCLONE_WEBDAV_URL: "https://bob:hunter2@dav" } }'));
	expect(text).toContain('a secret by reference');
	expect(text).not.toContain('hunter2');
	expect(only(shop('off-site: { remote: "dav:", env: { B2_ACCOUNT: 8675309 } }'))).not.toContain('8675309');
});

test.each([
	['"*.dump"', '*.dump'],
	['"*.dump.zst"', '*.dump.zst'],
	['db-*', 'db-*'],
	['shop-latest*', 'shop-latest*'],
	['"*/shop-*"', '*/shop-*'],
	['"shop-*.dump.{zst,gz}"', 'shop-*.dump.{zst,gz}'],
])('a pattern that its own backups would not fit is a mistake: %s', (pattern, text) => {
	const packer = text.endsWith('.zst') ? 'gz' : 'zst';
	expect(only(shop(`pattern: ${pattern}`))).toBe(
		`c:5:68: \`${text}\` does not fit what \`watchdeck backup\` names its own backups: \`shop-20261122T031500Z-1a2b3c4d.dump.${packer}\`\n    Write \`shop-*\`, \`*\`, or another pattern that it fits, or give the dataset the name with which its files begin.`,
	);
	for (const fits of ['"*"', 'shop-*', '"*.dump.*"', '"shop-2*Z-????????.dump*"', '"[a-z]*"'])
		expect(errorsOf(shop(`pattern: ${fits}`))).toEqual([]);
});

test('two datasets cannot have the same files, in whatever environment', () => {
	const staging = '  staging:\n    datasets:\n      shop: { kind: redis, folder: /b/./, pattern: "*" }\n';
	expect(only(`${shop('within: 1d')}${staging}`)).toBe(
		'c:8:36: `production.datasets.shop` has the same `folder` on the same host, and a file may fit the `pattern` of both\n    Give each a folder of its own, or a pattern that only its files fit.',
	);
	// What any name fits, those of the other fit too.
	expect(errorsOf(`${shop('within: 1d')}${staging.replace('"*"', 'shop-*')}`)).toHaveLength(1);
	const patterns = (one: string, other: string) => `${shop(`pattern: "${one}"`)}${staging.replace('"*"', other)}`;
	expect(errorsOf(patterns('shop-*.dump.*', '"*.rdb.*"'))).toHaveLength(1);
	expect(errorsOf(patterns('shop-*', 'shop-2*'))).toHaveLength(1);
	const renamed = staging.replace('shop', 'sessions');
	expect(errorsOf(`${shop('pattern: "shop-*"')}${renamed.replace('"*"', 'sessions-*')}`)).toEqual([]);
	expect(errorsOf(`${shop('pattern: "s*"')}${renamed.replace('"*"', 'sessions-*')}`)).toHaveLength(1);
	const hosts = 'hosts: { a: { ssh: a }, b: { ssh: b } }\n';
	const on = (host: string) =>
		shop(`host: ${host}`).replace('{ db: {}, api: {}, worker: { container: shop-worker-1 } }', '{}');
	expect(errorsOf(`${hosts}${on('a')}${staging.replace('folder', 'host: b, folder')}`)).toEqual([]);
	expect(errorsOf(`${hosts}${on('a')}${staging.replace('folder', 'host: a, folder')}`)).toHaveLength(1);
});

test('a database that is a file needs no container that runs: who writes to it there can be stopped', () => {
	const lite = shop('writers: [worker]').replace('kind: postgres, database: shop', 'kind: sqlite, path: /data/shop.db');
	expect(errorsOf(lite.replace('folder', 'container: shop-worker-1, folder'))).toEqual([]);
});

test('mistakes come in the order of the file', () => {
	const found = errorsOf(
		production('a: { kind: redis, folder: /b, writers: [x] }\nb: { kind: redis, folder: /b, service: y }'),
	);
	expect(found.map((text) => text.slice(0, 4))).toEqual(['c:5:', 'c:6:', 'c:6:']);
});

/** What one may write into any field. */
const value = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom(
		'..',
		'-rf',
		'/a',
		'~/a',
		'r2:a',
		'127.0.0.1:5',
		'26h',
		'5%',
		'${env:A}',
		'${cmd:a}',
		'${',
		'apart',
		'db',
		'a\nb',
	),
	fc.integer(),
	fc.boolean(),
	fc.constant(null),
	fc.array(fc.string(), { maxLength: 2 }),
	fc.dictionary(fc.constantFrom('ask', 'least', 'remote', 'env', 'keep', 'in', 'within', 'table', 'x'), fc.string(), {
		maxKeys: 3,
	}),
);
const fields = [...new Set(datasetKinds.flatMap(({ form }) => Object.keys(form.shape)))];
const common = [
	'service',
	'host',
	'as',
	'folder',
	'pattern',
	'within',
	'shrink',
	'keep',
	'off-site',
	'writers',
	'every',
];
const line = fc.record({
	kind: fc.constantFrom(...datasetKinds.map(({ kind }) => kind), 'other'),
	more: fc.dictionary(fc.constantFrom(...fields, ...common), value, { maxKeys: 2 }),
});
/** What a line needs, so that some are right. */
const needed = { folder: '/b', database: 'a', path: '/srv/a' };

test('whatever stands in it, it never throws, says where, and gives no text to a host that is more than a line', () => {
	let right = 0;
	fc.assert(
		fc.property(line, ({ kind, more }) => {
			const form = datasetKinds.find((one) => one.kind === kind)?.form;
			const given = Object.entries(needed).filter(([key]) => key === 'folder' || key in (form?.shape ?? {}));
			const text = production(`shop: ${JSON.stringify({ ...Object.fromEntries(given), ...more, kind })}`);
			const read = readConfig(text);
			if (!read.ok) {
				expect(read.errors.length).toBeGreaterThan(0);
				return read.errors.every(({ line: at, column }) => at === 5 && column >= 7);
			}
			right += 1;
			const [dataset] = read.value.datasets ?? [];
			const texts = JSON.stringify(dataset, (_key, one) =>
				typeof one === 'string' && /\p{Cc}/u.test(one) ? 'CONTROL' : one,
			);
			return dataset?.kind === kind && !texts.includes('CONTROL');
		}),
		{ numRuns: 150 },
	);
	expect(right).toBeGreaterThan(10);
});
