// The same is played on a real Swarm and on the simulated one: what both answer, and what runs then, is the same.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { EngineError } from '../lab/engine.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { ServiceInspected, TaskInspected } from '../lab/swarm.ts';
import { simulatedSwarm } from '../simulated/swarm.ts';

/** One of the two. `image` gives what a task's container was made from, by its name here. */
interface Stage {
	readonly ask: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;
	readonly tag: (name: string, image: string) => Promise<void>;
	readonly image: (task: TaskInspected) => Promise<string>;
	/** Lets Swarm work a little. */
	readonly work: () => Promise<void>;
}

const NAME = 'shop_api';
const IMAGES = ['good', 'better', 'bad'];

const specOf = (image: string, replicas: number, failure = 'pause') => ({
	Name: NAME,
	Mode: { Replicated: { Replicas: replicas } },
	TaskTemplate: {
		ContainerSpec: { Image: image, StopGracePeriod: 1_000_000_000 },
		RestartPolicy: { Condition: 'any', Delay: 200_000_000 },
		ForceUpdate: 0,
	},
	// Without a delay the updater may have begun with the next replica before it hears that the first one failed.
	UpdateConfig: { Parallelism: 1, Delay: 700_000_000, Monitor: 700_000_000, FailureAction: failure },
	RollbackConfig: { Parallelism: 1, Monitor: 700_000_000 },
	EndpointSpec: { Mode: 'dnsrr' },
});

describeLab('the simulated Swarm', () => {
	let lab: Lab;
	const stages: Record<'real' | 'simulated', () => Stage> = {
		real: () => ({
			ask: async (method, path, body) => {
				const [name = '', search = ''] = path.split('?');
				const query = Object.fromEntries(new URLSearchParams(search));
				return lab.engine.ask(method, name, { query, body }).catch((error: unknown) => {
					if (error instanceof EngineError) return { refused: error.status, why: error.message };
					throw error;
				});
			},
			tag: async (name, image) => {
				const [repo = '', tag = ''] = name.split(':');
				await lab.engine.ask('POST', `/images/kind:${image}/tag`, { query: { repo, tag } });
			},
			image: async (task) => {
				const { Image } = await lab.inspect(task.Status.ContainerStatus?.ContainerID ?? '');
				const ids = await Promise.all(IMAGES.map((name) => lab.imageId(`kind:${name}`)));
				return IMAGES[ids.indexOf(Image)] ?? Image;
			},
			work: () => new Promise((resolve) => setTimeout(resolve, 100)),
		}),
		simulated: () => {
			const swarm = simulatedSwarm();
			for (const name of IMAGES) swarm.tags.set(`kind:${name}`, name);
			swarm.sick.add('bad');
			return {
				ask: async (method, path, body) => {
					const { code, json } = swarm.handle(method, path, body);
					return code < 300 ? json : { refused: code, why: JSON.stringify(json) };
				},
				tag: async (name, image) => {
					swarm.tags.set(name, image);
				},
				// The simulated container bears its task's name; its image is in the task's own words.
				image: async (task) => swarm.images().get(task.ID) ?? '',
				work: async () => {
					swarm.tick();
				},
			};
		},
	};
	beforeAll(async () => {
		lab = await startLab({ images: ['quiet'], swarm: true });
		const kind = (name: string, health: string) =>
			derive(
				lab.engine,
				`kind:${name}`,
				['CMD ["/bin/sh", "-c", "trap exit TERM; while :; do sleep 0.1; done"]', `LABEL kind=${name}`, health],
				'quiet:v1',
			);
		await kind('good', 'HEALTHCHECK NONE');
		await kind('better', 'HEALTHCHECK NONE');
		// It never counts as running; one that runs for a moment would let the updater go on, sometimes.
		await kind('bad', 'HEALTHCHECK --interval=200ms --retries=1 CMD ["/bin/false"]');
	});
	afterAll(() => lab?.stop());

	/** Plays on a stage; gives what was answered and what was seen. */
	async function play(stage: Stage): Promise<readonly unknown[]> {
		const seen: unknown[] = [];
		const service = async () => (await stage.ask('GET', `/services/${NAME}`)) as ServiceInspected;
		const running = async () => {
			const all = (await stage.ask('GET', '/tasks')) as readonly TaskInspected[];
			return all.filter((task) => task.DesiredState === 'running' && task.Status.State === 'running');
		};
		const until = async (state: string | undefined, count: number) => {
			const late = Date.now() + 30_000;
			for (;;) {
				const [now, tasks] = [await service(), await running()];
				if (now.UpdateStatus?.State === state && tasks.length === count) return;
				if (Date.now() > late) throw new Error(`not ${state} with ${count}: ${JSON.stringify([now, tasks])}`);
				await stage.work();
			}
		};
		const look = async (what: string) => {
			const { Spec, PreviousSpec, UpdateStatus } = await service();
			const brief = (spec?: ServiceInspected['Spec']) =>
				spec && [spec.TaskTemplate.ContainerSpec.Image, spec.Mode.Replicated?.Replicas];
			const images = await Promise.all((await running()).map(stage.image));
			seen.push({
				what,
				is: brief(Spec),
				was: brief(PreviousSpec),
				update: UpdateStatus?.State,
				images: images.sort(),
			});
		};
		const order = async (what: string, spec: object, query = '') => {
			const { ID, Version } = await service();
			const said = await stage.ask('POST', `/services/${ID}/update?version=${Version.Index}${query}`, spec);
			const { refused, why = '' } = said as { refused?: number; why?: string };
			if (refused) seen.push({ what, refused, why: /out of sequence|does not have a previous spec/.exec(why)?.[0] });
		};

		await stage.tag('live:now', 'good');
		await stage.ask('POST', '/services/create', specOf('live:now', 2));
		await until(undefined, 2);
		await look('made');
		await order('back without a past', specOf('live:now', 2), '&rollback=previous');
		const { ID, Version } = await service();
		const old = `/services/${ID}/update?version=${Version.Index - 1}`;
		const late = (await stage.ask('POST', old, specOf('live:now', 1))) as { why?: string };
		seen.push({ what: 'an old version', why: /out of sequence/.exec(late.why ?? '')?.[0] });
		await order('another image', specOf('kind:better', 2));
		await until('completed', 2);
		await look('updated');
		await order('fewer', specOf('kind:better', 1));
		await until(undefined, 1);
		await look('scaled: the older image is forgotten');
		await order('more', specOf('kind:better', 2));
		await until(undefined, 2);
		await order('a bad one', specOf('kind:bad', 2));
		await until('paused', 1);
		await look('paused');
		await order('out of it', specOf('kind:good', 2));
		await until('completed', 2);
		await order('a bad one, to go back from', specOf('kind:bad', 2, 'rollback'));
		await until('rollback_completed', 2);
		await look('gone back by itself');
		await order('a tag', specOf('live:now', 2));
		await until('completed', 2);
		await stage.tag('live:now', 'better');
		const again = specOf('live:now', 2);
		await order('the tag moved', { ...again, TaskTemplate: { ...again.TaskTemplate, ForceUpdate: 1 } });
		await until('completed', 2);
		await order('back', again, '&rollback=previous');
		await until('rollback_completed', 2);
		await look('back by name only');
		await stage.ask('DELETE', `/services/${ID}`);
		return seen;
	}

	test('does and says what the real one does', { timeout: 120_000 }, async () => {
		const [real, simulated] = [await play(stages.real()), await play(stages.simulated())];
		expect(simulated).toEqual(real);
		expect(real.at(-1)).toMatchObject({ update: 'rollback_completed', images: ['better', 'better'] });
	});
});
