import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const EX_SOFTWARE = 70;

describe('a bug without a screen', () => {
	let own: string;
	beforeEach(() => {
		own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
	});
	afterEach(() => rmSync(own, { recursive: true }));

	/** Runs a script on a session without hosts, as a command of the command line has it. */
	const inSession = (work: string): SpawnSyncReturns<string> => {
		const script = `
			import { inBackground } from './src/app/in-background.ts';
			import { withSession } from './src/app/run-headless.ts';
			const fleet = { hosts: [], environments: [], services: [], discover: [] };
			const headless = { fleet, operator: 'op', readOnly: true, env: process.env };
			const bug = new Error('oh, password=hunter2');
			await withSession(headless, async (quiet) => { ${work} });
			process.exit(0);`;
		const env = { PATH: process.env['PATH'] ?? '', HOME: own, XDG_STATE_HOME: own };
		return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
			encoding: 'utf8',
			env,
			timeout: 20_000,
		});
	};
	const report = (): string => {
		const folder = join(own, 'watchdeck');
		const name = readdirSync(folder).find((file) => file.startsWith('crash-')) ?? 'no crash report';
		return readFileSync(join(folder, name), 'utf8');
	};

	test.each([
		['is thrown', 'throw bug;'],
		['is a promise that nobody waits for', 'inBackground(Promise.reject(bug)); await new Promise(() => {});'],
		['is thrown by a timer', 'setTimeout(() => { throw bug; }); await new Promise(() => {});'],
	])('ends it with a report and the code for that: it %s', (_how, work) => {
		const { status, stdout, stderr } = inSession(work);
		expect(status, stderr).toBe(EX_SOFTWARE);
		expect(stderr).toMatch(/^watchdeck failed by a bug of its own; the report is \S+, and `watchdeck resume` shows/);
		expect(stderr.trim().split('\n')).toHaveLength(1);
		expect(stdout).toBe('');
		expect(report()).toContain('Error: oh, password=•••');
	});

	test('is none where all goes well', () => {
		expect(inSession('')).toMatchObject({ status: 0, stdout: '', stderr: '' });
	});
});
