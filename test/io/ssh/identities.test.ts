import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encode } from '../../../src/io/openssh/wire.ts';
import { beyondOwn } from '../../../src/io/ssh/beyond.ts';
import type { SshTarget } from '../../../src/io/ssh/config.ts';
import { identitiesOf } from '../../../src/io/ssh/identities.ts';

const never = new AbortController().signal;
let folder = '';

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-identities-'));
	execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'plain')]);
	execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-f', join(folder, 'locked')]);
	// The outside of a private key on a token, as PROTOCOL.key of OpenSSH has it: the kind stands before what is encrypted.
	const shown = encode(['sk-ssh-ed25519@openssh.com', Buffer.alloc(32), 'ssh:']);
	const blob = Buffer.concat([
		Buffer.from('openssh-key-v1\0'),
		encode(['none', 'none', '', 1, shown, Buffer.alloc(64)]),
	]);
	const pem = ['-----BEGIN OPENSSH PRIVATE KEY-----', blob.toString('base64'), '-----END OPENSSH PRIVATE KEY-----', ''];
	writeFileSync(join(folder, 'token'), pem.join('\n'), { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true }));

const targetWith = (...names: readonly string[]): SshTarget => ({
	...{ name: 'web1', hostname: 'web1', port: 22, user: 'root', knownAs: ['web1'], knownHosts: [] },
	identities: names.map((name) => join(folder, name)),
	identitiesOnly: false,
});

async function whatIsBeyond(target: SshTarget): Promise<string | undefined> {
	return beyondOwn(target, await identitiesOf(target, new Map()), process.env, never);
}

test('a plain key is ours to use, a locked one is named, and one that is not there is nothing', async () => {
	const found = await identitiesOf(targetWith('plain', 'locked', 'missing'), new Map());
	expect(found.methods.map(({ say }) => say)).toEqual([join(folder, 'plain')]);
	expect(found).toMatchObject({ locked: [join(folder, 'locked')], notes: [], hardware: [] });
	expect(await whatIsBeyond(targetWith('plain', 'locked', 'missing'))).toBeUndefined();
});

test("a key on a token is for the system's ssh", async () => {
	const found = await identitiesOf(targetWith('token', 'plain'), new Map());
	expect(found.methods).toHaveLength(1);
	expect(found.hardware).toEqual([`${join(folder, 'token')} is a hardware key (sk-)`]);
	expect(await whatIsBeyond(targetWith('plain', 'token'))).toMatch(/token is a hardware key/);
});

test('so is a certificate beside a key', async () => {
	writeFileSync(join(folder, 'locked-cert.pub'), 'ssh-ed25519-cert-v01@openssh.com AAAA');
	expect(await whatIsBeyond(targetWith('plain', 'locked'))).toMatch(/certificate .*locked-cert\.pub/);
	rmSync(join(folder, 'locked-cert.pub'));
});

test('an agent that is not there holds nothing', async () => {
	expect(await whatIsBeyond({ ...targetWith('plain'), agent: join(folder, 'no-agent') })).toBeUndefined();
});
