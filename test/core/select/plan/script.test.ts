import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Json, Word, Write } from '../../../../src/core/call.ts';
import type { Plan, PlanStep } from '../../../../src/core/plan.ts';
import { planScript } from '../../../../src/core/select/plan/script.ts';
import { aPlan, step } from '../../../support/plans.ts';

const folder = await mkdtemp(join(tmpdir(), 'watchdeck-script-'));
afterAll(() => rm(folder, { recursive: true }));
const calls = join(folder, 'calls');
for (const name of ['curl', 'docker']) {
	const file = join(folder, name);
	await writeFile(
		file,
		`#!/bin/sh\nprintf '%s\\n' "${name} $*" >> '${calls}'\ncase "$*" in *broken*) exit 22;; esac\n`,
	);
	await chmod(file, 0o755);
}

/** Runs a script in a real shell with a `curl` and a `docker` that only write down what they are given. */
async function ran(plan: Plan): Promise<{ readonly out: string; readonly err: string; readonly calls: string }> {
	await writeFile(calls, '');
	const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
	const [out, err] = await new Promise<readonly [string, string]>((resolve) => {
		const child = execFile('sh', { env }, (_, stdout, stderr) => resolve([stdout, stderr]));
		// As pasted: the shell reads it from its input and goes on after it.
		child.stdin?.end(`${planScript(plan)}\necho "still here, after $?"\n`);
	});
	return { out, err, calls: await readFile(calls, 'utf8') };
}

const write = (path: string, body?: Json): Write => ({
	...{ via: 'engine', host: 'vps1', method: 'POST', path, timeout: 1000, effect: 'write' },
	...(body === undefined ? {} : { body }),
});
const kept = (env: string): Word => [`${env}=`, { kept: { host: 'vps1', container: 'old', env } }];
const create = (say: string, ...env: readonly Word[]): PlanStep => ({
	...step(say, '/x', '/y'),
	does: write('/containers/create?name=next', { Image: 'api', Env: env.map(($word) => ({ $word })) }),
});
const stop = step('stop api', '/containers/old/stop', '/containers/old/start');
const tag = step('pin', '/images/a/tag?repo=api&tag=rb', '/y');

test('a script whose values are all there is run to its end', async () => {
	const { out, err, calls } = await ran(aPlan({ steps: [tag, create('create', 'A=1'), stop] }));
	expect(err).toBe('');
	expect(calls.split('\n').map((line) => line.slice(0, 12))).toEqual([
		'docker tag a',
		'curl -fsS -X',
		'docker stop ',
		'',
	]);
	expect(out).toBe('still here, after 0\n');
});

test('a step with values that stay on their host is not run, nor what comes after, and the shell stays', async () => {
	const hidden = create("create\nrm -rf it's", kept('DB_PASSWORD'), kept('KEY\ndocker oops'));
	const { out, err, calls } = await ran(aPlan({ title: 'ROLL BACK\ndocker oops', steps: [tag, hidden, stop] }));
	expect(calls).toBe('docker tag a api:rb\n');
	expect(err).toContain('step 2 cannot be pasted: 2 values stay on vps1; nothing after it was run');
	expect(out).toBe('still here, after 1\n');
});

test('nor one with secrets', async () => {
	const argv: readonly Word[] = ['docker', 'login', { secret: 'env:TOKEN' }];
	const does: Write = { via: 'exec', host: 'vps1', argv, timeout: 1000, effect: 'write' };
	const { err, calls } = await ran(aPlan({ steps: [{ ...stop, does }, stop] }));
	expect(calls).toBe('');
	expect(err).toContain('1 secret is not shown');
});

test('a request that the engine refuses ends it', async () => {
	const broken = { ...stop, does: write('/broken', { A: 1 }) };
	const { out, calls } = await ran(aPlan({ steps: [broken, stop] }));
	expect(calls).toMatch(/^curl .*broken\n$/);
	expect(out).toBe('still here, after 22\n');
});
