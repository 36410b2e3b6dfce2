import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { configOf, deploy, isHealthy, journalOf } from './scene.ts';

const MINUTES = 60_000;

describeLab('a plan that a second person reads', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	/** Runs a command as one person; `before`: words in front of it, such as a shell that gives it a standard input. */
	const as = (
		who: string,
		args: readonly string[],
		env: Readonly<Record<string, string>>,
		before: readonly string[] = [],
	) => watchdeck(['--config', lab.config(configOf()), '--as', who, ...args], { env, before });
	const planned = async (env: Readonly<Record<string, string>>, image: string) => {
		const to = await lab.imageId(image);
		const said = await as(
			'ann',
			['plan', 'rollback', 'production/api', '--to', to, '--reason', 'it is slow', '--json'],
			env,
		);
		// A busy machine is told of after two seconds.
		expect([said.code, said.err.replace(/^Still reading box: .*\n/, '')]).toEqual([0, '']);
		const file = join(lab.folder, 'plan.json');
		writeFileSync(file, said.out);
		return file;
	};
	const unchanged = async (id: string, env: Readonly<Record<string, string>>) => {
		expect((await lab.inspect('api')).Id).toBe(id);
		expect(journalOf(env)).toEqual([]);
	};

	test('is planned anew, is the same, and runs: both stand in the journal', { timeout: 3 * MINUTES }, async () => {
		await deploy(lab, 'app:v1');
		await deploy(lab, 'app:v3');
		const env = lab.env();
		const file = await planned(env, 'app:v1');
		const { plan } = JSON.parse(readFileSync(file, 'utf8'));
		const tried = await as('bob', ['apply', file, '--dry-run'], env);
		expect([tried.code, tried.out]).toEqual([
			0,
			expect.stringMatching(/^ann planned this at .*the same:\nWhy: it is slow\nROLL BACK/),
		]);
		const input = ['sh', '-c', 'exec "$@" < "$0"', file];
		const said = await as('bob', ['apply', '-', '--yes'], env, input);
		expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		expect((await lab.becomes('api', isHealthy)).Image).toBe(await lab.imageId('app:v1'));
		const consent = journalOf(env).find(({ what }) => what === 'confirmed')?.['consent'];
		const reviewed = { by: 'ann', plan: plan.id, made: plan.made };
		expect(consent).toMatchObject({ by: 'bob', how: '--yes', why: 'it is slow', reviewed });
		const locks = JSON.stringify(journalOf(env).find(({ what }) => what === 'planned'));
		expect(locks).toMatch(/"take","container-api","[0-9a-f]{8}","bob","[^"]*","it is slow"/);
	});

	test('that is another one now: said step by step, nothing changed', { timeout: 2 * MINUTES }, async () => {
		await deploy(lab, 'app:v1');
		const old = await deploy(lab, 'app:v3');
		const env = lab.env();
		const file = await planned(env, 'app:v1');
		const now = await deploy(lab, 'app:v3');
		const said = await as('bob', ['apply', file, '--yes'], env);
		expect(said.code).toBe(3);
		expect(said.err).toMatch(
			/^watchdeck: This is not what ann planned at .*:\n(?: {2}\S.*\n)+Nothing was changed\. Read the plan/,
		);
		expect(said.err).toContain('step 3 “stop the old api”: its order.path: was');
		expect(said.err).toContain(old.Id);
		expect(said.err).toContain(now.Id);
		await unchanged(now.Id, env);
	});

	test('that is broken, foreign, huge or hostile: refused with the place', { timeout: 2 * MINUTES }, async () => {
		await deploy(lab, 'app:v1');
		const { Id } = await deploy(lab, 'app:v3');
		const env = lab.env();
		const file = await planned(env, 'app:v1');
		const text = readFileSync(file, 'utf8');
		const other = join(lab.folder, 'other.json');
		const evil = text.replace('"say": "stop the old api"', '"say": "\\u001b]0;owned\\u0007stop"');
		const cases: readonly (readonly [string, RegExp])[] = [
			[text.slice(0, 2000), /other\.json:\d+:\d+: this is not JSON/],
			['{"hello": "world"}', /other\.json is no plan of this watchdeck: `version`/],
			[`${text}${' '.repeat(5 * 1024 * 1024)}`, /other\.json is longer than 4 MiB/],
			[text.replaceAll('production/api', 'production/*'), /service: was/],
			[text.replaceAll('production/api', 'production/no'), /There is no service production\/no/],
			[evil, /step 3 “stop” is not there any more/],
		];
		for (const [content, why] of cases) {
			writeFileSync(other, content);
			const said = await as('bob', ['apply', other, '--yes'], env);
			expect([said.code, said.err]).toEqual([3, expect.stringMatching(why)]);
			expect(said.err).toContain('Nothing was changed.');
			expect(said.err).not.toMatch(/\p{Cc}(?<!\n)/u);
		}
		const endless = await as('bob', ['apply', '/dev/zero', '--yes'], env);
		expect([endless.code, endless.text]).toEqual([3, expect.stringContaining('/dev/zero is longer than 4 MiB')]);
		const folder = await as('bob', ['apply', lab.folder, '--yes'], env);
		expect([folder.code, folder.text]).toEqual([3, expect.stringContaining('it is a folder')]);
		await unchanged(Id, env);
	});
});
