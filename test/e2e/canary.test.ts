import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { TaskInspected } from '../lab/swarm.ts';
import { canaryOf, killed, speakerOf, startPage } from './canary-scene.ts';
import { journalOf, type Way } from './scene.ts';

const isRunning = ({ DesiredState, Status }: TaskInspected) => DesiredState === 'running' && Status.State === 'running';

describeLab('a canary of a Swarm service', () => {
	let lab: Lab;
	let page: Server;
	let isFailing = (): boolean => false;
	beforeAll(async () => {
		lab = await startLab({ images: ['quiet'], swarm: true, ssh: true });
		await derive(lab.engine, 'quiet:v2', ['ENV RELEASE=v2'], 'quiet:v1');
		page = await startPage(() => (isFailing() ? 10 : 0));
	});
	afterAll(async () => {
		page?.close();
		await lab?.stop();
	});
	afterEach(() => lab.clear());

	const policy = { Parallelism: 1, Monitor: 1_000_000_000, FailureAction: 'pause', Order: 'stop-first' };
	/** The slots that run each image now. */
	const running = async () => {
		const images = (await lab.tasks('api')).filter(isRunning).map(({ Spec }) => Spec.ContainerSpec.Image);
		const many = (part: string) => images.filter((image) => image.includes(part)).length;
		// What is on the host alone is pinned by a tag of the plan's.
		return { v1: many('v1'), other: images.length - many('v1') };
	};
	const begin = async (each: string, way: Way = 'local') => {
		isFailing = () => false;
		await lab.service('api', { image: 'quiet:v1', replicas: 4 });
		await lab.settles('api', (_, tasks) => tasks.filter(isRunning).length === 4);
		return speakerOf(lab, { way, service: ['platform: swarm'], canary: ['shares: [25, 50]', `each: ${each}`] });
	};
	const deploy = [...canaryOf('quiet:v2'), '--yes'];
	const policyNow = async () => {
		const { Spec } = await lab.inspectService('api');
		// The cast is of the engine's documented answer.
		return (Spec as { readonly UpdateConfig?: object }).UpdateConfig;
	};

	test('goes by shares, each of them watched, and leaves its own policy', { timeout: 240_000 }, async () => {
		const { env, say } = await begin('8s');
		const read = await say([...canaryOf('quiet:v2'), '--dry-run']);
		expect(read.text).toContain('A canary: 1, then 2 of 4 tasks run');
		const seen = new Set<string>();
		const going = say(deploy);
		let isOver = false;
		void going.then(() => {
			isOver = true;
		});
		while (!isOver) {
			const { v1, other } = await running();
			if (v1 + other === 4) seen.add(`${other}`);
			// Each share stands for seconds. Asked without a pause, its engine is busy with nothing else.
			await setTimeout(100);
		}
		const done = await going;
		expect([done.code, done.text]).toEqual([0, expect.stringContaining('VERIFIED')]);
		// One of the last two may be caught on its way.
		expect([...seen].filter((many) => many !== '3')).toEqual(['0', '1', '2', '4']);
		expect(await running()).toEqual({ v1: 0, other: 4 });
		expect(await policyNow()).toMatchObject(policy);
		expect((await policyNow()) ?? {}).not.toHaveProperty('Delay');
		const ends = journalOf(env).filter(({ what, step }) => what === 'ends' && step !== 0);
		expect(ends).toHaveLength(3);
		expect(ends[0]?.['output']).toMatch(/errors under 5\.0% .*errors at most 0\.0%.* requests/);
	});

	test('over ssh, whose errors rise goes back by itself', { timeout: 240_000 }, async () => {
		const { env, say } = await begin('60s', 'ssh');
		let isNew = false;
		isFailing = () => isNew;
		const going = say(deploy);
		await lab.settles('api', (_, tasks) => {
			isNew = tasks.filter(isRunning).some(({ Spec }) => !Spec.ContainerSpec.Image.includes('v1'));
			return isNew;
		});
		const done = await going;
		expect([done.code, done.text]).toEqual([2, expect.stringMatching(/FAILED, UNDONE .*errors \d+\.\d%, above 5\.0%/)]);
		expect(await running()).toEqual({ v1: 4, other: 0 });
		expect(await policyNow()).toMatchObject(policy);
		expect(journalOf(env).at(-1)).toMatchObject({ what: 'undone' });
	});

	test.each(['--undo', '--finish'])(
		'that is killed while a share is watched: %s',
		{ timeout: 300_000 },
		async (way) => {
			const speaker = await begin('12s');
			const { say } = speaker;
			const run = await killed(speaker, 'quiet:v2', () =>
				lab.settles('api', (_, tasks) =>
					tasks.filter(isRunning).some(({ Spec }) => !Spec.ContainerSpec.Image.includes('v1')),
				),
			);
			await lab.settles('api', (_, tasks) => tasks.filter(isRunning).length === 4);
			expect(await running()).toEqual({ v1: 3, other: 1 });
			const done = await say(['resume', run, way, '--yes']);
			expect(done.text).toMatch(way === '--undo' ? /UNDONE/ : /VERIFIED/);
			expect(await running()).toEqual(way === '--undo' ? { v1: 4, other: 0 } : { v1: 0, other: 4 });
			expect(await policyNow()).toMatchObject(policy);
			expect((await policyNow()) ?? {}).not.toHaveProperty('Delay');
		},
	);
});
