import { mkdirSync, mkdtempSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { composeLabels } from '../lab/containers.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { isHealthy } from './scene.ts';

const DAY = 86_400;
const PORT = 18_080;

describeLab('a machine of which there is no config', () => {
	let lab: Lab;
	let home: string;
	beforeAll(async () => {
		lab = await startLab({ images: ['app', 'quiet'], ssh: true });
		await lab.run('shop-api-1', 'app:v1', { ports: { 8080: PORT }, labels: composeLabels('shop', 'api') });
		await lab.run('worker', 'quiet:v1');
		await lab.run('ended', 'quiet:v1', { cmd: ['/bin/true'] });
		await lab.becomes('ended', ({ State }) => State.Status === 'exited');
		await lab.becomes('shop-api-1', isHealthy);
		home = mkdtempSync(join(lab.folder, 'home-'));
		mkdirSync(join(home, 'backups'));
		for (const [index, name] of ['shop-2026-11-20.sql', 'shop-2026-11-19.sql', 'shop-2026-11-18.sql'].entries()) {
			const file = join(home, 'backups', name);
			writeFileSync(file, `-- PostgreSQL database dump\n${'INSERT INTO t VALUES (1);\n'.repeat(100)}`);
			const at = Date.now() / 1000 - index * DAY - 60;
			utimesSync(file, at, at);
		}
	});
	afterAll(() => lab?.stop());

	const services = {
		shop: { api: { platform: 'compose', container: 'shop/api', ...web() } },
		local: { worker: {} },
	};
	function web() {
		const at = `http://127.0.0.1:${PORT}`;
		return { health: `${at}/health`, metrics: `${at}/metrics` };
	}
	const on = (host: string) =>
		Object.fromEntries(
			Object.entries(services).map(([name, of]) => [
				name,
				{
					protection: 'protected',
					services: Object.fromEntries(Object.entries(of).map(([id, service]) => [id, { host, ...service }])),
				},
			]),
		);

	test('here: what is found is written, and the check of it passes', { timeout: 120_000 }, async () => {
		const env = { ...lab.env(), HOME: home };
		const said = await watchdeck(['init'], { env });
		expect([said.code, said.err]).toEqual([0, expect.stringContaining('local: asking its engine for containers')]);
		const written = parse(said.out);
		expect(written.environments).toEqual(on('local'));
		expect(written.hosts.local).toMatchObject({ local: true, engine: lab.socket });
		const backup = { kind: 'backup', folder: join(home, 'backups'), pattern: 'shop-*.sql', within: '26h' };
		expect(written.hosts.local.probes).toMatchObject({ shop: backup });
		expect(said.out).toContain('#   ended: it does not run');
		const checked = await watchdeck(['--config', lab.config(said.out), 'check'], { env });
		expect([checked.code, checked.out]).toEqual([0, expect.stringMatching(/ok {4}shop\/api {2}is shop-api-1/)]);
		expect(checked.out).toMatch(/ok {4}host local shop {2}/);
	});

	test('over ssh, into a file that is written over only when it is said', { timeout: 120_000 }, async () => {
		const env = lab.env();
		const file = join(mkdtempSync(join(lab.folder, 'out-')), 'watchdeck.yaml');
		const words = ['init', '--host', 'lab', '--host', 'lab-nowhere', '--output', file];
		const said = await watchdeck(words, { env });
		expect([said.code, said.out]).toEqual([0, '']);
		expect(said.err).toContain('lab-nowhere could not be read:');
		expect(statSync(file).mode & 0o777).toBe(0o600);
		const text = readFileSync(file, 'utf8');
		expect(parse(text)).toMatchObject({ hosts: { lab: { ssh: 'lab' } }, environments: on('lab') });
		expect(Object.keys(parse(text).hosts)).toEqual(['lab']);
		const checked = await watchdeck(['--config', file, 'check'], { env });
		expect([checked.code, checked.out]).toEqual([0, expect.stringContaining('host lab  is reached')]);

		writeFileSync(file, 'mine');
		const again = await watchdeck(words, { env });
		expect([again.code, again.err]).toEqual([3, expect.stringMatching(/is there already[\s\S]*--force/)]);
		expect(readFileSync(file, 'utf8')).toBe('mine');
		expect((await watchdeck([...words, '--force'], { env })).code).toBe(0);
		expect(readFileSync(file, 'utf8')).toBe(text);
	});

	test('over ssh, stopped before it is done: nothing is written', { timeout: 60_000 }, async () => {
		const said = await watchdeck(['init', '--host', 'lab'], {
			env: lab.env(),
			watch: (text, kill) => {
				if (text.includes('looking for jobs') && !text.includes('stopped')) kill('SIGINT');
			},
		});
		expect([said.code, said.out]).toEqual([3, '']);
		expect(said.err).toContain('nothing was written');
	});

	test('an account that may not use Docker is told so, and what it may read is written', {
		timeout: 60_000,
	}, async () => {
		const said = await watchdeck(['init', '--host', 'lab-guest'], { env: lab.env() });
		expect(said.err).toMatch(/the engine of lab-guest could not be read: [\s\S]*docker/);
	});

	test('where nothing can be reached nothing is written: exit 3', { timeout: 60_000 }, async () => {
		const said = await watchdeck(['init', '--host', 'lab-nowhere'], { env: lab.env() });
		expect([said.code, said.out]).toEqual([3, '']);
		expect(said.err).toContain('Nothing was found to watch.');
	});
});
