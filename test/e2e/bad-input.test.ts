import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Finding } from '../../src/core/lint/model.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { ROOT, start } from './driver.ts';
import { brokenRelease, configOf, journalOf } from './scene.ts';

describeLab('bad input', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	const status = (config: string, env = lab.env()) => watchdeck(['--config', lab.config(config), 'status'], { env });

	test('a wrong config: the place, what was meant, exit code', async () => {
		const said = await status(configOf().replace('hosts:', 'hots:'));
		expect(said.text).toMatch(/watchdeck\.yaml:4:1/);
		expect(said.text).toContain('hosts');
		expect(said.code).not.toBe(0);
	});

	test('a config that is not YAML', async () => {
		const said = await status('hosts: [');
		expect(said.text).toMatch(/watchdeck\.yaml:\d+:\d+/);
		expect(said.code).not.toBe(0);
	});

	test.each([[['status']], [['check']]])('an engine that is not there: %s', async (args) => {
		const said = await watchdeck(args, { env: { ...lab.env(), DOCKER_HOST: 'unix:///run/no-engine.sock' } });
		expect(said.text).toMatch(/no-engine\.sock/);
		expect(said.text).toMatch(/[Ss]tart (?:Docker|that engine)/);
		expect(said.code).not.toBe(0);
	});

	test('a socket without permission, as nobody', async () => {
		const env = lab.env();
		const root = join(lab.folder, 'checkout');
		mkdirSync(root);
		execFileSync('mount', ['--bind', ROOT, root]);
		try {
			for (const [name, path] of Object.entries(env)) if (name.startsWith('XDG_')) chmodSync(path, 0o777);
			chmodSync(dirname(env['XDG_STATE_HOME'] ?? ''), 0o755);
			const before = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
			const own = { ...env, HOME: env['XDG_STATE_HOME'] ?? '', XDG_RUNTIME_DIR: '' };
			const node = process.execPath.replace(ROOT, root);
			const said = await watchdeck(['status'], { env: own, before: [...before, 'env'], folder: root, root, node });
			expect(said.text).toMatch(/permission denied/i);
			expect(said.text).toContain('docker');
			expect(said.text).toMatch(/usermod|group/);
			expect(said.code).not.toBe(0);
			for (const args of [
				['restart', 'local/api', '--yes'],
				['plan', 'rollback', 'local/api', '--json'],
			]) {
				const refused = await watchdeck(args, { env: own, before: [...before, 'env'], folder: root, root, node });
				expect(refused.text).toMatch(/permission denied.*(?:usermod|group).*Nothing was changed/i);
				expect([refused.code, refused.out]).toEqual([3, '']);
			}
		} finally {
			execFileSync('umount', [root]);
		}
	});

	test('an engine that is too old', async () => {
		const socket = join(lab.folder, 'old.sock');
		const server = createServer((request, response) => {
			response.setHeader('Api-Version', '1.24');
			if (request.url?.endsWith('/_ping')) response.end('OK');
			else if (request.url?.endsWith('/version'))
				response.end(JSON.stringify({ Version: '1.12.6', ApiVersion: '1.24' }));
			else
				response
					.writeHead(400)
					.end(JSON.stringify({ message: 'client version is too new. Maximum supported API version is 1.24' }));
		});
		await new Promise<void>((resolve) => server.listen(socket, resolve));
		const env = { ...lab.env(), DOCKER_HOST: `unix://${socket}` };
		const said = await watchdeck(['status'], { env });
		const refused = await watchdeck(['restart', 'local/api', '--yes'], { env });
		server.close();
		expect(refused.text).toMatch(/1\.24.*(?:1\.41|20\.10).*Nothing was changed/);
		expect([refused.code, journalOf(env)]).toEqual([3, []]);
		expect(said.text).toMatch(/1\.24|1\.12/);
		expect(said.text).toMatch(/1\.41|20\.10/);
		expect(said.code).not.toBe(0);
	});

	test.each([
		['lab-nowhere', /lab-nowhere/, /name|resolve|DNS|address/i],
		['lab-nokey', /lab-nokey/, /key|login|authenticat/i],
		['lab-unknown', /SHA256:/, /known_hosts|ssh -- |ssh-keyscan|ssh lab-unknown/i],
		['lab-changed', /changed|another|not the/i, /known_hosts|ssh-keygen -R/i],
		['lab-guest', /permission denied/i, /docker/],
		['lab-behind-nowhere', /ProxyJump lab-nowhere/, /ssh lab-behind-nowhere/],
	])('a host over ssh that fails: %s', async (ssh, what, remedy) => {
		const said = await status(configOf({ way: 'ssh', ssh }));
		expect(said.text).toMatch(what);
		expect(said.text).toMatch(remedy);
		expect(said.code).not.toBe(0);
	});

	test('an unknown host key is shown by the fingerprint that the server has', async () => {
		const said = await watchdeck(['--config', lab.config(configOf({ way: 'ssh', ssh: 'lab-unknown' })), 'check'], {
			env: lab.env(),
		});
		expect(said.text).toContain(lab.sshd?.fingerprint);
		expect(said.code).not.toBe(0);
	});

	test('a service that does not exist: nothing is changed', async () => {
		await brokenRelease(lab);
		const said = await watchdeck(['--config', lab.config(configOf()), 'rollback', 'production/apy', '--yes'], {
			env: lab.env(),
		});
		expect(said.text).toContain('production/apy');
		expect(said.code).toBe(3);
	});

	test.each(['before enter', 'before the name'] as const)(
		'a container that vanished while its plan was open: %s',
		async (when) => {
			await brokenRelease(lab);
			const env = lab.env();
			const deck = start(['--config', lab.config(configOf())], { env });
			await deck.sees(/api .*X down/);
			await deck.select('api');
			await deck.press('r');
			await deck.sees('ROLL BACK production/api');
			if (when === 'before the name') await deck.enter();
			await deck.idle();
			await lab.rm('api');
			const names = await lab.names();
			if (when === 'before the name') await deck.type('api');
			await deck.enter();
			await deck.sees(/stale|gone|changed|no longer/i);
			await deck.idle();
			expect(await lab.names()).toEqual(names);
			expect(journalOf(env).map(({ what }) => what)).not.toContain('begins');
			deck.kill('SIGTERM');
			await deck.exited();
		},
	);

	test('without a terminal the cockpit is `status`', async () => {
		await brokenRelease(lab);
		const said = await watchdeck(['--config', lab.config(configOf())], { env: lab.env() });
		expect(said.text).toMatch(/api .*down/);
		expect(said.code).toBe(2);
	});

	test.each([
		[['--read-only'], 'protected', /read-only/],
		[[], 'locked', /locked/],
	] as const)('a change is refused: %s, %s', async (flags, protection, why) => {
		const before = await brokenRelease(lab);
		const config = lab.config(configOf({ protection }));
		const args = ['--config', config, ...flags, 'rollback', 'production/api', '--yes'];
		const said = await watchdeck(args, { env: lab.env() });
		expect(said.text).toMatch(why);
		expect(said.code).toBe(3);
		expect((await lab.inspect('api')).Id).toBe(before.Id);
	});

	test('what a runbook names and its hosts do not have; hosts that cannot be asked', async () => {
		await lab.clear();
		await brokenRelease(lab);
		const path = join(lab.folder, 'walk.md');
		const lines = [
			...['---', 'owner: us', 'host: box', '---', '# A', '', '```sh'],
			...[
				'cat /etc/passwd /etc/no-such-file',
				'no-such-tool --all',
				'docker logs --tail 5 api',
				'docker logs --tail 5 apy',
			],
			...['curl -fsS -m 5 https://nothing.lab-invalid.net/ -H "k: $NO_SUCH_KEY"', "'; touch /tmp/pwned; '", '```'],
			...[
				'',
				'```sh {host=gone}',
				'uptime',
				'```',
				'',
				'```sh {host=unknown}',
				'uptime',
				'```',
				'',
				'```sh {host=bx}',
				'uptime',
				'```',
			],
		];
		writeFileSync(path, lines.join('\n'));
		const more = '\n  gone: { ssh: lab-nowhere }\n  unknown: { ssh: lab-unknown }\nenvironments:';
		const config = lab.config(configOf({ way: 'ssh' }).replace('\nenvironments:', more));
		const said = await watchdeck(['--config', config, 'runbook', 'lint', path, '--hosts', '--json'], {
			env: lab.env(),
		});
		const { documents, hosts } = JSON.parse(said.out);
		const found = documents[0].findings.map(({ line, rule, says }: Finding) => `${line} ${rule}: ${says}`);
		expect(found).toEqual([
			expect.stringMatching(/^8 host-lacks-path: box has no .*`\/etc\/no-such-file`$/),
			expect.stringMatching(/^9 host-lacks-program: box has no `no-such-tool`$/),
			expect.stringMatching(/^11 host-lacks-name: the engine of box has no container `apy`$/),
			expect.stringMatching(/^12 name-unresolved: `nothing\.lab-invalid\.net` does not resolve on box$/),
			expect.stringMatching(/^12 variable-unset: nothing sets \$NO_SUCH_KEY/),
			expect.stringMatching(/^17 host-unread: gone could not be asked: The ssh connection to lab-nowhere/),
			expect.stringMatching(/^21 host-unread: unknown could not be asked: The host key of .* is not known/),
			expect.stringMatching(/^24 no-such-host: .*`bx`; perhaps box is meant$/),
		]);
		expect(documents[0].findings.every(({ instead }: Finding) => instead.length > 10)).toBe(true);
		expect([hosts, said.code, existsSync('/tmp/pwned')]).toEqual([['box', 'gone', 'unknown'], 2, false]);
		const quiet = await watchdeck(['runbook', 'lint', path], { env: lab.env() });
		expect([quiet.code, quiet.text]).toEqual([0, expect.stringContaining('No host was asked')]);
	});
});
