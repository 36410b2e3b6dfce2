// Records what a real Swarm answers in each state of a service into this folder, `swarm-STATE-….json`:
//   node test/lab/enter.ts node test/answers/docker/record-swarm.ts
import { writeFileSync } from 'node:fs';
import { EngineError } from '../../lab/engine.ts';
import { derive } from '../../lab/images.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import type { ServiceSpec, TaskInspected } from '../../lab/swarm.ts';

const NAME = 'shop_api';
const write = (name: string, value: unknown) =>
	writeFileSync(new URL(`swarm-${name}.json`, import.meta.url), `${JSON.stringify(value, null, '\t')}\n`);

/** Writes what is asked of services, tasks and containers in a state down. */
async function keep(lab: Lab, state: string): Promise<void> {
	const [services, tasks, containers] = await Promise.all([
		lab.engine.ask('GET', '/services', { query: { status: 'true' } }),
		lab.engine.ask('GET', '/tasks'),
		lab.engine.ask('GET', '/containers/json', { query: { all: '1' } }),
	]);
	write(`${state}-services`, services);
	write(`${state}-tasks`, tasks);
	write(`${state}-containers`, containers);
}

const to =
	(image: string) =>
	(spec: ServiceSpec): ServiceSpec => {
		const { TaskTemplate: task } = spec;
		return { ...spec, TaskTemplate: { ...task, ContainerSpec: { ...task.ContainerSpec, Image: image } } };
	};
const forced = (spec: ServiceSpec): ServiceSpec => ({
	...spec,
	TaskTemplate: { ...spec.TaskTemplate, ForceUpdate: (spec.TaskTemplate.ForceUpdate ?? 0) + 1 },
});

const running = (tasks: readonly TaskInspected[]) => tasks.filter(({ Status }) => Status.State === 'running').length;
const state = (name: string) => (service: { readonly UpdateStatus?: { readonly State: string } }) =>
	service.UpdateStatus?.State === name;

const lab = await startLab({ swarm: true });
const started = async (image: string, update: Readonly<Record<string, unknown>>) => {
	await lab.clear();
	const labels = { 'com.docker.stack.namespace': 'shop' };
	const env = { DB_PASSWORD: 'planted-env-secret' };
	await lab.service(NAME, { image, replicas: 2, labels, env, ports: {}, update });
	await lab.settles(NAME, (_, tasks) => running(tasks) === 2);
};
try {
	await started('app:v1', {});
	write('info', await lab.engine.ask('GET', '/info'));
	write('nodes', await lab.engine.ask('GET', '/nodes'));
	await keep(lab, 'converged');

	// One replica of the new release runs, one of the old still does, and the updater waits.
	await lab.respec(NAME, (spec) => ({ ...to('app:v3')(spec), UpdateConfig: { Parallelism: 1, Delay: 60_000_000_000 } }));
	await lab.settles(
		NAME,
		(service, tasks) =>
			state('updating')(service) &&
			running(tasks) === 2 &&
			running(tasks.filter(({ Spec }) => Spec.ContainerSpec.Image === 'app:v3')) === 1,
	);
	await keep(lab, 'updating');

	await started('app:v1', { FailureAction: 'pause' });
	await lab.respec(NAME, to('app:v2'));
	await lab.settles(NAME, state('paused'));
	await keep(lab, 'paused');

	// Swarm went back by itself: the old release runs again.
	await started('app:v1', { FailureAction: 'rollback' });
	await lab.respec(NAME, to('app:v2'));
	await lab.settles(NAME, (service, tasks) => state('rollback_completed')(service) && running(tasks) === 2);
	await keep(lab, 'returned');

	// The tag moved: Swarm says that it went back, and the bad release runs all the same.
	await derive(lab.engine, 'live:latest', ['HEALTHCHECK NONE'], 'app:v1');
	await started('live:latest', {});
	await derive(lab.engine, 'live:latest', ['HEALTHCHECK NONE'], 'app:v2');
	await lab.respec(NAME, forced);
	await lab.settles(NAME, (service, tasks) => state('completed')(service) && running(tasks) === 2);
	const { ID, Version } = await lab.inspectService(NAME);
	const query = { version: String(Version.Index), rollback: 'previous' };
	await lab.engine.ask('POST', `/services/${ID}/update`, { query, body: (await lab.inspectService(NAME)).Spec });
	await lab.settles(NAME, (service, tasks) => state('rollback_completed')(service) && running(tasks) === 2);
	await keep(lab, 'rolled-back-bad');
	write('rolled-back-bad-images', await lab.engine.ask('GET', '/images/json'));

	await started('app:v1', {});
	await lab.respec(NAME, (spec) => ({ ...spec, Mode: { Replicated: { Replicas: 0 } } }));
	await lab.settles(NAME, (_, tasks) => running(tasks) === 0);
	await keep(lab, 'scaled-to-0');
} finally {
	await lab.stop();
}

// What an engine says that is in no Swarm.
const plain = await startLab({ images: [] });
try {
	const refusal = await plain.engine.ask('GET', '/services').catch((error: unknown) => error);
	if (!(refusal instanceof EngineError)) throw new Error('an engine in no Swarm must refuse');
	write('none', JSON.parse(refusal.message.replace(/^.*?(?=\{)/, '')));
	write('none-info', await plain.engine.ask('GET', '/info'));
} finally {
	await plain.stop();
}
