// The secrets of a dataset and of the remote that its backups go to: in no list of processes, output, journal or log.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startRedis } from '../lab/redis.ts';
import { describeTools } from '../lab/tools.ts';
import { watchWords } from '../support/watch-words.ts';
import { watchdeck } from './cli.ts';

describeTools('the secrets of a dataset', ['redis-server', 'rclone', 'setsid'], () => {
	test('are in no list of processes while it is backed up, verified and restored, and in nothing that is written', {
		timeout: 120_000,
	}, async () => {
		const home = mkdtempSync(join(tmpdir(), 'watchdeck-secrets-'));
		onTestFinished(() => rmSync(home, { recursive: true, force: true }));
		const [word, clear] = ['redis-w0rd-4711', 'rclone-w0rd-4712'];
		const server = await startRedis({ password: word, settings: { 'repl-diskless-sync-delay': '0' } });
		onTestFinished(server.stop);
		server.run('SET', 'a', '1');
		const hidden = execFileSync('rclone', ['obscure', '-'], { input: clear, encoding: 'utf8' }).trim();
		// It encrypts what it puts into another folder, and tells no hashes: what was sent is read back.
		const env = {
			...{ RCLONE_CONFIG_VAULT_TYPE: 'crypt', RCLONE_CONFIG_VAULT_REMOTE: join(home, 'away') },
			RCLONE_CONFIG_VAULT_PASSWORD: '${env:HIDDEN}',
		};
		const cache = {
			...{ kind: 'redis', server: `127.0.0.1:${server.port}`, password: '${env:WORD}', folder: join(home, 'backups') },
			...{ checks: { keys: { ask: 'DBSIZE', is: 1 } }, 'off-site': { remote: 'vault:', env } },
		};
		const config = join(home, 'config.yaml');
		const environments = { production: { protection: 'open', datasets: { cache } } };
		writeFileSync(config, JSON.stringify({ hosts: { here: { local: true } }, environments }));
		const own = { HOME: join(home, 'me'), PATH: process.env['PATH'] ?? '', WORD: word, HIDDEN: hidden };
		const watched = watchWords();
		onTestFinished(watched.stop);
		const said: string[] = [];
		for (const words of [
			['backup', 'production/cache', '--yes'],
			['verify', 'production/cache', '--yes'],
			['restore', 'production/cache', '--confirm', 'production/cache', '--reason', 'a test'],
			['journal', '--json'],
		]) {
			const { code, out, err } = await watchdeck(['--config', config, ...words], { env: own });
			expect(code, out + err).toBe(0);
			said.push(out, err);
		}
		watched.stop();
		for (const program of ['rclone', 'redis-cli', 'redis-server', 'watchdeck-dataset'])
			expect(
				watched.words().some((words) => words.includes(program)),
				program,
			).toBe(true);
		for (const secret of [word, clear, hidden]) {
			expect(watched.words().filter((words) => words.includes(secret))).toEqual([]);
			expect(said.filter((text) => text.includes(secret))).toEqual([]);
			// 1: it is in none of them.
			expect(spawnSync('grep', ['-rlaF', secret, home], { encoding: 'utf8' })).toMatchObject({ status: 1, stdout: '' });
		}
	});
});
