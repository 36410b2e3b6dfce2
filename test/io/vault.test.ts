import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secretsIn } from '../../src/io/inspect-secrets.ts';
import { makeVault } from '../../src/io/vault.ts';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-vault-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function vault(accepted = true, now: () => number = () => 0) {
	const env = { HOME: folder, PATH: process.env['PATH'], KEY: 'from the environment' };
	return makeVault({ env, accepted: () => accepted, now });
}

test('from the environment, and what comes out of it is redacted', async () => {
	const { resolve, redact } = vault();
	expect(await resolve('env:KEY')).toEqual({ ok: true, value: 'from the environment' });
	expect(redact('it is from the environment!')).not.toContain('from the environment');
	expect(await resolve('env:NONE')).toMatchObject({ ok: false, failure: { kind: 'missing' } });
});

test('from a file that only its owner may read', async () => {
	writeFileSync(join(folder, 'key'), 'in a file\n', { mode: 0o600 });
	const { resolve } = vault();
	expect(await resolve(`file:${join(folder, 'key')}`)).toEqual({ ok: true, value: 'in a file' });
	expect(await resolve('file:~/key')).toEqual({ ok: true, value: 'in a file' });
	expect(await resolve('file:key')).toMatchObject({ ok: false, failure: { kind: 'refused' } });
	expect(await resolve('file:~/none')).toMatchObject({ ok: false, failure: { kind: 'missing' } });
	chmodSync(join(folder, 'key'), 0o640);
	expect(await resolve('file:~/key')).toMatchObject({
		failure: { kind: 'forbidden', fix: expect.stringContaining('chmod 600') },
	});
});

test('from a command, as words and without a shell, once in five minutes', async () => {
	let now = 0;
	const { resolve } = vault(true, () => now);
	const count = `cmd:${JSON.stringify(['sh', '-c', `echo x >>${folder}/n; wc -l <${folder}/n`])}`;
	expect(await resolve(count)).toEqual({ ok: true, value: '1' });
	expect(await resolve(count)).toEqual({ ok: true, value: '1' });
	now = 300_001;
	expect(await resolve(count)).toEqual({ ok: true, value: '2' });
	expect(await resolve('cmd:printf %s $HOME')).toEqual({ ok: true, value: '$HOME' });
	expect(await resolve('cmd:false')).toMatchObject({ ok: false, failure: { kind: 'refused' } });
});

test('no command runs before the config was accepted', async () => {
	expect(await vault(false).resolve(`cmd:touch ${folder}/ran`)).toMatchObject({
		ok: false,
		failure: { kind: 'forbidden' },
	});
});

test('secrets of an answer are found by the names of what they stand in', () => {
	const answer = {
		Name: '/postgres',
		Config: {
			Image: 'postgres:16',
			Env: [
				'POSTGRES_PASSWORD=postgres',
				'API_TOKEN=tok-123456',
				'TOKEN=short',
				'MODE=production',
				'KEY_FILE=/run/secrets/key',
			],
			Cmd: ['--db-password', 'two words', '--verbose', '--url=redis://:s3cr3tpw@cache'],
			Healthcheck: { Test: ['CMD-SHELL', 'probe --password=healthpw'] },
		},
	};
	expect([...secretsIn(answer)].sort()).toEqual(['healthpw', 's3cr3tpw', 'tok-123456']);
});

test('the name of a thing is not hidden while something is called so, and hidden again after it', () => {
	let names: ReadonlySet<string> = new Set();
	const { remember, redact } = makeVault({ env: {}, accepted: () => true, now: () => 0, names: () => names });
	remember('postgres');
	remember('s3cr3t-0f-shop');
	expect(redact('shop-postgres-1')).toBe('shop-•••-1');
	names = new Set(['shop', 'postgres']);
	expect(redact('shop-postgres-1')).toBe('shop-postgres-1');
	expect(redact('opened with s3cr3t-0f-shop')).toBe('opened with •••');
	names = new Set(['shop']);
	expect(redact('shop-postgres-1')).toBe('shop-•••-1');
});

test('a secret that only contains a name, or is part of one, stays hidden', () => {
	const names = new Set(['production', 'postgres']);
	const { remember, redact } = makeVault({ env: {}, accepted: () => true, now: () => 0, names: () => names });
	remember('postgres-hunter2');
	remember('product');
	expect(redact('postgres-hunter2 product')).toBe('••• •••');
});
