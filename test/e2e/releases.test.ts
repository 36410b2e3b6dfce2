import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { configOf, deploy } from './scene.ts';

const SECRET = 'hunter2-Pl4nted-9c1e2ab77';

describeLab('the releases of a service on a real engine', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());
	beforeEach(() => lab.clear());

	test('a dry run names what would be different, and is right about it', { timeout: 120_000 }, async () => {
		const planted = { env: { DB_PASSWORD: SECRET }, labels: { 'app.token': SECRET } };
		await deploy(lab, 'app:v1', planted);
		const before = await deploy(lab, 'app:v2', planted);
		const env = lab.env();
		const asked = ['--config', lab.config(configOf()), 'rollback', 'production/api'];
		const said = await watchdeck([...asked, '--dry-run', '--json'], { env });
		const { changes } = JSON.parse(said.out).plan;
		expect((await watchdeck([...asked, '--dry-run'], { env })).out).toMatch(/^changes +image .* env keys? \(/m);
		expect((await watchdeck([...asked, '--yes'], { env })).code).toBe(0);
		const after = await lab.inspect('api');
		const names = (of: typeof after) => new Map(of.Config.Env.map((entry) => [entry.split('=')[0] ?? '', entry]));
		const [old, now] = [names(before), names(after)];
		const differ = [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
		const named = changes.flatMap(({ what, name }: { what: string; name: string }) => (what === 'env' ? name : []));
		expect(named).toEqual(differ.toSorted());
		expect(named.length).toBeGreaterThan(0);
		expect(said.text).not.toContain(SECRET);
	});

	test('who put one live is known afterwards, with how it came out', { timeout: 120_000 }, async () => {
		const good = await deploy(lab, 'app:v1');
		await deploy(lab, 'app:v2');
		const env = lab.env();
		const config = ['--config', lab.config(configOf())];
		expect((await watchdeck([...config, 'rollback', 'production/api', '--yes'], { env })).code).toBe(0);
		const { out } = await watchdeck([...config, 'releases', '--json'], { env });
		const { releases } = JSON.parse(out);
		expect(releases[0]).toMatchObject({ can: 'runs', image: good.Image, by: 'tester', outcome: 'VERIFIED' });
		expect(releases[1]).not.toHaveProperty('by');
		expect((await watchdeck([...config, 'releases'], { env })).out).toMatch(/RUNS .* tester VERIFIED /);
	});
});
