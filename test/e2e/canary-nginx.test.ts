import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Daemon } from '../lab/daemon.ts';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { startNginx } from '../lab/nginx.ts';
import { watchdeck } from './cli.ts';
import { isHealthy, journalOf, runningNames } from './scene.ts';

const site = 'http://127.0.0.1:18080/';

describeLab('a canary behind nginx', () => {
	let lab: Lab;
	let nginx: Daemon;
	let page: Server;
	let failing = 0;
	const at = () => `${lab.folder}/nginx`;
	const file = () => `${lab.folder}/upstreams/api.conf`;
	const text = (...servers: readonly string[]) =>
		['# Written by watchdeck for production/api. Deploys with --canary change it.', ...servers, '# loaded\n'].join(
			'\n',
		);
	const only = (port: number) => text(`server 127.0.0.1:${port} weight=100;`);

	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		await derive(lab.engine, 'app:n2', ['ENV RELEASE=n2'], 'app:v1');
		mkdirSync(`${lab.folder}/upstreams`);
		writeFileSync(file(), only(18081));
		const upstream = `upstream api { include ${file()}; }`;
		nginx = await startNginx(
			lab.folder,
			[{ port: 18080, locations: ['location / { proxy_pass http://api; }'] }],
			[upstream],
		);
		const count = { ok: 0, bad: 0 };
		page = createServer((_, answer) => {
			count.ok += 20;
			count.bad += failing;
			answer.end(`http_requests_total{status="200"} ${count.ok}\nhttp_requests_total{status="500"} ${count.bad}\n`);
		});
		await new Promise<void>((resolve) => void page.listen(18_099, '127.0.0.1', resolve));
	});
	afterAll(async () => {
		page?.close();
		await nginx?.stop();
		await lab?.stop();
	});
	beforeEach(async () => {
		await lab.clear();
		failing = 0;
		writeFileSync(file(), only(18081));
		await reload();
		await lab.run('api', 'app:v1', { ports: { 8080: 18081 }, restart: 'unless-stopped', volumes: ['/data'] });
		await lab.becomes('api', isHealthy);
	});
	afterEach(() => lab.clear());

	const words = (...more: readonly string[]) => ['nginx', '-p', at(), '-c', `${at()}/nginx.conf`, ...more];
	const reload = async () => {
		const { execFile } = await import('node:child_process');
		const [program = '', ...rest] = words('-s', 'reload');
		await new Promise<void>((resolve, reject) =>
			execFile(program, rest, (error) => (error ? reject(error) : resolve())),
		);
	};
	const config = (each: string, test = words('-t')) => `
operator: tester
discover: false
hosts:
  box: { local: true }
environments:
  production:
    services:
      api:
        host: box
        health: { url: '${site}', every: 1s, timeout: 2s, failures: 2 }
        metrics: { url: 'http://127.0.0.1:18099/metrics', every: 1s, from: local }
        thresholds: { errors: 5%, p95: 10s }
        proof: { times: 2, within: 30s }
        watch: 0s
        canary:
          shares: [20, 50]
          each: ${each}
          nginx:
            file: ${file()}
            ports: [18081, 18082]
            test: ${JSON.stringify(test)}
            reload: ${JSON.stringify(words('-s', 'reload'))}
`;
	const begin = (each: string, tried?: readonly string[]) => {
		const env = lab.env();
		const path = lab.config(config(each, tried === undefined ? undefined : [...tried]));
		const say = (line: readonly string[], more: Partial<Parameters<typeof watchdeck>[1]> = {}) =>
			watchdeck(['--config', path, ...line], { env, ...more });
		return { env, say };
	};
	const deploy = ['deploy', 'production/api', '--image', 'app:n2', '--canary', '--yes'] as const;
	/** One request over a connection of its own: those that are kept open a reload may close. */
	const ask = () =>
		new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
			const request = get(site, { agent: false }, (answer) => {
				let all = '';
				answer.setEncoding('utf8').on('data', (part: string) => {
					all += part;
				});
				answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: all }));
			});
			request.on('error', reject);
		});
	/** Which releases answer, of so many requests. */
	const asked = async (many: number) => {
		const all = [];
		for (let left = many; left > 0; left -= 1) all.push((await ask()).text);
		return { v1: all.filter((one) => one === 'ok v1\n').length, n2: all.filter((one) => one === 'ok n2\n').length };
	};
	/** nginx gives requests to the servers in turn, by their weights, once it has taken over what it was told to read. */
	const sharesOf = async (many: number) => {
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		return asked(many);
	};
	const says = async (part: string) => {
		for (const late = Date.now() + 60_000; !readFileSync(file(), 'utf8').includes(part); ) {
			if (Date.now() > late) throw new Error(`it never said ${part}: ${readFileSync(file(), 'utf8')}`);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	};

	test('gives nginx the weights, answers all the while, and ends on the other port', { timeout: 240_000 }, async () => {
		const { env, say } = begin('6s');
		const read = await say(['deploy', 'production/api', '--image', 'app:n2', '--canary', '--dry-run']);
		expect(read.text).toContain('A canary: 20 %, then 50 % of what comes in goes to the new release');
		const going = say(deploy);
		await says('127.0.0.1:18082 weight=20;\n# loaded');
		const first = await sharesOf(100);
		await says('127.0.0.1:18082 weight=50;\n# loaded');
		const second = await sharesOf(100);
		// Requests of watchdeck's own, for the health address, take their turns among them.
		expect([first.v1 + first.n2, second.v1 + second.n2]).toEqual([100, 100]);
		expect(Math.abs(first.n2 - 20)).toBeLessThanOrEqual(5);
		expect(Math.abs(second.n2 - 50)).toBeLessThanOrEqual(5);
		let isOver = false;
		void going.then(() => {
			isOver = true;
		});
		// Nobody waits and nobody is turned away, also while the containers change places.
		while (!isOver) expect((await ask()).status).toBe(200);
		const done = await going;
		expect([done.code, done.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		expect(readFileSync(file(), 'utf8')).toBe(only(18082));
		expect(await asked(20)).toEqual({ v1: 0, n2: 20 });
		expect(await runningNames(lab)).toEqual(['api']);
		expect((await lab.inspect('api')).Config.Image).toBe('app:n2');
		const steps = journalOf(env).filter(({ what }) => what === 'ends');
		expect(steps.some(({ output }) => /errors under 5\.0% .* requests/.test(String(output)))).toBe(true);
	});

	test('whose errors rise goes back by itself', { timeout: 240_000 }, async () => {
		const { say } = begin('60s');
		const before = await lab.inspect('api');
		const going = say(deploy);
		await says('127.0.0.1:18082 weight=20;\n# loaded');
		failing = 10;
		const done = await going;
		expect([done.code, done.text]).toEqual([2, expect.stringMatching(/FAILED, UNDONE .*errors \d+\.\d%, above 5\.0%/)]);
		expect(readFileSync(file(), 'utf8')).toBe(only(18081));
		expect(await asked(20)).toEqual({ v1: 20, n2: 0 });
		expect([(await lab.inspect('api')).Id, await lab.names()]).toEqual([before.Id, ['api']]);
	});

	test.each(['--undo', '--finish'])(
		'that is killed while a share is watched: %s',
		{ timeout: 240_000 },
		async (way) => {
			const { env, say } = begin('6s');
			const killed = await say(deploy, {
				started: (pid) => void says('127.0.0.1:18082 weight=50;\n# loaded').then(() => process.kill(pid, 'SIGKILL')),
			});
			expect(killed.code).toBe(137);
			const run = String(journalOf(env).findLast(({ what }) => what === 'confirmed')?.['run']);
			const done = await say(['resume', run, way, '--yes']);
			expect(done.text).toMatch(way === '--undo' ? /UNDONE/ : /VERIFIED/);
			const [port, image] = way === '--undo' ? [18081, 'app:v1'] : [18082, 'app:n2'];
			expect(readFileSync(file(), 'utf8')).toBe(only(port));
			expect((await lab.inspect('api')).Config.Image).toBe(image);
			expect(await runningNames(lab)).toEqual(['api']);
			expect(await asked(10)).toEqual(way === '--undo' ? { v1: 10, n2: 0 } : { v1: 0, n2: 10 });
		},
	);

	test('of a file that nginx does not take: put back, nothing is left', { timeout: 120_000 }, async () => {
		const { say } = begin('6s', ['sh', '-c', 'echo no such weight >&2; exit 1']);
		const before = await lab.inspect('api');
		const done = await say(deploy);
		expect([done.code, done.text]).toEqual([2, expect.stringMatching(/no such weight/)]);
		expect((await lab.inspect('api')).Id).toBe(before.Id);
		expect(await asked(10)).toEqual({ v1: 10, n2: 0 });
	});

	test('of a file that is not ours: refused, with what to do', { timeout: 120_000 }, async () => {
		writeFileSync(file(), 'server 127.0.0.1:18081;\n');
		const { say } = begin('6s');
		const said = await say(deploy);
		expect([said.code, said.text]).toEqual([
			3,
			expect.stringMatching(/does not say that port 18081 has all .* Put this into it/),
		]);
		expect(readFileSync(file(), 'utf8')).toBe('server 127.0.0.1:18081;\n');
	});
});
