import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { composeLabels, type Inspected } from '../lab/containers.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { MARK, NASTY, OWNED } from './nasty.ts';
import { configOf, deploy, isHealthy, journalOf } from './scene.ts';

const MINUTES = 60_000;
const nasty = {
	env: { LOAD: '4', REGION: 'eu', OWN_VALUE: NASTY, 'a.b-c': NASTY },
	labels: { 'own.label': NASTY, [`own "label" $(touch ${OWNED})`]: NASTY },
};

describeLab('values that a shell would read', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
		const body = { Image: 'app:v1', Env: [`IMAGE_SAYS=${NASTY}`], Labels: { 'image.label': NASTY } };
		const made = (await lab.engine.ask('POST', '/containers/create', { body })) as { Id: string };
		await lab.engine.ask('POST', '/commit', { query: { container: made.Id, repo: 'app', tag: 'nasty' }, body: {} });
	});
	afterAll(() => lab?.stop());
	beforeEach(async () => {
		await lab.clear();
		rmSync(OWNED, { force: true });
	});

	/** What an operator has set, as the engine itself tells it. */
	const setOf = ({ Config: { Env, Labels, Cmd } }: Inspected) => ({
		env: [...Env].sort(),
		labels: Object.fromEntries(Object.entries(Labels).filter(([name]) => !name.startsWith('watchdeck'))),
		cmd: Cmd,
	});

	test.each(['local', 'ssh'] as const)(
		'stay as they are, to the byte, and are in no journal: %s',
		{ timeout: 4 * MINUTES },
		async (way) => {
			const good = await deploy(lab, 'app:nasty', nasty);
			const bad = await deploy(lab, 'app:v3', nasty);
			const image = await lab.imageId('app:nasty');
			const env = lab.env();
			const config = lab.config(configOf({ way }));
			const change = (...args: readonly string[]) =>
				watchdeck(['--config', config, ...args, '--yes', '--reason', NASTY], { env });
			const restarted = await change('restart', 'production/api');
			expect([restarted.code, restarted.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
			expect(setOf(await lab.inspect('api'))).toEqual(setOf(bad));
			const back = await change('rollback', 'production/api', '--to', image);
			expect([back.code, back.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
			const now = await lab.becomes('api', isHealthy);
			expect(now.Image).toBe(image);
			expect(setOf(now)).toEqual(setOf(good));
			expect(now.Config.Env).toContain(`IMAGE_SAYS=${NASTY}`);
			expect(existsSync(OWNED)).toBe(false);
			const lines = journalOf(env).filter(({ what }) => what !== 'confirmed' && what !== 'planned');
			expect(JSON.stringify(lines)).not.toContain(MARK);
			const [planned] = journalOf(env).filter(({ what }) => what === 'planned');
			// In a plan a reason stands only in the locks.
			const { locks, ...rest } = Object(planned?.['plan']);
			expect(JSON.stringify(rest)).not.toContain(MARK);
			expect(JSON.stringify(locks)).toContain(MARK);
			expect((back.text + restarted.text).split(MARK)).toHaveLength(3);
		},
	);

	test('in the name of a service: refused in words, nothing changed', { timeout: 2 * MINUTES }, async () => {
		const labels = composeLabels('shop', `a'pi "$(touch ${OWNED})"`);
		await lab.run('nasty', 'app:v1', { labels });
		const { Id, State } = await lab.becomes('nasty', isHealthy);
		const env = lab.env();
		const listed = await watchdeck(['status', '--json'], { env });
		const id = /"id": "(shop\/.*)",/.exec(listed.out)?.[1] ?? '';
		const said = await watchdeck(['restart', JSON.parse(`"${id}"`), '--yes'], { env });
		expect(id).toContain('touch');
		expect([said.code, said.text]).toEqual([
			3,
			expect.stringMatching(/has a name that no lock can have.*Nothing was changed/),
		]);
		const now = await lab.inspect('nasty');
		expect([now.Id, now.State.StartedAt]).toEqual([Id, State.StartedAt]);
		expect([journalOf(env), existsSync(OWNED)]).toEqual([[], false]);
	});

	// A clock of its own cannot be had without another kernel: the host's `date` is a fake that goes wrong by an hour.
	test.each(['1 hour', '1 hour ago'])('a host whose clock is wrong: %s', { timeout: 4 * MINUTES }, async (skew) => {
		await deploy(lab, 'app:v1');
		await deploy(lab, 'app:v3');
		const bin = join(lab.folder, `bin-${skew.length}`);
		mkdirSync(bin);
		writeFileSync(join(bin, 'date'), `#!/bin/sh\nexec /bin/date -d '${skew}' "$@"\n`);
		chmodSync(join(bin, 'date'), 0o755);
		const plain = lab.env();
		const env = { ...plain, PATH: `${bin}:${plain['PATH']}` };
		const config = lab.config(configOf());
		for (const args of [['restart'], ['rollback', '--to', await lab.imageId('app:v1')]]) {
			const said = await watchdeck(['--config', config, ...args, 'production/api', '--yes'], { env });
			expect([said.code, said.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		}
		expect((await lab.becomes('api', isHealthy)).Image).toBe(await lab.imageId('app:v1'));
		const checked = await watchdeck(['--config', config, 'check'], { env });
		expect(checked.text).toMatch(/clock of box is (?:1h|59m \d+s) (?:ahead|behind)/);
	});
});
