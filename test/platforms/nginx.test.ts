import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import type { Json } from '../../src/core/call.ts';
import { nginxScript, onPort, servedPort, upstreamText } from '../../src/platforms/nginx.ts';

const spec = { file: '/f', ports: [8081, 8082], test: ['nginx', '-t'], reload: ['nginx', '-s', 'reload'] } as const;

test('the file names who has a share, with its weight, and nobody else', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 100 }), (share) => {
			const lines = upstreamText('production/api', [
				[8081, 100 - share],
				[8082, share],
			]).split('\n');
			const weights = lines.flatMap(
				(line) => /^server 127\.0\.0\.1:(\d+) weight=(\d+);$/.exec(line)?.slice(1, 3) ?? [],
			);
			const wanted = [...(share < 100 ? ['8081', `${100 - share}`] : []), ...(share > 0 ? ['8082', `${share}`] : [])];
			expect(weights).toEqual(wanted);
			expect([lines[0]?.startsWith('# Written by watchdeck'), lines.at(-1)]).toEqual([true, '# loaded']);
		}),
	);
});

const published = (...ports: readonly string[]): Json => ({
	Image: 'a',
	HostConfig: { Memory: 5, PortBindings: { '80/tcp': ports.map((HostPort) => ({ HostIp: '127.0.0.1', HostPort })) } },
});

test('a container is moved to the other port where just one of the two is its own', () => {
	expect([servedPort(published('8081'), spec), servedPort(published('8082'), spec)]).toEqual([8081, 8082]);
	const others = [
		published('9000'),
		published('8081', '8082'),
		published(),
		{},
		{ HostConfig: { PortBindings: null } },
		{ HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '10.0.0.5', HostPort: '8081' }] } } },
	];
	for (const other of others) expect(servedPort(other, spec)).toBeUndefined();
	const anywhere = { HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8081' }] } } };
	expect(servedPort(anywhere, spec)).toBe(8081);
	expect(onPort(published('8081'), 8082)).toEqual(published('8082'));
	expect(servedPort(onPort(published('8081'), 8082), spec)).toBe(8082);
});

describe.each(['sh', 'dash'])('the script in %s', (shell) => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'nginx-'));
		writeFileSync(join(folder, 'up'), 'old\n', { mode: 0o640 });
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));
	const run = (tries: string, reloads: string, file = join(folder, 'up'), before = '') => {
		const script = `${before}\n${nginxScript}`;
		const words = ['-c', script, 'watchdeck-nginx', file, 'new $(x) `y`', tries, reloads];
		return spawnSync(shell, words, { encoding: 'utf8', cwd: folder });
	};
	const now = () => readFileSync(join(folder, 'up'), 'utf8');

	test('writes what is to be, and that it was loaded only after the reload', () => {
		const done = run('true', `cat ${folder}/up > ${folder}/seen`);
		expect([done.status, now()]).toEqual([0, 'new $(x) `y`\n# loaded\n']);
		expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe('new $(x) `y`\n');
		expect(execFileSync('stat', ['-c', '%a', join(folder, 'up')], { encoding: 'utf8' }).trim()).toBe('640');
		expect(run('true', 'true').status).toBe(0);
	});

	test.each([
		['echo no such weight; exit 1', 'true', 4, 'no such weight'],
		['true', 'echo gone >&2; exit 1', 5, 'gone'],
	])('puts back what nginx does not take: %s, %s', (tries, reloads, code, why) => {
		const done = run(tries, reloads);
		expect([done.status, now()]).toEqual([code, 'old\n']);
		expect(done.stderr).toContain(why);
	});

	test('finds nginx where only root looks for it', () => {
		const done = run(`case $PATH in *:/usr/sbin:*) ;; *) exit 1 ;; esac`, 'true');
		expect(done.status).toBe(0);
	});

	test('never empties the file once nginx was told to read it, which it does some time later', () => {
		// A line is written into a file that was opened before: what it is then, nginx may read.
		const before = 'printf() { [ ! -e told ] || cat up >seen; command printf "$@"; }';
		expect([run('true', ': >told', undefined, before).status, now()]).toEqual([0, 'new $(x) `y`\n# loaded\n']);
		expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe('new $(x) `y`\n');
	});

	test('changes nothing where there is no such file', () => {
		expect(run('true', 'true', join(folder, 'none')).status).toBe(3);
	});
});

const configOf = (nginx: string) =>
	readConfig(`environments:\n  production:\n    services:\n      api: { canary: { nginx: ${nginx} } }\n`);
test('its line has the usual commands where it names none', () => {
	const read = configOf('{ file: /etc/nginx/up.conf, ports: [8081, 8082] }');
	expect(read.ok && read.value.services[0]?.canary?.nginx).toEqual({ ...spec, file: '/etc/nginx/up.conf' });
});
test.each([
	['{ ports: [8081, 8082] }', /nginx.file` must be a path such as/],
	['{ file: up.conf, ports: [8081, 8082] }', /nginx.file` must be a path such as/],
	['{ file: /up, ports: [8081, 8081] }', /nginx.ports` must be two ports/],
	['{ file: /up, ports: [8081] }', /nginx.ports/],
	['{ file: /up, ports: [8081, 8082], reload: nginx -s reload }', /nginx.reload` must be a list of words/],
])('%s is a mistake', (nginx, message) => {
	const read = configOf(nginx);
	expect(read.ok ? '' : read.errors[0]?.message).toMatch(message);
});
