import { expect, test } from 'vitest';
import type { Answer } from '../../../../src/core/call.ts';
import { isAmong, namesOf } from '../../../../src/core/lint/hosts/engine-names.ts';
import { subcommandSaid } from '../../../../src/core/lint/hosts/subcommand.ts';

const id = 'f00d'.repeat(16);

test('the names of what an engine lists, with their ids', () => {
	const lists = {
		container: [{ Id: id, Names: ['/web', '/linked/db'], State: 'running' }],
		volume: { Volumes: [{ Name: 'data' }] },
		network: [{ Id: id, Name: 'shop' }],
		service: [{ ID: 'abc', Spec: { Name: 'shop_web' } }],
		image: [{ Id: `sha256:${id}`, RepoTags: ['shop/web:2', 'nginx:latest'] }],
	};
	const read = (kind: keyof typeof lists) => namesOf(kind, JSON.stringify(lists[kind]), 'vps1');
	expect(read('container')).toEqual({ ok: true, value: [id, 'web', 'linked/db'] });
	expect(read('volume')).toEqual({ ok: true, value: ['data'] });
	expect(read('network')).toEqual({ ok: true, value: [id, 'shop'] });
	expect(read('service')).toEqual({ ok: true, value: ['abc', 'shop_web'] });
	expect(read('image')).toEqual({ ok: true, value: [id, 'shop/web:2', 'nginx:latest'] });
	expect(namesOf('volume', '{"Volumes":null}', 'vps1')).toEqual({ ok: true, value: [] });
	for (const text of ['', '{}', '[{"Id":1}]'])
		expect(namesOf('container', text, 'vps1')).toMatchObject({ ok: false, failure: { kind: 'garbled' } });
});

test.each([
	['web', true],
	['we', false],
	['nginx', true],
	['shop/web', false],
	['shop/web:2', true],
	['f00df00d', true],
	['f00e', false],
])('%s is among them: %s', (name, is) => {
	expect(isAmong(name, [id, 'web', 'nginx:latest', 'shop/web:2'])).toBe(is);
});

const question = {
	is: 'subcommand',
	program: 'dokku',
	name: 'ps:report',
	ask: ['dokku', 'ps:help'],
	contains: true,
} as const;
const ok = (text: string): Answer => ({ ok: true, took: 1, value: { code: 0, text, err: '' } });
const not = (err: string): Answer => ({
	...{ ok: false, took: 1, failure: { kind: 'refused', message: 'it failed' } },
	reply: { code: 1, text: '', err },
});

test('a program says by its exit code, or by what it prints, whether it has a subcommand', () => {
	expect(subcommandSaid(question, ok('Additional commands:\n    ps:report [<app>]  Shows'))).toBe('yes');
	expect(subcommandSaid(question, ok('    ps:reports  Shows'))).toBe('no');
	expect(subcommandSaid({ ...question, contains: false }, ok(''))).toBe('yes');
	expect(subcommandSaid(question, not(' !     `ps:help` is not a dokku command.'))).toBe('no');
	expect(subcommandSaid(question, not("docker: 'compose' is not a docker command."))).toBe('no');
	expect(subcommandSaid(question, not('docker: unknown command: docker compose'))).toBe('no');
});

test('whatever else goes wrong says nothing of it', () => {
	expect(subcommandSaid(question, not('sudo: a password is required'))).toBe('unknown');
	expect(subcommandSaid(question, { ok: false, took: 1, failure: { kind: 'timeout', message: '' } })).toBe('unknown');
	expect(subcommandSaid(question, { ok: true, took: 1, value: { code: 0, text: 'ps:res', err: '', cut: true } })).toBe(
		'unknown',
	);
});
