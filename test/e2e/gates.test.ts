import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { configOf, deploy, isHealthy, journalOf, makeEnds, openCockpit } from './scene.ts';

describeLab('a deploy with gates', () => {
	let lab: Lab;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());
	afterEach(() => ends.all());

	/** A gate that passes while a file is there, and one that another service runs the same image. */
	const gated = (sign: string) => `${configOf()}        gates:
          tests: { kind: command, run: [test, -e, '${sign}'], fix: 'Make ${sign}' }
          staging: { kind: same-image, of: staging/api }
  staging:
    protection: open
    services:
      api: { host: box, container: sapi }
`;
	const saying = () => {
		const env = lab.env();
		const sign = `${lab.folder}/tests-passed`;
		const config = lab.config(gated(sign));
		return { env, sign, say: (...words: readonly string[]) => watchdeck(['--config', config, ...words], { env }) };
	};

	test('is refused with what failed and what to do; a roll back is not', { timeout: 240_000 }, async () => {
		const before = await deploy(lab, 'app:v2');
		const { env, sign, say } = saying();
		const words = ['deploy', 'production/api', '--image', 'app:v1'] as const;

		const shut = await say(...words, '--yes');
		expect(shut.code).toBe(3);
		expect(shut.text).toMatch(/tests FAILED: test -e \S+ on box does what is expected: .*ended with code 1/);
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

	test('is held against its list afterwards, and undone', { timeout: 240_000 }, async () => {
		const before = await deploy(lab, 'app:v2');
		const env = lab.env();
		const sign = `${lab.folder}/migrated`;
		const list = `        after:
          checks:
            migrations: { kind: command, run: [test, -e, '${sign}'] }
            smoke: { kind: http, url: 'http://127.0.0.1:18080/health' }
          errors: 1%
          for: 6s
`;
		const config = lab.config(`${configOf({ unproven: 'undo', watch: '30s' })}${list}`);
		const say = (...words: readonly string[]) => watchdeck(['--config', config, ...words], { env });
		const words = ['deploy', 'production/api', '--image', 'app:v1'] as const;
		const read = await say(...words, '--dry-run');
		expect(read.text).toMatch(/proof .* migrations: test -e \S+ on box does what is expected, read once/);
		expect(read.text).toContain('errors under 1.0% and p95 under 2.0s, all the while for 6s');

		const failed = await say(...words, '--yes');
		expect([failed.code, failed.text]).toEqual([2, expect.stringMatching(/FAILED, UNDONE migrations: test -e/)]);
		expect((await lab.inspect('api')).Id).toBe(before.Id);

		writeFileSync(sign, '');
		const done = await say(...words, '--yes');
		expect(done.text).toMatch(/migrations: test -e \S+ on box does what is expected; smoke: its http is fine/);
		expect((await lab.inspect('api')).Config.Image).toBe('app:v1');
		const stands = journalOf(env).findLast(({ what }) => what === 'verified' || what === 'not verified');
		expect(stands).toMatchObject({ text: expect.stringContaining('errors under 1.0%') });
	});

	test('that stops passing after the plan was read is refused under the lock', { timeout: 180_000 }, async () => {
		const before = await deploy(lab, 'app:v2');
		const { sign } = saying();
		writeFileSync(sign, '');
		await lab.run('sapi', 'app:v1', {});
		await lab.becomes('sapi', isHealthy);
		const deck = openCockpit(lab, ends, gated(sign));
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
