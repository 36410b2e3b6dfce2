// What becomes of an order of a dataset when the line to its host is cut, or what it needs goes away meanwhile.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { type Sshd, startSshd } from '../io/support/sshd.ts';
import { type Postgres, startPostgres } from '../lab/postgres.ts';
import { bigPostgres } from '../lab/rows/postgres.ts';
import { describeTools } from '../lab/tools.ts';
import { type Begun, type DatasetRuns, datasetRuns, orders } from '../support/dataset-runs.ts';

/** What a process was started with, or knows; empty of one that is gone. */
function ofProcess(pid: string, what: 'cmdline' | 'environ'): string {
	try {
		return readFileSync(`/proc/${pid}/${what}`, 'utf8');
	} catch {
		return '';
	}
}
/** Ends a process at once, unless it ended meanwhile with the one that it belongs to. */
function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
	}
}
const pids = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));
/** The processes that an order left on this machine: all that it starts bears its id. */
const left = (id: string) =>
	pids().flatMap((pid) => {
		const words = ofProcess(pid, 'cmdline');
		const bears = [words, ofProcess(pid, 'environ')].some((text) => text.includes(id));
		return bears && Number(pid) !== process.pid ? [words.replaceAll('\0', ' ').slice(-800)] : [];
	});

describeTools('an order of a dataset', ['pg_createcluster', 'setpriv', 'sshd'], () => {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-datasets-'));
	let server: Postgres;
	let sshd: Sshd;
	let there: Tried;
	const connected = () => outsideOf({ name: 'box', reach: { ssh: 'box' } }, { ssh: { configFile: sshd.configFile } });
	beforeAll(async () => {
		server = await startPostgres();
		server.sql("alter role postgres password 'pw-secret-1'");
		server.sql('create database shop');
		bigPostgres(server.tool, 'shop', 4_000_000);
		process.env['WATCHDECK_TEST_PW'] = 'pw-secret-1';
		sshd = await startSshd();
		sshd.configure(`IdentityFile ${sshd.key('id')}`);
		there = connected();
	});
	beforeAll(async () => {
		expect((await datasetRuns(there, specOf()).run({ action: 'backup' })).came).toMatchObject({ outcome: 'VERIFIED' });
	});
	afterAll(async () => {
		await there?.close();
		await sshd?.stop();
		await server?.stop();
		rmSync(home, { recursive: true, force: true });
	});

	const specOf = (more: Partial<DatasetSpec> = {}): DatasetSpec => ({
		...{ environment: 'production', name: 'shop', kind: 'postgres', host: 'box' },
		...{ folder: join(home, 'shop'), pattern: '*', shrink: 0.5, keep: 7 },
		settings: { database: 'shop', user: 'postgres', host: '127.0.0.1', port: String(server.port) },
		password: { secret: 'env:WATCHDECK_TEST_PW' },
		...{ tables: ['big'], writers: [], verify: { in: 'apart' }, every: 300_000, timeout: 60_000, checks: [] },
		...more,
	});
	/** A connection of a test's own, which does not wait after another was cut. */
	const cuttable = () => {
		const own = connected();
		onTestFinished(() => own.close());
		return own;
	};
	const backups = () => readdirSync(specOf().folder).toSorted();
	const databases = () => server.sql("select datname from pg_database where datname ~ 'watchdeck'");

	/** Cuts the line once `when` is so, and waits until nothing of the order is left. */
	async function cutWhen(runs: DatasetRuns, begun: Begun, when: () => unknown): Promise<void> {
		const going = runs.go(begun);
		await expect.poll(when, { timeout: 20_000 }).toBeTruthy();
		const words = pids().map((pid) => ofProcess(pid, 'cmdline'));
		expect(words.filter((text) => text.includes('pw-secret-1'))).toEqual([]);
		// Only what carries the line, and nothing that runs over it.
		const carriers = sshd.servants().filter((pid) => ofProcess(String(pid), 'cmdline').startsWith('sshd'));
		expect(carriers).not.toEqual([]);
		for (const pid of carriers) kill(pid);
		const came = await going;
		expect(came.outcome, orders(begun.entries)).not.toBe('VERIFIED');
		await expect.poll(() => left(begun.plan.id), { timeout: 15_000 }).toEqual([]);
		// Undone by a program that is started anew.
		const last =
			came.outcome === 'FAILED, UNDONE' ? came : await datasetRuns(cuttable(), specOf()).go(begun, { course: 'back' });
		expect(last.outcome, `${last.because}\n${orders(begun.entries)}`).toMatch(/UNDONE$/);
	}
	const asks = (what: string) =>
		server.sql(`select 1 from pg_stat_activity where query ~ '${what}' and pid <> pg_backend_pid()`);

	test('leaves nothing behind when the line is cut in the middle of a dump', async () => {
		const runs = datasetRuns(cuttable(), specOf());
		const before = backups();
		const held = server.session('begin; lock table big in access exclusive mode', 'shop');
		onTestFinished(() => held.end());
		const begun = await runs.plan({ action: 'backup' });
		await cutWhen(runs, begun, () => asks('^LOCK TABLE public.big'));
		expect(backups()).toEqual(before);
	});

	test('leaves nothing behind when the line is cut in the middle of a restore test', async () => {
		const checks = [{ name: 'slow', ask: 'select pg_sleep(300)' }];
		const runs = datasetRuns(cuttable(), specOf({ checks }));
		const begun = await runs.plan({ action: 'verify', file: '' });
		const apart = `/var/tmp/watchdeck-apart-${begun.plan.id}`;
		await cutWhen(runs, begun, () =>
			left(begun.plan.id).some((words) => words.includes('psql -w') && words.includes("'apart'")),
		);
		await expect.poll(() => existsSync(apart)).toBe(false);
		expect((await datasetRuns(cuttable(), specOf()).found()).proofs ?? []).toEqual([]);
	});

	test('leaves nothing behind when the line is cut in the middle of a restore', async () => {
		const checks = [{ name: 'slow', ask: 'select pg_sleep(300)' }];
		const runs = datasetRuns(cuttable(), specOf({ checks }));
		const begun = await runs.plan({ action: 'restore', file: '' });
		await cutWhen(runs, begun, () => asks('^select pg_sleep'));
		expect(databases()).toBe('');
		expect(server.sql('select count(*) > 0 from big', 'shop')).toBe('t');
	});

	/** A backup that waits for a table, with the process of the server that makes it; what hangs is ended after two seconds. */
	async function waiting() {
		const held = server.session('begin; lock table big in access exclusive mode', 'shop');
		onTestFinished(() => held.end());
		const runs = datasetRuns(cuttable(), specOf());
		const { plan, entries } = await runs.plan({ action: 'backup' });
		const steps = plan.steps.map((step) =>
			step.does.via === 'exec' ? { ...step, does: { ...step.does, argv: [...step.does.argv, 'stall=2'] } } : step,
		);
		const begun = { plan: { ...plan, steps }, entries };
		const going = runs.go(begun);
		const serves = () => server.sql("select pid from pg_stat_activity where query ~ '^LOCK TABLE public.big'");
		await expect.poll(serves, { timeout: 20_000 }).toMatch(/^\d+$/);
		return { begun, going, pid: Number(serves()) };
	}

	test('ends a dump of which nothing comes any more, since its server hangs', async () => {
		const before = backups();
		const { begun, going, pid } = await waiting();
		process.kill(pid, 'SIGSTOP');
		expect(await going).toMatchObject({ outcome: 'FAILED, UNDONE' });
		expect(orders(begun.entries)).toContain('nothing came of the dump for 2 seconds: the server hangs');
		process.kill(pid, 'SIGCONT');
		await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 15_000 }).toBe(false);
		await expect.poll(() => left(begun.plan.id), { timeout: 5_000 }).toEqual([]);
		expect(backups()).toEqual(before);
	});

	test('leaves no backup when its server is killed', async () => {
		const before = backups();
		const { begun, going, pid } = await waiting();
		process.kill(pid, 'SIGKILL');
		expect(await going).toMatchObject({ outcome: 'FAILED, UNDONE' });
		expect(orders(begun.entries)).toMatch(/server closed the connection|terminating connection/);
		// It begins anew by itself, with what it had.
		await expect.poll(() => server.sql('select count(*) > 0 from big', 'shop'), { timeout: 20_000 }).toBe('t');
		expect(left(begun.plan.id)).toEqual([]);
		expect(backups()).toEqual(before);
	});

	test('ends well when its disk is full: the half-written dump goes, the others stay, and it says so', async () => {
		const folder = join(home, 'full');
		mkdirSync(folder);
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder]);
		onTestFinished(() => void execFileSync('umount', [folder]));
		const runs = datasetRuns(cuttable(), specOf({ folder }));
		execFileSync('sh', ['-c', 'head -c 1000000 /dev/urandom >"$1/older"', 'sh', folder]);
		const { came, entries } = await runs.run({ action: 'backup' });
		expect(came, orders(entries)).toMatchObject({
			outcome: 'FAILED, UNDONE',
			because: expect.stringMatching(/is full/),
		});
		expect(readdirSync(folder).toSorted()).toEqual(['.watchdeck', 'older']);
		expect(readdirSync(join(folder, '.watchdeck'))).toEqual([]);
	});
});
