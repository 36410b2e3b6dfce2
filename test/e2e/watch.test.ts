import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { start } from './driver.ts';
import { configOf, deploy, journalOf, runningNames, type Setting } from './scene.ts';

/** Only its numbers tell how it does: its health check asks nothing, and no address is asked. */
const blind = (setting: Setting) => configOf(setting).replace(/^ *health: .*\n/m, '');

describeLab('a change that is proven and then watched', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		const sees = 'HEALTHCHECK --interval=1s --timeout=2s --retries=2 CMD ["/bin/true"]';
		await derive(lab.engine, 'app:n1', ['ENV RELEASE=n1', sees], 'app:v1');
		await derive(lab.engine, 'app:n2', ['ENV RELEASE=n2', sees], 'app:v1');
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	const scene = async (load = '20') => {
		await deploy(lab, 'app:n1');
		return { before: await deploy(lab, 'app:n2', { env: { LOAD: load, REGION: 'eu' } }) };
	};
	const control = (wish: object) =>
		fetch('http://127.0.0.1:18080/control', { method: 'POST', body: JSON.stringify(wish) });

	test('is undone by itself when its error rate rises, with `unproven: undo`', { timeout: 180_000 }, async () => {
		const { before } = await scene();
		const env = lab.env();
		const setting = { unproven: 'undo', watch: '60s' } as const;
		const deck = start(['--config', lab.config(blind(setting))], { columns: 200, rows: 50, env });
		await deck.sees(/api .*\+ ok/);
		await deck.select('api');
		await deck.press('r');
		await deck.sees('then watch');
		await deck.sees('errors under 5.0% and p95 under 2.0s');
		await deck.enter();
		await deck.type('api');
		await deck.enter();
		await deck.sees(/watch api [01]:\d\d/, 60_000);
		await deck.sees('done and proven');
		expect((await lab.inspect('api')).Id).not.toBe(before.Id);
		await control({ fail: 503 });
		await deck.sees('FAILED, UNDONE', 60_000);
		await deck.sees(/errors under 5\.0% and p95 under 2\.0s: errors \d+\.\d%, above 5\.0%/);
		expect((await lab.inspect('api')).Id).toBe(before.Id);
		expect(await runningNames(lab)).toEqual(['api']);
		const journal = journalOf(env).map(({ what }) => what);
		expect(journal.filter((what) => typeof what === 'string' && /proven|verified|undone/.test(what))).toEqual([
			'proven',
			'not verified',
			'undone',
		]);
		await deck.esc();
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('is gone on with by the next start after a kill, and verified', { timeout: 180_000 }, async () => {
		await scene();
		const env = lab.env();
		const config = lab.config(blind({ watch: '40s' }));
		const rollback = ['--config', config, 'rollback', 'production/api', '--yes'];
		const plain = await watchdeck([...rollback, '--dry-run', '--watch', '1m'], { env });
		expect(plain.text).toContain('all the while for 1m');
		const dry = await watchdeck([...rollback, '--dry-run', '--json'], { env });
		// Planned, confirmed, two a step, done, proven.
		const lines = 4 + 2 * Number(JSON.parse(dry.out).plan.steps.length);
		const cut = await watchdeck(rollback, { env: { ...env, WATCHDECK_TEST_KILL_AFTER: String(lines) } });
		expect(cut.code).not.toBe(0);
		const last = journalOf(env).at(-1);
		expect(last).toMatchObject({ what: 'proven' });
		const run = String(last?.['run']);
		const said = await watchdeck(['--config', config, 'resume', run, '--finish', '--yes'], { env });
		expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		expect(said.text).toMatch(/watched for 40s: .*errors at most \d+\.\d%, p95 at most \d+ms, of \d+ requests/);
		expect(journalOf(env).at(-1)).toMatchObject({ what: 'verified', run });
	});

	test('on the command line: `--watch 0` ends at the proof and says so', { timeout: 180_000 }, async () => {
		await scene();
		const env = lab.env();
		const act = ['--config', lab.config(blind({ watch: '5s' })), 'restart', 'production/api', '--yes'];
		const none = await watchdeck([...act, '--watch', '0'], { env });
		expect([none.code, none.text]).toEqual([0, expect.stringContaining('It was not watched afterwards')]);
		const some = await watchdeck(act, { env });
		expect([some.code, some.text]).toEqual([0, expect.stringContaining('watched for 5s')]);
		const wrong = await watchdeck([...act, '--watch', 'soon'], { env });
		expect([wrong.code, wrong.text]).toEqual([3, expect.stringContaining('--watch soon is no length of time')]);
	});

	test('without traffic is not verified, and nothing is undone', { timeout: 180_000 }, async () => {
		const { before } = await scene('0');
		const env = lab.env();
		const config = lab.config(blind({ watch: '5s', unproven: 'undo' }));
		const said = await watchdeck(['--config', config, 'rollback', 'production/api', '--yes'], { env });
		expect([said.code, said.text]).toEqual([
			1,
			expect.stringContaining('DONE, NOT VERIFIED no traffic: 0 requests came'),
		]);
		expect((await lab.inspect('api')).Id).not.toBe(before.Id);
		const open = await watchdeck(['--config', config, 'resume'], { env });
		expect(open.text).toContain('Nothing was interrupted.');
	});
});
