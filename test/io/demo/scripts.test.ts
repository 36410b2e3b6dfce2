import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockScript } from '../../../src/actions/lock-script.ts';
import { hostScript, hostScriptOf } from '../../../src/core/host/script.ts';
import { makeEngine } from '../../../src/io/demo/engine/make.ts';
import { hostText } from '../../../src/io/demo/host-facts.ts';
import { type Locking, locked } from '../../../src/io/demo/lock.ts';

const take = (plan: string, over = '') => ['take', 'container-api', plan, 'op-1', 'restart', 'because', over];
const words: readonly (readonly string[])[] = [
	['holder', 'container-api'],
	take('11111111'),
	take('11111111'),
	take('22222222'),
	take('22222222', '11111111'),
	['holder', 'container-api'],
	['holder', 'container-web'],
	['beat', 'container-api', '11111111'],
	['beat', 'container-api', '22222222'],
	['release', 'container-api', '22222222'],
	['release', 'container-api', '11111111'],
	['release', 'container-api', '11111111'],
	['beat', 'container-api', '11111111'],
	take('22222222'),
	['burn', 'container-api', '22222222'],
];

/** What was printed, with times as ages. */
function plain(out: string): readonly string[] {
	return out
		.trim()
		.split('\n')
		.map((line) => line.replace(/^(since|beat|now)=\d+$/, '$1=TIME'));
}

test('the locks keep the rules of the real script', () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-locks.'));
	try {
		let locks: Locking['locks'] = {};
		for (const each of words) {
			const real = spawnSync('sh', ['-c', lockScript(join(folder, 'locks')), 'watchdeck-lock', ...each]);
			const mine = locked(locks, each, Date.now());
			locks = mine.locks;
			expect([each, mine.code, plain(mine.out)]).toEqual([each, real.status, plain(String(real.stdout))]);
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('a silent lock may be taken over by who names it, a beating one may not', () => {
	const held = locked({}, take('11111111'), 1_000_000).locks;
	expect(locked(held, take('22222222', '11111111'), 1_059_000).code).toBe(10);
	expect(locked(held, take('22222222'), 1_060_000).code).toBe(10);
	expect(locked(held, take('22222222', '11111111'), 1_060_000).locks['container-api']?.plan).toBe('22222222');
});

/** The keys of what a host says, and how many words a line of each has. */
function form(text: string): ReadonlyMap<string, number> {
	const lines = text
		.trim()
		.split('\n')
		.map((line) => /^(\w+)=(.*)$/.exec(line) ?? ['', '', '']);
	return new Map(lines.map(([, key = '', rest = '']) => [key, rest.trim().split(/\s+/).length]));
}

test('a host speaks as the real script does', () => {
	const real = form(String(execFileSync('sh', ['-c', hostScript, 'watchdeck-host'])));
	const engine = makeEngine({ host: 'vps1', now: 0, booted: 0 });
	const mine = form(hostText(engine, 86_400_000));
	expect([...mine.keys()].sort()).toEqual(
		[...real.keys()]
			.filter((key) => key !== 'net')
			.concat('net')
			.sort(),
	);
	for (const key of ['load', 'uptime', 'cpu', 'mem', 'disk', 'inode'])
		expect([key, mine.get(key)]).toEqual([key, real.get(key)]);
});

test('a host tells its locks as the real script does', () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-locks.'));
	try {
		const base = join(folder, 'locks');
		execFileSync('sh', ['-c', lockScript(base), 'watchdeck-lock', ...take('11111111')]);
		const real = String(execFileSync('sh', ['-c', hostScriptOf(base), 'watchdeck-host']));
		const { locks } = locked({}, take('11111111'), Date.now());
		const mine = hostText(makeEngine({ host: 'vps1', now: 0, booted: 0 }), Date.now(), locks);
		const told = (text: string) =>
			text.split('\n').flatMap((line) => (line.startsWith('lock=') ? [line.replace(/=\d{10}$/, '=TIME')] : []));
		expect(told(mine)).toEqual(told(real));
		expect(told(mine)).toHaveLength(6);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
