// Two programs that back up one dataset at once, as an operator and a cron job do.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { datasetKey } from '../../src/core/dataset/call.ts';
import { lockFolder } from '../../src/core/lock-folder.ts';
import { describeTools } from '../lab/tools.ts';
import { type Said, watchdeck } from './cli.ts';

/** A folder to back up whose `tar` waits until it is let go, and two who work on it. */
function scene() {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-two-'));
	const [data, bin, backups] = [join(home, 'data'), join(home, 'bin'), join(home, 'backups')];
	for (const folder of [data, bin]) mkdirSync(folder);
	writeFileSync(join(data, 'a'), 'a');
	execFileSync('mkfifo', [join(home, 'gate')]);
	const waits = `#!/bin/sh\ncase $* in *-cf*) echo >>'${home}/begun'; read -r go <'${home}/gate' ;; esac\nexec /usr/bin/tar "$@"\n`;
	writeFileSync(join(bin, 'tar'), waits, { mode: 0o755 });
	const config = join(home, 'config.yaml');
	const dataset = `up: { kind: files, path: ${data}, folder: ${backups} }`;
	writeFileSync(
		config,
		`hosts: { here: { local: true } }\nenvironments: { production: { protection: open, datasets: { ${dataset} } } }\n`,
	);
	const key = datasetKey({ kind: 'files', settings: { path: data } });
	const lock = join(lockFolder, key);
	onTestFinished(() => {
		rmSync(home, { recursive: true, force: true });
		rmSync(lock, { recursive: true, force: true });
	});
	const pids = new Map<string, number>();
	const backup = (who: string): Promise<Said> =>
		watchdeck(['--config', config, 'backup', 'production/up', '--yes'], {
			env: { HOME: join(home, who), PATH: `${bin}:${process.env['PATH'] ?? ''}`, USER: who, LOGNAME: who },
			started: (pid) => pids.set(who, pid),
		});
	return {
		...{ home, backups, lock, pids, backup },
		begun: () => expect.poll(() => existsSync(join(home, 'begun')), { timeout: 30_000 }).toBe(true),
		letGo: () => execFileSync('sh', ['-c', 'echo go >"$0"', join(home, 'gate')], { timeout: 20_000 }),
	};
}

describeTools('two backups of one dataset at once', ['tar', 'setsid'], () => {
	test('one is made, and the other is told who makes it', async () => {
		const { backups, begun, letGo, backup } = scene();
		const both = ['ann', 'bob'].map(backup);
		const first = await Promise.race(both);
		expect(first).toMatchObject({ code: 3 });
		expect(first.text).toMatch(/The lock on here is held by .* \(back up production\/up, plan [0-9a-f]{8}\)/);
		await begun();
		letGo();
		const codes = (await Promise.all(both)).map(({ code }) => code);
		expect(codes.toSorted()).toEqual([0, 3]);
		expect(readdirSync(backups)).toEqual(['.watchdeck', expect.stringMatching(/^up-.*\.tar\./)]);
	});

	test('of one whose program was killed the next takes the lock over once that is silent', async () => {
		const { home, backups, lock, pids, begun, letGo, backup } = scene();
		const killed = backup('ann');
		await begun();
		process.kill(pids.get('ann') ?? 0, 'SIGKILL');
		await killed;
		expect(await backup('bob')).toMatchObject({
			code: 3,
			text: expect.stringContaining('The lock on here is held by'),
		});
		// What was begun ends by itself, since nobody hears it any more.
		await expect.poll(() => readdirSync(backups), { timeout: 20_000 }).toEqual(['.watchdeck']);
		writeFileSync(join(lock, 'beat'), `${Math.floor(Date.now() / 1000) - 600}\n`);
		rmSync(join(home, 'begun'));
		const next = backup('bob');
		await begun();
		letGo();
		expect(await next).toMatchObject({ code: 0, text: expect.stringContaining('Takes over the lock on here of') });
		expect(readdirSync(backups)).toEqual(['.watchdeck', expect.stringMatching(/^up-.*\.tar\./)]);
		expect(existsSync(lock)).toBe(false);
	});
});
