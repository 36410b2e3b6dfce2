import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';

const envOf = (lines: readonly string[]) => Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)));

describeLab('the lab', () => {
	let lab: Lab;
	let took: number;
	beforeAll(async () => {
		const began = performance.now();
		lab = await startLab({ ssh: true, prometheus: ['127.0.0.1:9090', '127.0.0.1:18080'], nodeExporter: true });
		took = performance.now() - began;
		process.stderr.write(`lab ready in ${Math.round(took)} ms\n`);
	});
	afterAll(() => lab?.stop());

	test('is ready in seconds', () => expect(took).toBeLessThan(20_000));

	test('has releases that differ in id, environment and behaviour', async () => {
		const ids = await Promise.all(['v1', 'v2', 'v3', 'broken'].map((tag) => lab.imageId(`app:${tag}`)));
		expect(new Set(ids).size).toBe(4);
		await lab.run('good', 'app:v1', { ports: { 8080: 18080 } });
		await lab.run('bad', 'app:v2');
		const good = await lab.becomes('good', (now) => now.State.Health?.Status === 'healthy');
		const bad = await lab.becomes('bad', (now) => now.State.Health?.Status === 'unhealthy');
		expect([good.Image, bad.Image]).toEqual(ids.slice(0, 2));
		expect(envOf(good.Config.Env)).toMatchObject({ RELEASE: 'v1', ONLY_IN_V1: '1' });
		expect(envOf(bad.Config.Env)).toMatchObject({ RELEASE: 'v2', ONLY_IN_V2: '1' });
		const answer = await fetch('http://127.0.0.1:18080/');
		expect([answer.status, await answer.text()]).toEqual([200, 'ok v1\n']);
		await lab.tell('good', { fail: 503 });
		expect((await fetch('http://127.0.0.1:18080/')).status).toBe(503);
		expect(await (await fetch('http://127.0.0.1:18080/metrics')).text()).toMatch(
			/http_requests_total\{status="503"\} [1-9]/,
		);
	});

	test('has an app that ends when told, and a release that cannot start', async () => {
		await lab.run('crashes', 'app:v3');
		await lab.becomes('crashes', (now) => now.State.Health?.Status === 'healthy');
		await lab.tell('crashes', { crash: 7 });
		expect((await lab.becomes('crashes', (now) => !now.State.Running)).State.ExitCode).toBe(7);
		expect(Math.abs((await lab.eventTime('crashes', 'die')) - Date.now())).toBeLessThan(20_000);
		await lab.run('never', 'app:broken');
		expect((await lab.becomes('never', (now) => !now.State.Running)).State.ExitCode).toBe(3);
	});

	test('has an app whose health fails only after a while, and one that its memory limit kills again and again', async () => {
		await lab.run('late', 'app:v1', { env: { FAIL_AFTER: '2500' } });
		await lab.becomes('late', (now) => now.State.Health?.Status === 'healthy');
		await lab.becomes('late', (now) => now.State.Health?.Status === 'unhealthy');
		await lab.run('eater', 'app:v1', { env: { LEAK: '200' }, memory: 100 * 1024 * 1024, restart: 'always' });
		await lab.becomes('eater', (now) => now.RestartCount > 1);
		expect(await lab.eventTime('eater', 'oom')).toBeGreaterThan(0);
		await lab.rm('eater');
	});

	test.each([
		['lab', 'ops', true],
		['lab-guest', 'guest', false],
	])('is reached over ssh as %s, resolved as a user would', (alias, user, allowed) => {
		const env = lab.env();
		expect(execFileSync('ssh', ['-G', alias], { env, encoding: 'utf8' })).toContain(`user ${user}\n`);
		const script =
			'id -un; wget -q -O - http://127.0.0.1:18080/ >/dev/null; test -w /var/run/docker.sock && echo may || echo may not';
		const said = execFileSync('ssh', ['-T', '-o', 'BatchMode=yes', alias, script], { env, encoding: 'utf8' });
		expect(said).toBe(`${user}\n${allowed ? 'may' : 'may not'}\n`);
	});

	test.each([
		['lab-nokey', /Permission denied/],
		['lab-unknown', /Host key verification failed/],
		['lab-changed', /REMOTE HOST IDENTIFICATION HAS CHANGED/],
	])('refuses %s in the way that its name says', (alias, why) => {
		const command = ['-T', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=yes', alias, 'true'];
		expect(() => execFileSync('ssh', command, { env: lab.env(), encoding: 'utf8', stdio: 'pipe' })).toThrow(why);
	});

	test('has a Prometheus that asks, and a node_exporter', async () => {
		expect(await lab.prometheus?.query('vector(1) + 1')).toEqual({ '{}': 2 });
		expect((await fetch('http://127.0.0.1:9100/metrics')).status).toBe(200);
	});

	test('gives each program folders of its own', () => {
		expect(lab.env()['XDG_STATE_HOME']).not.toBe(lab.env()['XDG_STATE_HOME']);
	});

	test('leaves nothing behind when the run is killed with -9', async () => {
		const { WATCHDECK_LAB_PID: _, ...env } = process.env;
		const run = spawn(process.execPath, ['test/lab/start.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
		const closed = new Promise((resolve) => run.stdout.once('close', resolve));
		for await (const line of createInterface({ input: run.stdout })) if (line.includes('ctrl-c')) break;
		const cgroups = () =>
			execFileSync('find', ['/sys/fs/cgroup', '-name', `watchdeck-lab-${run.pid}`], { encoding: 'utf8' });
		expect(cgroups()).not.toBe('');
		run.kill('SIGKILL');
		await closed; // each process of that lab held the pipe, or was a child of one that did in namespaces that end with it
		await vi.waitFor(() => expect(cgroups()).toBe(''), { timeout: 10_000 });
		const commands = execFileSync('ps', ['ax', '-o', 'args'], { encoding: 'utf8' }).split('\n');
		expect(commands.filter((line) => line.startsWith('dockerd '))).toHaveLength(1); // ours
	});

	test('ends without a word at ctrl-c, also into a pipe', async () => {
		const { WATCHDECK_LAB_PID: _, ...env } = process.env;
		const run = spawn(process.execPath, ['test/lab/start.ts'], {
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true,
		});
		const ended = new Promise((resolve) => run.once('close', resolve));
		let said = '';
		run.stderr.on('data', (part) => {
			said += part;
		});
		for await (const line of createInterface({ input: run.stdout })) if (line.includes('ctrl-c')) break;
		process.kill(-(run.pid ?? Number.NaN), 'SIGINT'); // as the terminal does: to all of the process group
		expect(await ended).toBe(0);
		expect(said).toBe('');
	});

	test('cannot reach beyond its own network', () => {
		const routes = execFileSync('ip', ['-o', 'route'], { encoding: 'utf8' });
		expect(routes).not.toContain('default');
	});
});
