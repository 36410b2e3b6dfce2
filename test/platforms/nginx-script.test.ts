import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nginxScript } from '../../src/platforms/nginx-script.ts';
import { posixShells } from '../support/stand-ins.ts';

const text = 'new $(x) `y`';
const loaded = `${text}\n# loaded\n`;

describe.each(posixShells)('the script in %s', (name, path) => {
	let folder = '';
	const put = (file: string, said: string) => writeFileSync(join(folder, file), said);
	const seen = (file: string) => readFileSync(join(folder, file), 'utf8');
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'nginx-'));
		writeFileSync(join(folder, 'up'), 'old\n', { mode: 0o640 });
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	/** Runs it in the folder; `before`: lines of the shell that stand before it. */
	const run = (tries: string, reloads: string, { before = '', file = 'up' } = {}) => {
		const script = `${before}\n${nginxScript(join(folder, 'proc'))}`;
		const words = ['-c', script, 'watchdeck-nginx', join(folder, file), text, tries, reloads];
		const done = spawnSync(path, name === 'busybox' ? ['sh', ...words] : words, { encoding: 'utf8', cwd: folder });
		return [done.status, done.stderr];
	};

	test('writes what is to be, and that it was loaded only after the reload', () => {
		expect([run('true', 'cat up >seen'), seen('up')]).toEqual([[0, ''], loaded]);
		expect(seen('seen')).toBe(`${text}\n`);
		expect(statSync(join(folder, 'up')).mode & 0o777).toBe(0o640);
		expect(run('true', 'true')).toEqual([0, '']);
	});

	test.each([
		['echo no such weight; exit 1', 'true', 4, 'no such weight\n'],
		['true', 'echo gone >&2; exit 1', 5, 'gone\n'],
	])('puts back what nginx does not take: %s, %s', (tries, reloads, code, why) => {
		expect([run(tries, reloads), seen('up')]).toEqual([[code, why], 'old\n']);
	});

	test('finds nginx where only root looks for it', () => {
		expect(run('case $PATH in *:/usr/sbin:*) ;; *) exit 1 ;; esac', 'true')).toEqual([0, '']);
	});

	test('changes nothing where there is no such file', () => {
		expect(run('true', 'true', { file: 'none' })[0]).toBe(3);
		expect(existsSync(join(folder, 'none'))).toBe(false);
	});

	test('never empties the file once nginx was told to read it, which it does some time later', () => {
		// A line is written into a file that was opened before: what it is then, nginx may read.
		const before = 'printf() { [ ! -e told ] || cat up >seen; command printf "$@"; }';
		expect([run('true', ': >told', { before }), seen('up')]).toEqual([[0, ''], loaded]);
		expect(seen('seen')).toBe(`${text}\n`);
	});

	describe('where nginx is seen', () => {
		const worker = (pid: number, master: number, title = '') => {
			mkdirSync(join(folder, 'proc', `${pid}`), { recursive: true });
			put(`proc/${pid}/cmdline`, `nginx: worker process${title}\0\0\0`);
			put(`proc/${pid}/stat`, `${pid} (nginx) S ${master} ${master} ${master} 0 -1\n`);
		};
		/** What happens while the script waits: each time what these lines say, before which the file is kept. */
		const waiting = (...lines: readonly string[]) => `sleep() { cat up >>seen; ${lines.join('; ')}; }`;
		beforeEach(() => {
			worker(11, 10);
			worker(12, 10);
			worker(13, 10, ' is shutting down');
			// Another nginx, which is told nothing.
			worker(21, 20);
		});

		test.each([
			['ended', 'rm -r proc/11 proc/12'],
			['shutting down', 'for it in 11 12; do echo "nginx: worker process is shutting down" >proc/$it/cmdline; done'],
		])('says that it was loaded once its workers of before are %s', (_, ends) => {
			expect(run('true', 'cp -r proc/11 proc/14', { before: waiting(ends) })).toEqual([0, '']);
			expect([seen('seen'), seen('up')]).toEqual([`${text}\n`, loaded]);
		});

		test('waits for the last of them', () => {
			const before = waiting('if [ -e proc/11 ]; then rm -r proc/11; else rm -r proc/12; fi');
			expect(run('true', 'true', { before })).toEqual([0, '']);
			expect([seen('seen'), seen('up')]).toEqual([`${text}\n`.repeat(2), loaded]);
		});

		/** A clock by which twenty seconds go by at each look. */
		const clock = 'date() { echo tick >>ticks; echo $(($(wc -l <ticks) * 20)); }';
		test('takes it back where they stay: nginx did not take what it was told to read', () => {
			const before = `${waiting('true')}\n${clock}`;
			const [code, why] = run('true', 'cat up >>told', { before });
			expect([code, why]).toEqual([6, expect.stringMatching(/still serves by what it read before: its error log/)]);
			expect([seen('up'), seen('told')]).toEqual(['old\n', `${text}\nold\n`]);
		});

		test.each([
			['rm -r proc/11 proc/12', 7, /changed by somebody else/],
			['true', 6, /still serves by what it read before/],
		])('leaves alone what somebody else wrote meanwhile: %s', (then, code, why) => {
			const before = `${waiting('echo other >up', then)}\n${clock}`;
			expect(run('true', 'true', { before })).toEqual([code, expect.stringMatching(why)]);
			expect(seen('up')).toBe('other\n');
		});

		test('takes it for done where the same order was given twice and the other one said so', () => {
			const before = waiting('echo "# loaded" >>up', 'rm -r proc/11 proc/12');
			expect([run('true', 'true', { before }), seen('up')]).toEqual([[0, ''], loaded]);
		});
	});
});
