import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/app/config.ts';
import { init } from '../../src/app/init.ts';
import { makeAuthority } from '../io/support/certificates.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { startNginx } from '../lab/nginx.ts';
import { startRedis } from '../lab/redis.ts';
import { type Systemd, startSystemd } from '../lab/systemd.ts';

const units = {
	'nginx.service': '[Service]\nExecStart=/bin/sleep 1000\n',
	'bad.service': '[Service]\nType=oneshot\nExecStart=/bin/false\n',
	'tick.timer': '[Timer]\nOnCalendar=*-*-* 04:05:00\nUnit=bad.service\n',
};

describeLab('a machine with servers of its own', () => {
	const trusted = getCACertificates('default');
	const stops: (() => Promise<void>)[] = [];
	let folder: string;
	let own: Systemd;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'watchdeck-init-'));
		const authority = makeAuthority(folder);
		setDefaultCACertificates([...trusted, authority.pem]);
		const locations = [`location /health { return 200 '{"status":"ok"}'; }`];
		const tls = authority.sign('shop', { days: 60, names: 'DNS:*.shop.example,DNS:shop.example' });
		const stray = makeAuthority(mkdtempSync(join(folder, 'stray-'))).sign('stray', { days: 60 });
		const nginx = await startNginx(folder, [
			{ port: 8080, locations },
			{ port: 443, tls },
			{ port: 8443, tls: stray },
		]);
		own = await startSystemd(units);
		own.systemctl('start', 'nginx.service', 'tick.timer');
		own.systemctl('start', '--no-block', 'bad.service');
		await vi.waitFor(() => expect(own.systemctl('list-units', '--failed', '--plain', '--no-legend')).toContain('bad'));
		const redis = await startRedis({ settings: { port: '6379' } });
		stops.push(nginx.stop, own.stop, redis.stop);
	}, 60_000);
	afterAll(async () => {
		setDefaultCACertificates(trusted);
		await Promise.all(stops.map((stop) => stop()));
		rmSync(folder, { recursive: true, force: true });
	});

	test('each gets a line that can be read', { timeout: 60_000 }, async () => {
		const env = { PATH: `${own.path}:${process.env['PATH']}`, HOME: folder };
		const told: string[] = [];
		const tell = (line: string) => told.push(line);
		const { text, services } = await init({ hosts: [], env, tell, stop: new AbortController().signal });
		expect(readConfig(text).ok).toBe(true);
		expect([services, told.length]).toEqual([0, 3]);
		expect(parse(text).hosts.local.probes).toEqual({
			'failed-units': { kind: 'systemd' },
			units: { kind: 'systemd', units: ['nginx.service'] },
			jobs: { kind: 'schedule' },
			'tls-shop.example': { kind: 'tls', address: '127.0.0.1:443', name: 'shop.example' },
			'web-8080': { kind: 'http', url: 'http://127.0.0.1:8080/health' },
			'redis-port': { kind: 'tcp', address: '127.0.0.1:6379' },
			redis: { kind: 'redis', address: '127.0.0.1:6379' },
		});
		expect(text).toContain('any unit that fails; now: bad.service');
		expect(text).toMatch(/# not trusted \(\w+\).*\n +# tls-\S+: \{ kind: tls, address: "127\.0\.0\.1:8443"/);
	});

	test('one that is stopped asks nothing more', async () => {
		const asked = init({ hosts: [], env: { PATH: '/bin', HOME: folder }, tell: () => {}, stop: AbortSignal.abort() });
		expect(await asked).toMatchObject({ services: 0, probes: 0, unread: [{ failure: { kind: 'cancelled' } }] });
	});
});

describeLab('a swarm', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		await lab.engine.ask('POST', '/swarm/init', { body: { ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1' } });
		const Labels = { 'com.docker.stack.namespace': 'pages' };
		const port = { Protocol: 'tcp', TargetPort: 8080, PublishedPort: 18_090, PublishMode: 'host' };
		const TaskTemplate = { ContainerSpec: { Image: 'app:v1', Labels } };
		const body = { Name: 'pages_web', Labels, TaskTemplate, EndpointSpec: { Ports: [port] } };
		await lab.engine.ask('POST', '/services/create', { body });
		const isUp = async () => expect((await fetch('http://127.0.0.1:18090/health')).ok).toBe(true);
		await vi.waitFor(isUp, { timeout: 30_000, interval: 200 });
	}, 60_000);
	afterAll(async () => {
		await lab?.engine.ask('POST', '/swarm/leave', { query: { force: '1' } });
		await lab?.stop();
	});

	test('gives each service of a stack a line, with the port that it publishes', { timeout: 60_000 }, async () => {
		const looking = { hosts: [], env: lab.env(), tell: () => {}, stop: new AbortController().signal };
		const { text, unread } = await init(looking);
		expect([readConfig(text).ok, unread]).toEqual([true, []]);
		const at = 'http://127.0.0.1:18090';
		expect(parse(text).environments.pages.services).toEqual({
			web: {
				host: 'local',
				platform: 'swarm',
				container: 'pages_web',
				health: `${at}/health`,
				metrics: `${at}/metrics`,
			},
		});
	});
});
