import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Host } from '../../src/core/model.ts';
import { readCall } from '../../src/core/runbook/call.ts';
import type { OutsideOptions } from '../../src/io/outside.ts';
import { all } from '../io/support/all.ts';
import { command, outsideOf, type Tried } from '../io/support/outside.ts';
import { engines } from '../io/support/ssh-engines.ts';
import { type Sshd, sshdMissing, startSshd } from '../io/support/sshd.ts';

const never = new AbortController().signal;
let box: Host = { name: 'box', reach: { ssh: 'box' } };
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

async function server(...lines: readonly string[]): Promise<Sshd> {
	const sshd = await startSshd(...lines);
	ends.push(sshd.stop);
	return sshd;
}

function reach(sshd: Sshd, more: Partial<OutsideOptions> = {}): Tried {
	const outside = outsideOf(box, { ssh: { configFile: sshd.configFile, ...more.ssh } });
	ends.push(outside.close);
	return outside;
}

/** A server that lets a key in, and the outside that has it. */
async function open(...lines: readonly string[]): Promise<{ readonly sshd: Sshd; readonly outside: Tried }> {
	const sshd = await server(...lines);
	sshd.configure(`IdentityFile ${sshd.key('id')}`);
	return { sshd, outside: reach(sshd) };
}

describe.skipIf(sshdMissing()).each(engines)('a host over $name', ({ host, name }) => {
	beforeEach(() => {
		box = host;
	});

	test('what hangs on a port is told so at the very first call, which had to wait for the connection', async () => {
		const { outside } = await open();
		const silent = createServer((socket) => socket.on('error', () => undefined));
		await once(silent.listen(0, '127.0.0.1'), 'listening');
		ends.push(async () => void silent.close());
		const address = silent.address();
		const port = address !== null && typeof address === 'object' ? address.port : 0;
		const at = { via: 'tls', host: 'box', name: '127.0.0.1', port } as const;
		const answer = await outside.ask({ effect: 'read', ...at, timeout: 4000 }, never);
		expect(answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
		expect(outside.links.map((link) => link.is)).toEqual(['connecting', 'up']);
	}, 20_000);

	test('a command comes back with its words as they were, its output and its code', async () => {
		const { outside } = await open();
		const words = ['a b', "it's", '$HOME', '`id`', '\\', '*', '', 'ü\n2'];
		const answer = await outside.run('printf', '%s|', ...words);
		expect(answer).toMatchObject({ ok: true, value: { code: 0, text: `${words.join('|')}|` } });
		expect(outside.links.map((link) => link.is)).toEqual(['connecting', 'up']);
		const failed = await outside.run('sh', '-c', 'echo no >&2; exit 3', 'try');
		expect(failed).toMatchObject({ ok: false, reply: { code: 3, err: 'no\n' }, failure: { kind: 'refused' } });
		expect(await outside.run('no-such-program')).toMatchObject({ ok: false, failure: { kind: 'missing' } });
	});

	test('input reaches the command, and too much output is cut', async () => {
		const { outside } = await open();
		const echoed = await outside.ask({ ...command('box', ['cat']), input: 'over there' }, never);
		expect(echoed).toMatchObject({ ok: true, value: { text: 'over there' } });
		const cut = await outside.ask({ ...command('box', ['head', '-c', '300000', '/dev/zero']), most: 1000 }, never);
		expect(cut).toMatchObject({ ok: true, value: { code: 0, cut: true } });
		expect(cut.ok && cut.value.text.length).toBe(1000);
	});

	test('a host that is not known is refused with its fingerprint', async () => {
		const { sshd, outside } = await open();
		writeFileSync(sshd.knownHosts, '');
		const answer = await outside.run('true');
		const print = execFileSync('ssh-keygen', ['-lf', `${sshd.folder}/host_key.pub`])
			.toString()
			.split(' ')[1];
		expect(answer).toMatchObject({ ok: false, failure: { kind: 'host key', fix: expect.stringContaining('ssh box') } });
		expect(!answer.ok && answer.failure.message).toContain(print);
		expect(outside.links.at(-1)).toMatchObject({ is: 'down', retry: 'never' });
		expect(sshd.log()).not.toContain('Accepted');
	});

	test('a host whose key has changed is refused with both fingerprints and the line', async () => {
		const { sshd, outside } = await open();
		const other = readFileSync(`${sshd.key('other')}.pub`, 'utf8')
			.split(' ')
			.slice(0, 2)
			.join(' ');
		writeFileSync(sshd.knownHosts, `# first\n[127.0.0.1]:${sshd.port} ${other}\n`);
		const answer = await outside.run('true');
		const prints = ['host_key.pub', 'other.pub'].map(
			(name) =>
				execFileSync('ssh-keygen', ['-lf', `${sshd.folder}/${name}`])
					.toString()
					.split(' ')[1] ?? '?',
		);
		for (const part of [...prints, `${sshd.knownHosts}:2`, 'HAS CHANGED'])
			expect(!answer.ok && answer.failure.message).toContain(part);
		expect(!answer.ok && answer.failure.kind).toBe('host key');
	});

	test('a login that is refused stops until it is asked for again', async () => {
		const sshd = await server();
		const key = sshd.key('stranger', '', false);
		sshd.configure(`IdentityFile ${key}`);
		const outside = reach(sshd);
		for (let n = 0; n < 5; n += 1)
			expect(await outside.run('true')).toMatchObject({ ok: false, failure: { kind: 'login' } });
		expect(outside.links.map((link) => link.is)).toEqual(['connecting', 'down']);
		expect(outside.links.at(-1)).toMatchObject({ retry: 'never' });
		writeFileSync(`${sshd.folder}/authorized_keys`, readFileSync(`${key}.pub`, 'utf8'));
		outside.retry('box');
		expect(await outside.run('true')).toMatchObject({ ok: true });
	});

	test("a key with a passphrase: without a person it names ssh-add; ours asks one, nobody can answer the system's", async () => {
		const sshd = await server();
		const key = sshd.key('locked', 'open sesame');
		sshd.configure(`IdentityFile ${key}`);
		const alone = { ok: false, failure: { kind: 'login', fix: expect.stringContaining('ssh-add') } };
		expect(await reach(sshd).run('true')).toMatchObject(alone);
		const asked: string[] = [];
		const passphrase = async (_host: string, path: string, again: boolean) => {
			asked.push(`${path} ${again}`);
			return again ? 'open sesame' : 'wrong one';
		};
		const outside = reach(sshd, { ssh: { passphrase } });
		expect(await outside.run('true')).toMatchObject(name === 'own' ? { ok: true } : alone);
		expect(asked).toEqual(name === 'own' ? [`${key} false`, `${key} true`] : []);
		if (name !== 'own') return;
		expect(outside.vault.redact('say open sesame')).not.toContain('sesame');
		expect(sshd.log().match(/Accepted publickey/g)).toHaveLength(1);
	});

	test('the agent has the key', async () => {
		const sshd = await server();
		const key = sshd.key('held');
		const said = execFileSync('ssh-agent', ['-a', `${sshd.folder}/agent`]).toString();
		const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1]);
		ends.push(async () => void process.kill(pid));
		const env = { ...process.env, SSH_AUTH_SOCK: `${sshd.folder}/agent` };
		execFileSync('ssh-add', ['-q', key], { env });
		execFileSync('mv', [key, `${key}.away`]);
		sshd.configure(`IdentityAgent ${sshd.folder}/agent`, `IdentityFile ${key}`, 'IdentitiesOnly yes');
		expect(await reach(sshd).run('true')).toMatchObject({ ok: true });
	});

	test.each([1, 2])('MaxSessions %i: many commands at once all come through', async (most) => {
		const { outside } = await open(`MaxSessions ${most}`);
		const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => outside.run('echo', String(n))));
		expect(answers.map((answer) => answer.ok && answer.value.text)).toEqual(answers.map((_, n) => `${n}\n`));
	});

	test('a command that takes too long is ended over there', async () => {
		const { outside } = await open();
		const answer = await outside.ask({ ...command('box', ['sleep', '4321.5']), timeout: 1000 }, never);
		expect(answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
		const left = await outside.run('sh', '-c', 'pgrep -xf "sleep 4321.5"; true');
		expect(left).toMatchObject({ ok: true, value: { text: '' } });
	});

	test('so is one on a host that has only busybox', async () => {
		const tools = mkdtempSync(join(tmpdir(), 'watchdeck-busybox-'));
		ends.push(async () => rmSync(tools, { recursive: true }));
		for (const name of ['timeout', 'sleep']) symlinkSync('/usr/bin/busybox', join(tools, name));
		const { outside } = await open(`SetEnv PATH=${tools}`);
		const answer = await outside.ask({ ...command('box', ['sleep', '4321']), timeout: 1000 }, never);
		expect(answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
	});

	test('a command that is held ends over there with all that it started once nobody holds it', async () => {
		const { outside } = await open();
		const text = "trap '' TERM; sleep 4321.25 & sleep 4321.25";
		const filled = { script: text, shown: text, secrets: [] };
		const wanted = new AbortController();
		const held = readCall({ host: 'box', shell: 'sh', filled, timeout: 86_400_000, held: true });
		const answer = outside.ask(held, wanted.signal);
		const isThere = async () => (await outside.run('pgrep', '-xf', 'sleep 4321.25')).ok;
		await expect.poll(isThere, { timeout: 5_000 }).toBe(true);
		wanted.abort();
		expect(await answer).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
		await expect.poll(isThere, { timeout: 5_000 }).toBe(false);
	});

	test('a wait for a place ends with its signal, and the others go on', async () => {
		const { outside } = await open('MaxSessions 1');
		const busy = outside.run('sleep', '1');
		await outside.linked('up');
		const wanted = new AbortController();
		const waiting = outside.ask(command('box', ['true']), wanted.signal);
		wanted.abort();
		expect(await waiting).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
		expect(await busy).toMatchObject({ ok: true });
	});

	test('a command is followed line by line, and ends when it is left', async () => {
		const { outside } = await open();
		const script = 'while :; do echo tick; sleep 0.01; done';
		const seen: string[] = [];
		for await (const chunk of outside.follow(command('box', ['sh', '-c', script, 'ticker']), never)) {
			if ('text' in chunk) seen.push(chunk.text);
			if (seen.length === 3) break;
		}
		expect(seen).toEqual(['tick', 'tick', 'tick']);
		const gone = 'for n in $(seq 100); do pgrep -f "sh -c .*tick[e]r" || exit 0; sleep 0.05; done; exit 1';
		expect(await outside.run('sh', '-c', gone, 'look')).toMatchObject({ ok: true });
	});

	test('a followed command that fails says so last', async () => {
		const { outside } = await open();
		const values = await all(outside.follow(command('box', ['sh', '-c', 'echo a; exit 4']), never));
		expect(values).toEqual([{ from: 'out', text: 'a' }, { failure: expect.objectContaining({ kind: 'refused' }) }]);
	});

	test('a host that freezes is noticed within 15 s, and is reached again when it is back', async () => {
		const { sshd, outside } = await open();
		expect(await outside.run('true')).toMatchObject({ ok: true });
		await outside.linked('up');
		const servants = sshd.servants();
		for (const pid of servants) process.kill(pid, 'SIGSTOP');
		const began = performance.now();
		const answer = outside.ask({ ...command('box', ['true']), timeout: 60_000 }, never);
		const short = await outside.ask({ ...command('box', ['true']), timeout: 100 }, never);
		expect(short).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
		expect(await outside.linked('down')).toMatchObject({ failure: { kind: 'unreachable' } });
		expect(performance.now() - began).toBeLessThan(15_000);
		expect(await answer).toMatchObject({ ok: false });
		for (const pid of servants) process.kill(pid, 'SIGKILL');
		outside.retry('box');
		expect(await outside.run('echo', 'back')).toMatchObject({ ok: true, value: { text: 'back\n' } });
	}, 30_000);

	test('a connection that is cut in the middle of a command is told as such', async () => {
		const { sshd, outside } = await open();
		await outside.run('true');
		const pids = sshd.servants();
		const cut = outside.run('sh', '-c', `kill -9 ${pids.join(' ')}; sleep 5`, 'cut');
		expect(await cut).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
		expect(await outside.linked('down')).toMatchObject({ is: 'down' });
	});
});
