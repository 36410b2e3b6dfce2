import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../../src/app/config.ts';
import { nameForm } from '../../../src/core/clean.ts';
import type { ServiceSpec } from '../../../src/core/config/fleet.ts';
import { parseFinds } from '../../../src/core/init/answer.ts';
import { configText } from '../../../src/core/init/config-text.ts';
import { databaseOfPort } from '../../../src/core/init/databases.ts';
import type { Found, HostFound } from '../../../src/core/init/found.ts';
import { servicesOf } from '../../../src/core/init/services.ts';
import { instance } from '../../support/plans.ts';

const kinds = new Set(['tcp', 'tls', 'http', 'systemd', 'schedule', 'backup', 'postgres']);
const at = (port: number) => ({ address: '127.0.0.1', port, inside: port });
const hour = 3600;
const finds = parseFinds(`Welcome to vps1!
clock=1795269751
listen=0100007F:1538
listen=00000000000000000000000000000000:0016
folder=/var/backups
file=1795200000 9000 /var/backups/db/shop-2026-11-20.sql.gz
file=${1795200000 - 24 * hour} 9000 /var/backups/db/shop-2026-11-19.sql.gz
file=1795200000 10 /var/backups/dpkg.status.1.gz
certificate=shop.example
systemd=running
unit=Id=nginx.service
unit=ActiveState=active
unit=SubState=running
unit=
unit=Id=broken.service
unit=ActiveState=failed
unit=SubState=failed
`);
if (finds === undefined) throw new Error('The script said the time.');

const vps1: HostFound = {
	...{ host: { name: 'vps1', reach: { ssh: 'deployer@vps1' } }, finds, jobs: ['backup', 'renew: all'], web: [] },
	databases: [{ is: 'postgres', title: 'PostgreSQL', port: 5432, at: at(5432) }],
	tls: [
		{ address: '127.0.0.1:443', name: 'shop.example' },
		{ address: '127.0.0.1:8443', distrust: 'SELF_SIGNED' },
	],
};
const found: Found = {
	hosts: [vps1],
	services: [
		{
			...{ environment: 'shop', name: 'api', platform: 'compose', host: 'vps1', container: 'shop/api' },
			...{ health: { url: 'http://127.0.0.1:8080/health' }, metrics: 'http://127.0.0.1:8080/metrics' },
		},
		{
			...{ environment: 'shop', name: 'web', platform: 'compose', host: 'vps1', container: 'shop/web' },
			health: { url: 'http://127.0.0.1:8081/', status: 401 },
		},
		{
			...{ environment: 'local', name: 'db', platform: 'docker', host: 'vps1', container: 'db' },
			...{ database: { is: 'postgres', title: 'PostgreSQL', port: 5432 }, at: at(15_432) },
		},
	],
	left: [{ name: 'old', why: 'it does not run' }],
};

test('what was found is a config, with a comment for what a person must say', () => {
	expect(
		configText(found, kinds),
	).toBe(`# Written by watchdeck init from what it found. Read it and correct it; watchdeck check tries each line.
# All that may stand here: watchdeck schema.

hosts:
  vps1:
    ssh: deployer@vps1
    probes:
      failed-units: { kind: systemd } # any unit that fails; now: broken.service
      units: { kind: systemd, units: [nginx.service] } # must run: take out what need not
      # 2 jobs: backup, renew: all
      # those that must be there: jobs: { backup: { within: 26h } }
      jobs: { kind: schedule }
      shop: { kind: backup, folder: /var/backups/db, pattern: "shop-*.sql.gz", within: 26h } # 2 files; \`within\` is by the times between them
      tls-shop.example: { kind: tls, address: "127.0.0.1:443", name: shop.example }
      # not trusted (SELF_SIGNED): where it is meant so, name its authority by ca: /path/on/this/machine.pem
      # tls-8443: { kind: tls, address: "127.0.0.1:8443" }
      postgres-port: { kind: tcp, address: "127.0.0.1:5432" } # PostgreSQL accepts connections
      # what it says of itself: make the account by CREATE USER watchdeck PASSWORD ... IN ROLE pg_monitor,
      # put its password into the variable POSTGRES_PASSWORD_VPS1, and take away the sign before the next line
      # postgres: { kind: postgres, address: "127.0.0.1:5432", user: watchdeck, password: "\${env:POSTGRES_PASSWORD_VPS1}" }

# Containers without a line below:
#   old: it does not run
discover: true # also show the containers that no service below claims

environments:
  shop:
    protection: protected # open and guarded ask less before a change, locked allows none
    services:
      api:
        host: vps1
        platform: compose
        container: shop/api
        health: http://127.0.0.1:8080/health
        metrics: http://127.0.0.1:8080/metrics
      web:
        host: vps1
        platform: compose
        container: shop/web
        health: { url: http://127.0.0.1:8081/, status: [401] } # is there a better address?
  local:
    protection: protected # open and guarded ask less before a change, locked allows none
    services:
      db:
        host: vps1
        probes:
          postgres-port: { kind: tcp, address: "127.0.0.1:15432" } # PostgreSQL accepts connections
          # what it says of itself: make the account by CREATE USER watchdeck PASSWORD ... IN ROLE pg_monitor,
          # put its password into the variable POSTGRES_PASSWORD_LOCAL_DB, and take away the sign before the next line
          # postgres: { kind: postgres, address: "127.0.0.1:15432", user: watchdeck, password: "\${env:POSTGRES_PASSWORD_LOCAL_DB}" }
`);
});

const mistakes = (text: string) => {
	const read = readConfig(text);
	return read.ok ? [] : read.errors;
};

test('the config is read without a mistake, also with the lines taken in that a person must complete', () => {
	const text = configText(found, kinds);
	expect(mistakes(text)).toEqual([]);
	const taken = text.replace(/^( *)# ([\w.-]+: \{ kind: )/gm, '$1$2');
	expect(mistakes(taken)).toEqual([]);
	const read = readConfig(taken);
	expect(read.ok && read.value.probes?.map(({ kind }) => kind)).toEqual([
		'systemd',
		'systemd',
		'schedule',
		'backup',
		'tls',
		'tls',
		'tcp',
		'postgres',
		'tcp',
		'postgres',
	]);
	expect(read.ok && read.value.environments.every(({ protection }) => protection === 'protected')).toBe(true);
});

const nasty = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({
		unit: fc.constantFrom(
			'\n',
			'\r',
			'"',
			"'",
			'#',
			':',
			' ',
			'{',
			'}',
			'[',
			'&',
			'*',
			'!',
			'|',
			'-',
			'\u2028',
			'\ufffd',
			'\0',
			'\ud800',
			'\u001b',
			'${env:A}',
			'a',
			'\\',
			',',
			'\u202e',
			'\u0085',
		),
	}),
	fc.constantFrom(
		'true',
		'null',
		'~',
		'1e3',
		'0x1f',
		'2026-11-21',
		'<<',
		'__proto__',
		'constructor',
		'y',
		'- a',
		'? b',
		'=',
		'.inf',
		'${x',
	),
);
const labels = fc.dictionary(
	fc.constantFrom(
		'com.docker.compose.project',
		'com.docker.compose.service',
		'com.docker.swarm.service.name',
		'com.docker.stack.namespace',
	),
	nasty,
);
const containers = fc.array(fc.record({ name: nasty.filter((name) => name !== ''), labels }), { maxLength: 8 });

test('whatever containers and files are called, the config says exactly that and nothing else', () => {
	fc.assert(
		fc.property(containers, fc.array(nasty, { maxLength: 4 }), (given, names) => {
			const all = given.map((one, index) => instance(`c${index}`, String(index), { ...one, host: 'vps1' }));
			const { running, left } = servicesOf(all);
			const services = running.map(({ service }) => service);
			const files = names.map((name, index) => ({ at: index, bytes: 1, path: `/backup/${name}.sql` }));
			const host = { ...vps1, jobs: names, finds: { ...finds, files } };
			const text = configText(
				{ hosts: [host], services, left: [...left, ...names.map((name) => ({ name, why: name }))] },
				kinds,
			);
			expect(text).toMatch(/^[\x20-\x7e\n]*$/);
			const read = readConfig(text);
			if (!read.ok) throw new Error(JSON.stringify(read.errors));
			const byId = (of: readonly Pick<ServiceSpec, 'environment' | 'name' | 'container' | 'platform'>[]) =>
				new Map(
					of.map(({ environment, name, container, platform }) => [`${environment}/${name}`, [container, platform]]),
				);
			expect(byId(read.value.services)).toEqual(byId(services));
			expect(Object.keys(parse(text))).toEqual(['hosts', 'discover', ...(services.length > 0 ? ['environments'] : [])]);
			for (const { environment, name } of services)
				expect([environment, name].every((one) => nameForm.test(one))).toBe(true);
			const lines = (read.value.probes ?? []).filter(({ kind }) => kind === 'backup').map(({ line }) => line['folder']);
			expect(lines.every((folder) => typeof folder === 'string' && folder.startsWith('/backup'))).toBe(true);
		}),
	);
});

test('a config of nothing is read too', () => {
	expect(mistakes(configText({ hosts: [], services: [], left: [] }, kinds))).toEqual([]);
	expect(databaseOfPort(1)).toBeUndefined();
});
