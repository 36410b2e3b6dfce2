import { expect, test } from 'vitest';
import type { Answer } from '../../../src/core/call.ts';
import { type Dataset, datasetsOf } from '../../../src/core/init/backups.ts';
import { databaseOfImage } from '../../../src/core/init/databases.ts';
import { publishedBySwarm, publishedIn } from '../../../src/core/init/published.ts';
import { servicesOf } from '../../../src/core/init/services.ts';
import { failedUnits, importantUnits } from '../../../src/core/init/units.ts';
import { healthOf, isMetrics } from '../../../src/core/init/web.ts';
import { unitsIn } from '../../../src/core/systemd/show.ts';
import { replied } from '../../probes/reach.ts';
import { instance } from '../../support/plans.ts';

const hour = 3_600_000;
/** Files that are so many hours apart, the newest first. */
const every = (hours: number, nameOf: (index: number) => string) =>
	Array.from({ length: 5 }, (_, index) => ({ at: (1000 - index) * hours * hour, bytes: 9, path: nameOf(index) }));
const only = (all: readonly Dataset[]) =>
	all.map(({ name, folder, pattern, within }) => [name, folder, pattern, within]);

test.each([
	[1, '3h'],
	[6, '13h'],
	[24, '26h'],
	[24 * 7, '8d'],
	[24 * 30, '33d'],
	[24 * 90, '100d'],
])('backups every %d h must be younger than %s', (hours, within) => {
	const files = every(hours, (index) => `/backup/db-2026-11-${10 + index}T02:00:00Z.sql.gz`);
	expect(only(datasetsOf(files))).toEqual([['db', '/backup', 'db-*.sql.gz', within]]);
	expect(datasetsOf(files)[0]?.sure).toBe(true);
});

test('a single file, and parts of one backup, do not say how often it is made', () => {
	expect(datasetsOf(every(24, () => '/backup/db.dump').slice(0, 1))).toMatchObject([{ within: '26h', sure: false }]);
	expect(datasetsOf(every(0.01, (index) => `/backup/part${index}.tar`))).toMatchObject([
		{ within: '26h', sure: false },
	]);
});

test.each([
	'/var/backups/dpkg.status.1.gz',
	'/var/backups/alternatives.tar.0',
	'/var/backups/apt.extended_states.2.gz',
	'/var/backups/passwd.bak',
	'/backup/notes.txt',
	'/backup/db.sql.part',
	'/backup/db.sql.sha256',
	'/backup/d*b.sql',
	'/back[up]/db.sql',
])('%s is no backup of anybody', (path) => {
	expect(datasetsOf([{ at: 1, bytes: 1, path }])).toEqual([]);
});

test('files of only a date are called after their folder', () => {
	expect(only(datasetsOf(every(24, (index) => `/backup/pg/2026112${index}.dump`)))).toEqual([
		['backup-pg', '/backup/pg', '*.dump', '26h'],
	]);
});

test.each([
	['postgres:16', 'postgres'],
	['registry.example:5000/library/postgis/postgis:16-3.4@sha256:ab', 'postgres'],
	['redis', 'redis'],
	['valkey/valkey:8', 'redis'],
	['mariadb:11', 'mysql'],
	['mongo:7', 'mongo'],
	['mongo-express', undefined],
	['prometheuscommunity/postgres-exporter', undefined],
	['dpage/pgadmin4', undefined],
	['nginx', undefined],
	['', undefined],
	[undefined, undefined],
])('the image %s is the database %s', (image, is) => {
	expect(databaseOfImage(image)?.is).toBe(is);
});

const portsOf = (Ports: readonly object[] | null) => {
	const read = publishedIn(JSON.stringify([{ Id: 'a', Ports }]), 'The list');
	return read.ok ? read.value.get('a') : read.failure.kind;
};

test('published ports are asked where they listen, each once', () => {
	const any = { PrivatePort: 8080, PublicPort: 80, Type: 'tcp' };
	expect(
		portsOf([
			{ ...any, IP: '0.0.0.0' },
			{ ...any, IP: '::' },
		]),
	).toEqual([{ address: '127.0.0.1', port: 80, inside: 8080 }]);
	expect(portsOf([{ ...any, IP: '10.0.0.7' }])).toEqual([{ address: '10.0.0.7', port: 80, inside: 8080 }]);
	expect(portsOf([{ ...any, IP: 'fd00::1' }])).toEqual([{ address: '[fd00::1]', port: 80, inside: 8080 }]);
	expect(portsOf([{ ...any, IP: 'evil/@x' }])).toEqual([{ address: '127.0.0.1', port: 80, inside: 8080 }]);
	expect(
		portsOf([
			{ ...any, Type: 'udp' },
			{ PrivatePort: 1, Type: 'tcp' },
		]),
	).toEqual([]);
	expect(portsOf(null)).toEqual([]);
	expect(portsOf([{ PublicPort: 'x' }])).toBe('garbled');
});

test('a swarm says which ports of its services are open on its nodes', () => {
	const port = { Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080 };
	const services = [{ Spec: { Name: 'shop_web' }, Endpoint: { Ports: [port, { ...port, Protocol: 'udp' }] } }];
	const read = publishedBySwarm(JSON.stringify([...services, { Spec: { Name: 'shop_db' } }]), 'The list');
	expect(read.ok && [...read.value]).toEqual([
		['shop_web', [{ address: '127.0.0.1', port: 8080, inside: 80 }]],
		['shop_db', []],
	]);
	expect(publishedBySwarm('<html>', 'The list').ok).toBe(false);
});

const at = { address: '127.0.0.1', port: 80, inside: 80 };
const failed: Answer = { ok: false, took: 1, failure: { kind: 'refused', message: 'no' } };
const html = { 'content-type': 'text/html' };
const health = (answers: Readonly<Record<string, Answer>>) =>
	healthOf(
		at,
		Object.entries(answers).map(([path, answer]) => ({ path, answer })),
	);

test('the most telling path that answers is the one that is asked', () => {
	const url = (path: string) => ({ url: `http://127.0.0.1:80${path}` });
	expect(health({ '/': replied(200, 'hi'), '/healthz': replied(200, 'ok'), '/health': replied(404, '') })).toEqual(
		url('/healthz'),
	);
	expect(health({ '/': replied(200, '<html>', html), '/health': replied(200, '<html>', html) })).toEqual(url('/'));
	expect(health({ '/': replied(200, ''), '/health': replied(503, '') })).toEqual({ ...url('/health'), now: 503 });
	expect(health({ '/': replied(401, '') })).toEqual({ ...url('/'), status: 401 });
	expect(health({ '/': replied(404, '') })).toBeUndefined();
	expect(health({ '/': failed })).toBeUndefined();
	expect(health({})).toBeUndefined();
});

test.each<readonly [string, Answer | undefined, boolean]>([
	['a page of metrics', replied(200, '# TYPE up gauge\nup 1\n'), true],
	[
		'one that was cut',
		{ ok: true, took: 1, value: { code: 200, text: 'up 1\nhttp_requests_to', err: '', cut: true } },
		true,
	],
	['a page for people', replied(200, '<!doctype html>\nup 1\n'), false],
	['words', replied(200, 'all is well\n'), false],
	['nothing', replied(200, ''), false],
	['a refusal', replied(401, 'up 1\n'), false],
	['no answer', failed, false],
	['silence', undefined, false],
])('%s: are they metrics?', (_what, answer, expected) => {
	expect(isMetrics(answer)).toBe(expected);
});

test('important are servers that run and units of the host itself; what has failed is named', () => {
	const unit = (id: string, path: string, state = 'active', sub = 'running') => [
		`Id=${id}`,
		`FragmentPath=${path}`,
		`ActiveState=${state}`,
		`SubState=${sub}`,
		'',
	];
	const units = unitsIn([
		...unit('nginx.service', '/usr/lib/systemd/system/nginx.service'),
		...unit('shop.service', '/etc/systemd/system/shop.service'),
		...unit('dbus.service', '/usr/lib/systemd/system/dbus.service'),
		...unit('apache2.service', '/usr/lib/systemd/system/apache2.service', 'inactive', 'dead'),
		...unit('migrate.service', '/etc/systemd/system/migrate.service', 'active', 'exited'),
		...unit('a b.service', '/etc/systemd/system/x', 'active', 'running'),
		...unit('broken.service', '/etc/systemd/system/broken.service', 'failed', 'failed'),
	]);
	expect(importantUnits(units)).toEqual(['nginx.service', 'shop.service']);
	expect(failedUnits(units)).toEqual(['broken.service']);
});

const compose = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'api' };
test('containers become services by what runs them; what does not run, or is managed by others, is left', () => {
	const { running, left } = servicesOf([
		instance('a', '1', { name: 'shop-api-1', labels: compose }),
		instance('b', '2', { name: 'shop-api-2', labels: compose }),
		instance('c', '3', {
			name: 'web.1.x',
			labels: { 'com.docker.swarm.service.name': 'pages_web', 'com.docker.stack.namespace': 'pages' },
		}),
		instance('d', '4', { name: 'plain', labels: {} }),
		instance('e', '5', { name: 'ended', labels: {}, state: 'exited' }),
		instance('f', '6', { name: 'pod', labels: { 'io.kubernetes.pod.name': 'x' } }),
		instance('g', '7', { name: 'run', labels: { ...compose, 'com.docker.compose.oneoff': 'True' } }),
	]);
	expect(
		running.map(({ service, instances }) => [
			service.environment,
			service.name,
			service.platform,
			service.container,
			instances.length,
		]),
	).toEqual([
		['shop', 'api', 'compose', 'shop/api', 2],
		['pages', 'web', 'swarm', 'pages_web', 1],
		['local', 'plain', 'docker', 'plain', 1],
	]);
	expect(left.map(({ name }) => name)).toEqual(['ended', 'pod', 'run']);
});
