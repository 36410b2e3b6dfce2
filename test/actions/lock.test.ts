import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { holderText, lockFailure, lockKey, lockOn, parseHolder, wasTakenOver } from '../../src/actions/lock.ts';
import { lockScript } from '../../src/actions/lock-script.ts';
import { lockFolder } from '../../src/core/lock-folder.ts';
import type { Instance, Service } from '../../src/core/model.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchdeck-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shells: readonly (readonly string[])[] = [['dash'], ['busybox', 'sh'], ['bash', '--posix']].filter(
	([name = '']) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0,
);

interface Said {
	readonly code: number;
	readonly text: string;
	readonly err: string;
}

function say(shell: readonly string[], base: string, words: readonly string[]): Said {
	const [program = 'sh', ...options] = shell;
	const done = spawnSync(program, [...options, '-c', lockScript(base), 'watchdeck-lock', ...words], {
		encoding: 'utf8',
	});
	return { code: done.status ?? -1, text: done.stdout, err: done.stderr };
}

const key = 'container-api';
const holderOf = (said: Said) => parseHolder(said);

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('the lock under %s', (name, shell) => {
	let made = 0;
	const fresh = () => join(folder, `${name.replace(/\W/g, '')}${made++}`);

	test('is free, taken, held, beaten, given back', () => {
		const base = fresh();
		expect(holderOf(say(shell, base, ['holder', key]))).toEqual({ ok: true, value: undefined });
		const took = say(shell, base, ['take', key, 'p1', 'op 1', "roll back 'x'", 'why=not']);
		expect(took.code).toBe(0);
		expect(holderOf(took)).toMatchObject({
			value: { plan: 'p1', who: 'op 1', what: "roll back 'x'", why: 'why=not', stale: false },
		});
		expect(say(shell, base, ['take', key, 'p1', 'op 1', 'x', '']).code).toBe(0);
		const other = say(shell, base, ['take', key, 'p2', 'op-2', 'x', '']);
		expect(other.code).toBe(10);
		expect(holderOf(other)).toMatchObject({ value: { plan: 'p1', who: 'op 1' } });
		expect(say(shell, base, ['beat', key, 'p1']).code).toBe(0);
		expect(say(shell, base, ['beat', key, 'p2']).code).toBe(10);
		expect(say(shell, base, ['release', key, 'p2']).code).toBe(0);
		expect(holderOf(say(shell, base, ['holder', key]))).toMatchObject({ value: { plan: 'p1' } });
		expect(say(shell, base, ['release', key, 'p1']).code).toBe(0);
		expect(readdirSync(base)).toEqual([]);
	});

	test('is taken over only when it is stale, and only from the plan that is named', () => {
		const base = fresh();
		say(shell, base, ['take', key, 'p1', 'op-1', 'x', '']);
		expect(say(shell, base, ['take', key, 'p2', 'op-2', 'x', '', 'p1']).code).toBe(10);
		writeFileSync(join(base, key, 'beat'), `${Math.floor(Date.now() / 1000) - 61}\n`);
		expect(holderOf(say(shell, base, ['holder', key]))).toMatchObject({ value: { plan: 'p1', stale: true } });
		expect(say(shell, base, ['take', key, 'p2', 'op-2', 'x', '']).code).toBe(10);
		expect(say(shell, base, ['take', key, 'p2', 'op-2', 'x', '', 'p0']).code).toBe(10);
		const took = say(shell, base, ['take', key, 'p2', 'op-2', 'x', '', 'p1']);
		expect([took.code, wasTakenOver(took)]).toEqual([0, true]);
		expect(wasTakenOver(say(shell, base, ['take', key, 'p2', 'op-2', 'x', '', 'p1']))).toBe(false);
		expect(say(shell, base, ['beat', key, 'p1']).code).toBe(10);
		expect(holderOf(say(shell, base, ['holder', key]))).toMatchObject({ value: { plan: 'p2', stale: false } });
		expect(say(shell, base, ['take', key, 'p3', 'op-3', 'x', '', 'p1', 'force']).code).toBe(10);
		const forced = say(shell, base, ['take', key, 'p3', 'op-3', 'x', '', 'p2', 'force']);
		expect([forced.code, wasTakenOver(forced)]).toEqual([0, true]);
		expect(holderOf(forced)).toMatchObject({ value: { plan: 'p3', who: 'op-3' } });
	});

	test('gets over a guard and a half-made lock that a killed process left', () => {
		const base = fresh();
		say(shell, base, ['take', key, 'p1', 'op-1', 'x', '']);
		say(shell, base, ['release', key, 'p1']);
		const guard = join(base, `.${key}.guard`);
		mkdirSync(guard);
		utimesSync(guard, 1, 1);
		mkdirSync(join(base, `.${key}.new`));
		mkdirSync(join(base, key));
		expect(say(shell, base, ['take', key, 'p2', 'op-2', 'x', '']).code).toBe(0);
		expect(readdirSync(base)).toEqual([key]);
	});

	test('gives its guard back also when nobody hears any more what it says', async () => {
		const base = fresh();
		say(shell, base, ['take', key, 'p1', 'op-1', 'x', '']);
		const [program = 'sh', ...options] = shell;
		const child = spawn(program, [
			...options,
			'-c',
			`read -r go; ${lockScript(base)}`,
			'watchdeck-lock',
			'beat',
			key,
			'p1',
		]);
		const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
		child.stdout.destroy();
		child.stdin.end('go\n');
		expect(await ended).not.toBe(0);
		expect(readdirSync(base)).toEqual([key]);
	});

	test.each(['free', 'stale'])(
		'that is %s is had by one only, however many take it at once',
		async (stand) => {
			const base = fresh();
			mkdirSync(base);
			if (stand === 'stale') {
				say(shell, base, ['take', key, 'gone', 'op-0', 'x', '']);
				writeFileSync(join(base, key, 'beat'), '1\n');
			}
			const [program = 'sh', ...options] = shell;
			const takers = Array.from({ length: 6 }, (_, index) => {
				const words = ['take', key, `p${index}`, 'op', 'x', '', 'gone'];
				const child = spawn(program, [...options, '-c', lockScript(base), 'watchdeck-lock', ...words]);
				return new Promise<number | null>((resolve) => child.on('exit', resolve));
			});
			const codes = await Promise.all(takers);
			expect(codes.filter((code) => code === 0)).toHaveLength(1);
			expect(codes.filter((code) => code === 10)).toHaveLength(5);
			const winner = `p${codes.indexOf(0)}`;
			expect(holderOf(say(shell, base, ['holder', key]))).toMatchObject({ value: { plan: winner, stale: false } });
		},
		20_000,
	);

	test('says so when its folder cannot be made', () => {
		const base = join(folder, 'nowhere', 'watchdeck');
		for (const words of [
			['holder', key],
			['take', key, 'p', 'w', 'x', ''],
		]) {
			const said = say(shell, base, words);
			expect(said.code).toBe(12);
			expect(said.err).toContain(`${base} cannot be made`);
		}
	});
});

test('whatever is written into a lock comes out as one line each', () => {
	const base = join(folder, 'hostile');
	const text = fc.string({ unit: 'binary', maxLength: 40 }).map((raw) => raw.replaceAll('\0', ''));
	fc.assert(
		fc.property(text, text, (who, why) => {
			const lock = lockOn('vps1', key, { plan: 'p1', who, what: 'x', why });
			const words = lock.take.via === 'exec' ? lock.take.argv.slice(4).map(String) : [];
			say(['sh'], base, ['release', key, 'p1']);
			const holder = holderOf(say(['sh'], base, words));
			expect(holder).toMatchObject({ ok: true, value: { plan: 'p1', what: 'x', stale: false } });
		}),
		{ numRuns: 20 },
	);
});

test('says of a guard that stays that it is not for ever', () => {
	const base = join(folder, 'guarded');
	const guard = join(base, `.${key}.guard`);
	mkdirSync(guard, { recursive: true });
	const said = say(['sh'], base, ['beat', key, 'p1']);
	expect(said.err.trim()).toBe(`${guard} stays`);
	const failure = { kind: 'refused', message: 'exit' } as const;
	const answer = { ok: false, took: 1, failure, reply: said } as const;
	expect(lockFailure('vps1', answer)).toMatchObject({
		kind: 'refused',
		message: `The lock on vps1 is just being changed, or whoever did so was killed: ${guard} stays.`,
		fix: expect.stringMatching(/two minutes.*watchdeck resume/),
	});
});

test('the script that is carried names the folder of all watchdecks', () => {
	const lock = lockOn('vps1', key, { plan: 'p1', who: 'op', what: 'x' });
	const argv = lock.holder.via === 'exec' ? lock.holder.argv : [];
	expect(argv.slice(0, 2)).toEqual(['sh', '-c']);
	expect(argv[2]).toContain(`base='${lockFolder}'`);
	expect(argv.slice(3)).toEqual(['watchdeck-lock', 'holder', key]);
	expect(existsSync('/bin/sh')).toBe(true);
	execFileSync('sh', ['-n', '-c', String(argv[2])]);
});

test('what is no answer of the script is no free lock', () => {
	for (const text of ['', 'sh: not found', 'state=held\nplan=p1\nnow=x\n', 'state=']) {
		expect(parseHolder({ code: 0, text, err: '' }).ok).toBe(false);
	}
});

test('a held lock is told with who, what, since', () => {
	const text =
		'state=held\nplan=7f3a\nwho=op-2\nwhat=restart production/api\nwhy=oom\nsince=1000\nbeat=1183\nnow=1185\n';
	const holder = parseHolder({ code: 10, text, err: '' });
	expect(holder.ok && holder.value && holderText(holder.value)).toBe(
		'op-2 (restart production/api, plan 7f3a: oom), since 3m 5s ago, still at it',
	);
	const failure = { kind: 'refused', message: 'exit 10' } as const;
	const answer = { ok: false, took: 1, failure, reply: { code: 10, text, err: '' } } as const;
	expect(lockFailure('vps1', answer).message).toBe(
		'The lock on vps1 is held by op-2 (restart production/api, plan 7f3a: oom), since 3m 5s ago, still at it.',
	);
});

function serviceWith(instance: Partial<Instance>, platform: Service['platform']): Service {
	const image = { id: 'sha256:a' };
	const base: Instance = {
		host: 'vps1',
		id: 'c1',
		name: 'api',
		image,
		restarts: 0,
		state: 'running',
		health: 'none',
		labels: {},
	};
	const instances = [{ ...base, ...instance }];
	const rest = { hosts: ['vps1'], former: [], releases: [], environment: 'production', name: 'api' };
	return { id: 'production/api', platform, instances, ...rest };
}

test('a lock has the name of the container, whatever the config calls the service', () => {
	expect(lockKey(serviceWith({}, 'docker'))).toEqual({ ok: true, value: 'container-api' });
	const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
	expect(lockKey(serviceWith({ labels }, 'compose'))).toEqual({ ok: true, value: 'compose-shop-web' });
	for (const name of ['../x', 'a/b', '', '.x', 'a b', "a'b"])
		expect(lockKey(serviceWith({ name }, 'docker')).ok).toBe(false);
});
