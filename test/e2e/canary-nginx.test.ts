import { execFile } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get, type Server } from 'node:http';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Daemon } from '../lab/daemon.ts';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { startNginx } from '../lab/nginx.ts';
import { OPS } from '../lab/sshd.ts';
import { canaryOf, killed, speakerOf, startPage } from './canary-scene.ts';
import type { Said } from './cli.ts';
import { nowMeans } from './compose-scene.ts';
import { linesOf } from './matrix.ts';
import { isHealthy, journalOf, runningNames, type Way } from './scene.ts';

/** What differs between the stories. */
interface Told {
	readonly way?: Way;
	readonly test?: readonly string[];
	readonly platform?: readonly string[];
}

const FILE = `
services:
  api:
    image: live:latest
    ports: ["127.0.0.1:18081:8080"]
    environment: { REGION: "eu" }
    volumes: ["/data"]
    restart: unless-stopped
    stop_grace_period: 1s
`;
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
		lab = await startLab({ images: ['app'], ssh: true, compose: 'v2' });
		await derive(lab.engine, 'app:n2', ['ENV RELEASE=n2'], 'app:v1');
		mkdirSync(`${lab.folder}/upstreams`);
		writeFileSync(file(), only(18081));
		chownSync(file(), OPS, OPS);
		const upstream = `upstream api { include ${file()}; }`;
		nginx = await startNginx(
			lab.folder,
			[{ port: 18080, locations: ['location / { proxy_pass http://api; }'] }],
			[upstream],
		);
		page = await startPage(() => failing);
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

	const words = (...more: readonly string[]) => [
		'nginx',
		'-e',
		'stderr',
		'-p',
		at(),
		'-c',
		`${at()}/nginx.conf`,
		...more,
	];
	const reload = () => {
		const [program = '', ...rest] = words('-s', 'reload');
		return promisify(execFile)(program, rest);
	};
	const speaker = (each: string, { way = 'local', test = words('-t'), platform = [] }: Told = {}) =>
		speakerOf(lab, {
			way,
			service: [`health: { url: '${site}', every: 1s, timeout: 2s, failures: 2 }`, ...platform],
			canary: [
				...['shares: [20, 50]', `each: ${each}`, 'nginx:', `  file: ${file()}`, '  ports: [18081, 18082]'],
				...[`  test: ${JSON.stringify(test)}`, `  reload: ${JSON.stringify(words('-s', 'reload'))}`],
			],
		});
	const deploy = [...canaryOf('app:n2'), '--yes'];
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
	/**
	 * nginx gives requests to the servers in turn, by their weights, as soon as the file says that they were loaded. Requests of
	 * watchdeck's own, for the health address, take their turns among them.
	 */
	const gives = async (percent: number) => {
		const { v1, n2 } = await asked(100);
		expect(v1 + n2).toBe(100);
		expect(Math.abs(n2 - percent), `the new release got ${n2} of 100 requests, not ${percent}`).toBeLessThanOrEqual(5);
	};
	/** Asks all the while until it is over: nobody waits and nobody is turned away, also while the containers change places. */
	const served = async (going: Promise<Said>): Promise<Said> => {
		let isOver = false;
		void going.then(() => {
			isOver = true;
		});
		while (!isOver) expect((await ask()).status).toBe(200);
		return going;
	};
	const says = async (part: string) => {
		for (const late = Date.now() + 60_000; !readFileSync(file(), 'utf8').includes(part); ) {
			if (Date.now() > late) throw new Error(`it never said ${part}: ${readFileSync(file(), 'utf8')}`);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	};

	test('gives nginx the weights, answers all the while, and ends on the other port', { timeout: 240_000 }, async () => {
		const { env, say } = speaker('6s');
		const read = await say([...canaryOf('app:n2'), '--dry-run']);
		expect(read.text).toContain('A canary: 20 %, then 50 % of what comes in goes to the new release');
		const going = say(deploy);
		await says('127.0.0.1:18082 weight=20;\n# loaded');
		await gives(20);
		await says('127.0.0.1:18082 weight=50;\n# loaded');
		await gives(50);
		const done = await served(going);
		expect([done.code, done.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		expect(readFileSync(file(), 'utf8')).toBe(only(18082));
		expect(await asked(20)).toEqual({ v1: 0, n2: 20 });
		expect(await runningNames(lab)).toEqual(['api']);
		expect((await lab.inspect('api')).Config.Image).toBe('app:n2');
		const steps = journalOf(env).filter(({ what }) => what === 'ends');
		expect(steps.some(({ output }) => /errors under 5\.0% .* requests/.test(String(output)))).toBe(true);
	});

	test('whose errors rise goes back by itself', { timeout: 240_000 }, async () => {
		const { say } = speaker('60s');
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

	test.each([
		['--undo', 'local'],
		['--finish', 'ssh'],
	] as const)('that is killed while a share is watched: %s, %s', { timeout: 240_000 }, async (course, way) => {
		const begun = speaker('6s', { way });
		const run = await killed(begun, 'app:n2', () => says('127.0.0.1:18082 weight=50;\n# loaded'));
		const done = await begun.say(['resume', run, course, '--yes']);
		expect(done.text).toMatch(course === '--undo' ? /UNDONE/ : /VERIFIED/);
		const [port, image] = course === '--undo' ? [18081, 'app:v1'] : [18082, 'app:n2'];
		expect(readFileSync(file(), 'utf8')).toBe(only(port));
		expect((await lab.inspect('api')).Config.Image).toBe(image);
		expect(await runningNames(lab)).toEqual(['api']);
		expect(await asked(10)).toEqual(course === '--undo' ? { v1: 10, n2: 0 } : { v1: 0, n2: 10 });
	});

	test("of a Compose service, over ssh: it is Compose's own in the end, on its own port", {
		timeout: 240_000,
	}, async () => {
		await lab.clear();
		await nowMeans(lab, 'v1');
		const shop = await lab.compose('shop', FILE);
		const before = await lab.becomes('shop-api-1', isHealthy);
		const { env, say } = speaker('6s', { way: 'ssh', platform: ['platform: compose', 'container: shop/api'] });
		const going = say(deploy);
		await says('127.0.0.1:18082 weight=20;\n# loaded');
		await gives(20);
		const [beside = '', ...others] = (await lab.names()).filter((name) => name !== 'shop-api-1');
		expect([others, (await lab.inspect('shop-api-1')).Id]).toEqual([[], before.Id]);
		const { Config } = await lab.inspect(beside);
		expect(Object.keys(Config.Labels).filter((label) => label.startsWith('com.docker.compose.'))).toEqual([]);
		// Compose neither counts it nor takes it for an orphan.
		await shop.run('up', '-d', '--remove-orphans');
		expect(linesOf(await shop.run('ps', '--all', '--quiet'))).toEqual([before.Id]);
		expect((await lab.inspect(beside)).State.Running).toBe(true);

		const done = await served(going);
		expect([done.code, done.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		expect(readFileSync(file(), 'utf8')).toBe(only(18081));
		expect(await asked(20)).toEqual({ v1: 0, n2: 20 });
		const now = await lab.becomes('shop-api-1', isHealthy);
		expect([await lab.names(), now.Image, now.Config.Image]).toEqual([
			...[['shop-api-1'], await lab.imageId('app:n2'), 'live:latest'],
		]);
		expect(now.Mounts.map(({ Name }) => Name)).toEqual(before.Mounts.map(({ Name }) => Name));
		await shop.run('up', '-d');
		expect(linesOf(await shop.run('ps', '--all', '--quiet'))).toEqual([now.Id]);
		const steps = journalOf(env).filter(({ what }) => what === 'ends');
		expect(steps.some(({ output }) => /errors under 5\.0% .* requests/.test(String(output)))).toBe(true);
	});

	test('of a file that nginx does not take: put back, nothing is left', { timeout: 120_000 }, async () => {
		const { say } = speaker('6s', { test: ['sh', '-c', 'echo no such weight >&2; exit 1'] });
		const before = await lab.inspect('api');
		const done = await say(deploy);
		expect([done.code, done.text]).toEqual([2, expect.stringMatching(/no such weight/)]);
		expect((await lab.inspect('api')).Id).toBe(before.Id);
		expect(await asked(10)).toEqual({ v1: 10, n2: 0 });
	});

	test('of a file that is not ours: refused, with what to do', { timeout: 120_000 }, async () => {
		writeFileSync(file(), 'server 127.0.0.1:18081;\n');
		const { say } = speaker('6s');
		const said = await say(deploy);
		expect([said.code, said.text]).toEqual([
			3,
			expect.stringMatching(/does not say that port 18081 has all .* Put this into it/),
		]);
		expect(readFileSync(file(), 'utf8')).toBe('server 127.0.0.1:18081;\n');
	});
}, ['v2']);
