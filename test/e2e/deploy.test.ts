import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type FakeRegistry, startRegistry } from '../support/registry.ts';
import { watchdeck } from './cli.ts';
import { configOf, deploy, isHealthy, journalOf, makeEnds, openCockpit, type Setting, WAYS } from './scene.ts';

describeLab('an image is deployed', () => {
	let lab: Lab;
	let registry: FakeRegistry;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
		registry = await startRegistry();
	});
	afterAll(async () => {
		await registry?.close();
		await lab?.stop();
	});
	beforeEach(() => lab.clear());
	afterEach(() => ends.all());

	const saying = (setting: Setting = {}) => {
		const env = lab.env();
		const config = lab.config(configOf(setting));
		return { env, say: (...words: readonly string[]) => watchdeck(['--config', config, ...words], { env }) };
	};
	const names = async () => {
		const all = (await lab.engine.ask('GET', '/images/json')) as readonly { RepoTags: readonly string[] | null }[];
		return all.flatMap(({ RepoTags }) => RepoTags ?? []).toSorted();
	};

	test.each(WAYS)('that the host has, %s', { timeout: 180_000 }, async (way) => {
		const before = await deploy(lab, 'app:v2');
		const { env, say } = saying({ way });
		const read = await say('deploy', 'production/api', '--image', 'app:v1', '--dry-run');
		expect([read.code, read.text]).toEqual([0, expect.stringContaining('The image changes from app:v2')]);
		expect((await lab.inspect('api')).Id).toBe(before.Id);

		const said = await say('deploy', 'production/api', '--image', 'app:v1', '--yes');
		expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		const now = await lab.inspect('api');
		expect([now.Config.Image, isHealthy(now)]).toEqual(['app:v1', true]);
		expect(now.Config.Env).toEqual(expect.arrayContaining(['RELEASE=v1', 'REGION=eu']));
		expect(now.HostConfig.RestartPolicy.Name).toBe('unless-stopped');
		expect(await lab.inspect(before.Id)).toMatchObject({ State: { Running: false } });
		expect((await lab.inspect(before.Id)).Name).toMatch(/^\/api-rb-[0-9a-f]{8}$/);
		expect(journalOf(env).at(-1)).toMatchObject({ what: 'verified', by: 'tester' });

		// What ran before is what a roll back goes back to: nothing was wrong with it.
		const back = await say('rollback', 'production/api', '--dry-run');
		expect(back.text).toContain('v2');
	});

	test('that is pulled and cannot run: all is as it was', { timeout: 180_000 }, async () => {
		const before = await deploy(lab, 'app:v1');
		const had = await names();
		const digest = await registry.add('shop/api', 'v3', 'no program');
		// It ends at once, and again at each start: on a busy machine sometimes only after the last step, before the proof.
		const { env, say } = saying({ unproven: 'undo' });
		const name = `${registry.name}/shop/api`;
		const read = await say('deploy', 'production/api', '--image', `${name}:v3`, '--dry-run');
		expect(read.text).toContain(`1. pull ${name}, ${digest.slice(7, 19)}`);
		expect(await names()).toEqual(had);

		const said = await say('deploy', 'production/api', '--image', `${name}:v3`, '--yes');
		expect([said.code, said.text]).toEqual([2, expect.stringContaining('FAILED, UNDONE')]);
		expect(said.err).toMatch(/1 {2}pull .* ok/);
		const now = await lab.becomes('api', isHealthy);
		expect([now.Id, await lab.names(), await names()]).toEqual([before.Id, ['api'], had]);
		expect(journalOf(env).at(-1)).toMatchObject({ what: 'undone' });
	});

	test.each<[string, (name: string) => string, RegExp]>([
		['that nobody has', (name) => `${name}:v9`, /Its registry has no .*:v9 .*Check the name and the tag/],
		['that is no name', () => 'Shop/API', /is no name of an image/],
		['that runs', () => 'app:v1', /runs app:v1 already/],
		['whose registry is not there', () => '127.0.0.1:9/shop/api:v1', /cannot be reached from box/],
	])('%s: refused, nothing is changed', { timeout: 120_000 }, async (_, image, words) => {
		const before = await deploy(lab, 'app:v1');
		const { say } = saying();
		const said = await say('deploy', 'production/api', '--image', image(`${registry.name}/shop/api`), '--yes');
		expect([said.code, said.text]).toEqual([3, expect.stringMatching(words)]);
		expect((await lab.inspect('api')).Id).toBe(before.Id);
	});

	test('of a registry that wants a login: refused, with what to do', { timeout: 120_000 }, async () => {
		await deploy(lab, 'app:v1');
		await registry.add('shop/locked', 'v1', 'x');
		registry.lock('shop/locked');
		const { say } = saying();
		const said = await say('deploy', 'production/api', '--image', `${registry.name}/shop/locked:v1`, '--yes');
		expect([said.code, said.text]).toEqual([3, expect.stringMatching(/wants a login.*docker login 127\.0\.0\.1/)]);
	});

	test('from the palette, by a name that is typed', { timeout: 120_000 }, async () => {
		await deploy(lab, 'app:v2');
		const deck = openCockpit(lab, ends, configOf());
		await deck.sees(/api .*X down/);
		await deck.select('api');
		await deck.press(':');
		await deck.type('deploy');
		await deck.enter();
		await deck.sees('DEPLOY  production/api');
		await deck.sees(/new image\s+app:/);
		await deck.enter();
		await deck.sees('is no name of an image');
		await deck.type('v1');
		await deck.enter();
		await deck.sees('The image changes from app:v2');
		await deck.sees('nothing has been changed yet');
		await deck.enter();
		await deck.type('api');
		await deck.enter();
		await deck.sees('VERIFIED', 60_000);
		expect((await lab.inspect('api')).Config.Image).toBe('app:v1');
	});
});
