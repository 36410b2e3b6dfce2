import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Host } from '../../src/core/model.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { type Sshd, sshdMissing, startSshd } from '../io/support/sshd.ts';

const box: Host = { name: 'box', reach: { ssh: 'box' } };
const bySystem: Host = { ...box, transport: 'openssh' };
const ends: (() => Promise<void>)[] = [];
let keys = '';

beforeEach(() => {
	keys = mkdtempSync(join(tmpdir(), 'watchdeck-keys-'));
});
afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
	rmSync(keys, { recursive: true });
});

async function server(...lines: readonly string[]): Promise<Sshd> {
	const sshd = await startSshd(...lines);
	ends.push(sshd.stop);
	return sshd;
}

function reach(sshd: Sshd, host: Host = box): Tried {
	const outside = outsideOf(host, { ssh: { configFile: sshd.configFile } });
	ends.push(outside.close);
	return outside;
}

const keygen = (...words: readonly string[]) => execFileSync('ssh-keygen', ['-q', ...words]);

function newKey(name: string): string {
	keygen('-t', 'ed25519', '-N', '', '-f', join(keys, name));
	return join(keys, name);
}

/** A second server, and the first one's client config in which it is called `bastion`. */
async function behindBastion(): Promise<{ readonly sshd: Sshd; readonly bastion: Sshd }> {
	const [sshd, bastion] = [await server(), await server()];
	sshd.configure(`IdentityFile ${sshd.key('id')}`, 'ProxyJump bastion');
	const login = [`IdentityFile ${bastion.key('id')}`, `UserKnownHostsFile ${bastion.knownHosts}`];
	const client = ['', 'Host bastion', ...login, 'HostName 127.0.0.1', `Port ${bastion.port}`, 'IdentityAgent none'];
	appendFileSync(sshd.configFile, client.join('\n'));
	return { sshd, bastion };
}

/** The processes in whose command line this stands. */
function processes(words: string): readonly number[] {
	const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	return ids.map(Number).filter((pid) => {
		try {
			return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(words);
		} catch {
			// It ended between the two looks.
			return false;
		}
	});
}

/** The master itself, not the shell that holds it. */
function masterOf(sshd: Sshd): number {
	const [pid] = processes(sshd.configFile).filter((each) =>
		readFileSync(`/proc/${each}/cmdline`, 'utf8').startsWith('ssh\0'),
	);
	if (pid === undefined) throw new Error('there is no master');
	return pid;
}

const reached = { ok: true, value: { text: 'there\n' } };

describe.skipIf(sshdMissing())("the system's ssh takes over", () => {
	test('for a host behind another one (ProxyJump)', async () => {
		const { sshd, bastion } = await behindBastion();
		const outside = reach(sshd);
		expect(await outside.run('echo', 'there')).toMatchObject(reached);
		expect(await outside.linked('up')).toMatchObject({ through: expect.stringContaining('ProxyJump bastion') });
		expect(bastion.log()).toContain('Accepted publickey');
	});

	test('for a host behind a command (ProxyCommand)', async () => {
		const sshd = await server();
		sshd.configure(`IdentityFile ${sshd.key('id')}`, 'ProxyCommand busybox nc %h %p');
		const outside = reach(sshd);
		expect(await outside.run('echo', 'there')).toMatchObject(reached);
		expect(await outside.linked('up')).toMatchObject({ through: expect.stringContaining('ProxyCommand') });
	});

	test.each([
		['that the config names', true],
		['that only lies beside its key', false],
	])('for a login by a certificate %s', async (_, named) => {
		const authority = newKey('authority');
		const sshd = await server(`TrustedUserCAKeys ${authority}.pub`);
		const key = newKey('id');
		keygen('-s', authority, '-I', 'anna', '-n', 'root', `${key}.pub`);
		sshd.configure(`IdentityFile ${key}`, ...(named ? [`CertificateFile ${key}-cert.pub`] : []));
		const outside = reach(sshd);
		expect(await outside.run('echo', 'there')).toMatchObject(reached);
		expect(await outside.linked('up')).toMatchObject({ through: expect.stringContaining('certificate') });
		expect(sshd.log()).toContain('ED25519-CERT');
	});

	test('for a login by a certificate that only the agent holds', async () => {
		const authority = newKey('authority');
		const sshd = await server(`TrustedUserCAKeys ${authority}.pub`);
		const key = newKey('id');
		keygen('-s', authority, '-I', 'anna', '-n', 'root', `${key}.pub`);
		const agent = join(keys, 'agent');
		const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(execFileSync('ssh-agent', ['-a', agent]).toString())?.[1]);
		ends.push(async () => void process.kill(pid));
		execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: agent } });
		sshd.configure(`IdentityAgent ${agent}`);
		const outside = reach(sshd);
		expect(await outside.run('echo', 'there')).toMatchObject(reached);
		expect(await outside.linked('up')).toMatchObject({ through: expect.stringContaining('the agent holds') });
	});

	test('for a host that is known only by its authority (@cert-authority)', async () => {
		const [authority, hostKey] = [newKey('authority'), newKey('host')];
		keygen('-s', authority, '-I', 'box', '-h', '-n', '127.0.0.1', `${hostKey}.pub`);
		const sshd = await server(`HostKey ${hostKey}`, `HostCertificate ${hostKey}-cert.pub`);
		sshd.configure(`IdentityFile ${sshd.key('id')}`);
		writeFileSync(sshd.knownHosts, `@cert-authority [127.0.0.1]:* ${readFileSync(`${authority}.pub`, 'utf8')}`);
		const outside = reach(sshd);
		expect(await outside.run('echo', 'there')).toMatchObject(reached);
		expect(await outside.linked('up')).toMatchObject({ through: expect.stringContaining('@cert-authority') });
		// A certificate of somebody else's authority is no reason to trust.
		const other = newKey('other');
		writeFileSync(sshd.knownHosts, `@cert-authority [127.0.0.1]:* ${readFileSync(`${other}.pub`, 'utf8')}`);
		const refused = await reach(sshd).run('echo', 'there');
		expect(refused).toMatchObject({ ok: false, failure: { kind: 'host key' } });
	});

	test('where the config says so, and ours where it does not need to', async () => {
		const sshd = await server();
		sshd.configure(`IdentityFile ${sshd.key('id')}`);
		const outside = reach(sshd, bySystem);
		expect(await outside.run('echo', 'there')).toMatchObject(reached);
		expect(await outside.linked('up')).toMatchObject({ through: expect.stringContaining('transport: openssh') });
		const own = reach(sshd);
		expect(await own.run('echo', 'there')).toMatchObject(reached);
		expect(await own.linked('up')).toMatchObject({ through: "watchdeck's own ssh" });
	});
});

describe.skipIf(sshdMissing())('what stands in the way is told', () => {
	test('a bastion whose key is not known', async () => {
		const { sshd, bastion } = await behindBastion();
		writeFileSync(bastion.knownHosts, '');
		const outside = reach(sshd);
		expect(await outside.run('true')).toMatchObject({
			ok: false,
			failure: { kind: 'host key', message: expect.stringMatching(/ProxyJump bastion.*Host key/) },
		});
		expect(outside.links.at(-1)).toMatchObject({ is: 'down', retry: 'never' });
	});

	test('a bastion that refuses the login', async () => {
		const { sshd, bastion } = await behindBastion();
		writeFileSync(`${bastion.folder}/authorized_keys`, '');
		const outside = reach(sshd);
		expect(await outside.run('true')).toMatchObject({
			ok: false,
			failure: { kind: 'login', message: expect.stringMatching(/ProxyJump bastion.*Permission denied/) },
		});
		expect(outside.links.at(-1)).toMatchObject({ is: 'down', retry: 'never' });
	});

	test('a key with a passphrase names ssh-add', async () => {
		const sshd = await server();
		const key = sshd.key('locked', 'open sesame');
		sshd.configure(`IdentityFile ${key}`);
		expect(await reach(sshd, bySystem).run('true')).toMatchObject({
			ok: false,
			failure: { kind: 'login', fix: expect.stringContaining(`ssh-add ${key}`) },
		});
	});
});

describe.skipIf(sshdMissing())('a master', () => {
	test('ends with what it was made for, also one that is still connecting, and with all that it started', async () => {
		const sshd = await server();
		sshd.configure(`IdentityFile ${sshd.key('id')}`);
		const outside = reach(sshd, bySystem);
		expect(await outside.run('echo', 'there')).toMatchObject(reached);
		expect(processes(sshd.configFile)).not.toEqual([]);
		await outside.close();
		expect(processes(sshd.configFile)).toEqual([]);
		// It bears the name of the config file, so that it is found, and cares for no end of its input.
		sshd.configure(`IdentityFile ${sshd.folder}/id`, `ProxyCommand sh -c 'sleep 1000; :' ${sshd.configFile}`);
		const waiting = reach(sshd, bySystem);
		const answer = waiting.run('true');
		await expect.poll(() => processes(sshd.configFile).length).toBeGreaterThan(1);
		await waiting.close();
		expect(await answer).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
		await expect.poll(() => processes(sshd.configFile)).toEqual([]);
	});

	test.each(['SIGTERM', 'SIGKILL'] as const)('does not outlive a program that ends by %s', async (signal) => {
		const sshd = await server();
		sshd.configure(`IdentityFile ${sshd.key('id')}`);
		const holder = fileURLToPath(new URL('../io/support/hold-ssh.ts', import.meta.url));
		const runtime = join(keys, 'run');
		execFileSync('mkdir', ['-m', '700', runtime]);
		const env = { ...process.env, XDG_RUNTIME_DIR: runtime };
		const child = spawn(process.execPath, [holder, sshd.configFile], { env, stdio: ['ignore', 'pipe', 'inherit'] });
		await new Promise((resolve) => child.stdout.once('data', resolve));
		expect(existsSync(join(runtime, readdirSync(runtime)[0] ?? '', 'm'))).toBe(true);
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill(signal);
		await gone;
		await expect.poll(() => processes(sshd.configFile), { timeout: 5000 }).toEqual([]);
		await expect.poll(() => readdirSync(runtime)).toEqual([]);
	});

	test('that hangs costs only its own host, and is made anew', async () => {
		const [sshd, other] = [await server(), await server()];
		for (const each of [sshd, other]) each.configure(`IdentityFile ${each.key('id')}`);
		const [outside, beside] = [reach(sshd, bySystem), reach(other, bySystem)];
		expect(await outside.run('echo', 'there')).toMatchObject(reached);
		expect(await beside.run('echo', 'there')).toMatchObject(reached);
		process.kill(masterOf(sshd), 'SIGSTOP');
		const began = performance.now();
		const answer = outside.run('true');
		expect(await beside.run('echo', 'there')).toMatchObject(reached);
		expect(await outside.linked('down')).toMatchObject({ failure: { kind: 'unreachable' } });
		expect(performance.now() - began).toBeLessThan(15_000);
		expect(await answer).toMatchObject({ ok: false });
		outside.retry('box');
		expect(await outside.run('echo', 'there')).toMatchObject(reached);
		expect(beside.links.map(({ is }) => is)).toEqual(['connecting', 'up']);
	}, 30_000);

	test('whose sshd is killed says so, waits, and comes back', async () => {
		const sshd = await server();
		sshd.configure(`IdentityFile ${sshd.key('id')}`);
		const outside = reach(sshd, bySystem);
		expect(await outside.run('echo', 'there')).toMatchObject(reached);
		for (const pid of sshd.servants()) process.kill(pid, 'SIGKILL');
		const down = await outside.linked('down');
		expect(down).toMatchObject({ failure: { kind: 'unreachable' }, retry: expect.any(Number) });
		await expect.poll(async () => (await outside.run('echo', 'there')).ok, { timeout: 5000 }).toBe(true);
	});
});
