import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { configOf, deploy, isHealthy, journalOf, makeEnds, openCockpit, type Way } from './scene.ts';

describeLab('a deploy with gates', () => {
	let lab: Lab;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());
	afterEach(() => ends.all());

	/** A file that is not there yet, in a folder that the account of the ssh host can look into. */
	const newSign = () => {
		const folder = mkdtempSync(join(tmpdir(), 'gates-'));
		chmodSync(folder, 0o755);
		ends.add(() => rmSync(folder, { recursive: true }));
		return join(folder, 'sign');
	};
	/** A command that does well while a file is there, and was asked for on the way that is meant. */
	const command = (way: Way, sign: string) => {
		const script = `test ${way === 'ssh' ? '-n' : '-z'} "$SSH_CONNECTION" && test -e ${sign}`;
		return `kind: command, run: [sh, -c, '${script}']`;
	};
	/** A gate that passes while a file is there, and one that another service runs the same image. */
	const gated = (way: Way, sign: string) => `${configOf({ way })}        gates:
          tests: { ${command(way, sign)}, fix: 'Make ${sign}' }
          staging: { kind: same-image, of: staging/api }
  staging:
    protection: open
    services:
      api: { host: box, container: sapi }
`;
	const saying = (config: string) => {
		const env = lab.env();
		const words = ['--config', lab.config(config)];
		return { env, say: (...more: readonly string[]) => watchdeck([...words, ...more], { env }) };
	};

	test('is refused with what failed and what to do, over ssh; a roll back is not', { timeout: 240_000 }, async () => {
		const before = await deploy(lab, 'app:v2');
		const sign = newSign();
		const { env, say } = saying(gated('ssh', sign));
		const words = ['deploy', 'production/api', '--image', 'app:v1'] as const;

		const shut = await say(...words, '--yes');
		expect(shut.code).toBe(3);
		expect(shut.text).toMatch(/tests FAILED: sh -c .* on box does what is expected: .*ended with code 1/);
		expect(shut.text).toMatch(/may not be deployed: the gates tests and staging did not pass/);
		expect(shut.text).toContain(`Make ${sign}`);
		expect(shut.text).toContain('Deploy it there first: watchdeck deploy staging/api --image app:v1');
		expect(shut.text).toContain('Nothing was changed.');
		expect((await say(...words, '--dry-run')).code).toBe(3);
		expect((await lab.inspect('api')).Id).toBe(before.Id);

		writeFileSync(sign, '');
		await lab.run('sapi', 'app:v1', {});
		await lab.becomes('sapi', isHealthy);
		const read = await say(...words, '--dry-run');
		expect([read.code, read.text]).toEqual([
			0,
			expect.stringMatching(/gates tests passed: .* staging passed: sapi runs/),
		]);
		const done = await say(...words, '--yes');
		expect([done.code, done.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		expect((await lab.inspect('api')).Config.Image).toBe('app:v1');
		const noted = journalOf(env).find(({ what }) => what === 'gates');
		expect(noted).toMatchObject({ failed: [], text: expect.stringContaining('staging passed') });

		const back = await say('rollback', 'production/api', '--dry-run');
		expect([back.code, back.text]).toEqual([
			0,
			expect.stringContaining('Its gates are made for new code and passed by: tests and staging.'),
		]);
	});

	test('is held against its list afterwards, and undone, over ssh', { timeout: 240_000 }, async () => {
		const before = await deploy(lab, 'app:v2');
		const sign = newSign();
		const list = `        after:
          checks:
            migrations: { ${command('ssh', sign)} }
            smoke: { kind: http, url: 'http://127.0.0.1:18080/health' }
          errors: 1%
          for: 6s
`;
		const { env, say } = saying(`${configOf({ way: 'ssh', unproven: 'undo', watch: '30s' })}${list}`);
		const words = ['deploy', 'production/api', '--image', 'app:v1'] as const;
		const read = await say(...words, '--dry-run');
		expect(read.text).toMatch(/proof .* migrations: sh -c .* on box does what is expected, read once/);
		expect(read.text).toContain('errors under 1.0% and p95 under 2.0s, all the while for 6s');

		const failed = await say(...words, '--yes');
		expect([failed.code, failed.text]).toEqual([2, expect.stringMatching(/FAILED, UNDONE migrations: sh -c/)]);
		expect((await lab.inspect('api')).Id).toBe(before.Id);

		writeFileSync(sign, '');
		const done = await say(...words, '--yes');
		expect(done.text).toMatch(/migrations: sh -c .* on box does what is expected; smoke: its http is fine/);
		expect((await lab.inspect('api')).Config.Image).toBe('app:v1');
		const stands = journalOf(env).findLast(({ what }) => what === 'verified' || what === 'not verified');
		expect(stands).toMatchObject({ text: expect.stringContaining('errors under 1.0%') });
	});

	test('that stops passing after the plan was read is refused under the lock', { timeout: 180_000 }, async () => {
		const before = await deploy(lab, 'app:v2');
		const sign = newSign();
		writeFileSync(sign, '');
		await lab.run('sapi', 'app:v1', {});
		await lab.becomes('sapi', isHealthy);
		const deck = openCockpit(lab, ends, gated('local', sign));
		await deck.sees(/api .*X down/);
		await deck.select('api');
		await deck.press(':');
		await deck.type('deploy');
		await deck.enter();
		await deck.sees(/new image\s+app:/);
		await deck.type('v1');
		await deck.enter();
		await deck.sees('tests passed');
		await lab.engine.ask('POST', '/containers/sapi/stop?t=1');
		await deck.enter();
		await deck.type('api');
		await deck.enter();
		await deck.sees('the gate staging did not pass', 60_000);
		expect((await lab.inspect('api')).Id).toBe(before.Id);
	});
});
