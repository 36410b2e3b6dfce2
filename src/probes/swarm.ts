import { z } from 'zod';
import type { Read } from '../core/call.ts';
import { jsonOf, understood } from '../core/engine/answer.ts';
import { readList } from '../core/engine/list.ts';
import type { SwarmService } from '../core/engine/swarm/said.ts';
import { readService } from '../core/engine/swarm/services.ts';
import { unsettled, unshared, type Wrong, wrongSpec } from '../core/engine/swarm/settled.ts';
import { readTasks } from '../core/engine/swarm/tasks.ts';
import type { SwarmExpect } from '../core/expect.ts';
import { failed } from '../core/failed.ts';
import type { Result } from '../core/model.ts';
import type { Probe, ProbeKind, Reach, Reading } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';

/** What the probe `swarm` is told: what a Swarm service must be. */
export const schema = z.strictObject({
	host: z.string(),
	service: z.string().min(1),
	name: z.string(),
	image: z.string().exactOptional(),
	replicas: z.number().exactOptional(),
	forceAbove: z.number().exactOptional(),
	pause: z.number().exactOptional(),
	share: z.strictObject({ of: z.number(), after: z.number() }).exactOptional(),
	force: z.number().exactOptional(),
	settled: z
		.strictObject({
			want: z.number().exactOptional(),
			after: z.number().exactOptional(),
			back: z.literal(true).exactOptional(),
		})
		.exactOptional(),
	on: z.strictObject({ hosts: z.array(z.string()), image: z.string().exactOptional() }).exactOptional(),
}) satisfies z.ZodType<SwarmExpect>;

type Asking = (host: string, path: string) => ReturnType<Reach['ask']>;
const idSchema = z.object({ Id: z.string() });

const asking =
	({ ask, signal }: Reach, { timeout }: Probe): Asking =>
	(host, path) => {
		const call: Read = { effect: 'read', via: 'engine', host, method: 'GET', path, timeout };
		return ask(call, signal);
	};

const filtered = (path: string, filters: object): string =>
	`${path}filters=${encodeURIComponent(JSON.stringify(filters))}`;

async function serviceNow({ host, service }: SwarmExpect, ask: Asking): Promise<Result<SwarmService | 'gone'>> {
	const answer = await ask(host, `/services/${encodeURIComponent(service)}`);
	if (!answer.ok)
		return answer.reply?.code === 404 ? { ok: true, value: 'gone' } : { ok: false, failure: answer.failure };
	const json = jsonOf(answer.value.text, `What the engine of ${host} says of a Swarm service`);
	return json.ok ? readService(host, json.value) : json;
}

/** Why its tasks are not at rest; undefined where they are. */
async function wrongTasks(expect: SwarmExpect, service: SwarmService, ask: Asking): Promise<Result<Wrong | undefined>> {
	const { host, settled, share } = expect;
	if (settled === undefined && share === undefined) return { ok: true, value: undefined };
	const answer = await ask(host, filtered('/tasks?', { service: [service.id] }));
	if (!answer.ok) return { ok: false, failure: answer.failure };
	const tasks = readTasks(host, answer.value.text);
	if (!tasks.ok) return tasks;
	const wrong = settled && unsettled(settled, service, tasks.value);
	return { ok: true, value: wrong ?? (share && unshared(share, service, tasks.value)) };
}

/** The image that the name in its spec stands for on a host. */
async function imageOn(host: string, ref: string, ask: Asking): Promise<Result<string>> {
	const answer = await ask(host, `/images/${encodeURIComponent(ref)}/json`);
	if (!answer.ok) return { ok: false, failure: answer.failure };
	const what = `What the engine of ${host} says of an image`;
	const json = jsonOf(answer.value.text, what);
	const found = json.ok ? understood(idSchema, json.value, what) : json;
	return found.ok ? { ok: true, value: found.value.Id } : found;
}

/** The containers of a service on a host that do not run the promised image. */
async function wrongOn(
	host: string,
	expect: SwarmExpect,
	service: SwarmService,
	ask: Asking,
): Promise<Result<Wrong | undefined>> {
	const label = [`com.docker.swarm.service.id=${service.id}`];
	const answer = await ask(host, filtered('/containers/json?', { label }));
	if (!answer.ok) return { ok: false, failure: answer.failure };
	const list = readList(host, answer.value.text);
	if (!list.ok) return list;
	const { image } = expect.on ?? {};
	const promised = image === undefined ? await imageOn(host, service.image, ask) : { ok: true as const, value: image };
	if (list.value.length === 0) return { ok: true, value: undefined };
	if (!promised.ok) return promised;
	const wrong = list.value.map(({ instance }) => instance).find((one) => one.image.id !== promised.value);
	const sick = list.value.find(({ instance }) => instance.health === 'unhealthy' || instance.health === 'starting');
	if (wrong !== undefined)
		return { ok: true, value: { because: `${wrong.name} on ${host} runs the image ${wrong.image.id}` } };
	if (sick === undefined) return { ok: true, value: undefined };
	return { ok: true, value: { because: `${sick.instance.name} on ${host} is ${sick.instance.health}` } };
}

async function wrongOf(expect: SwarmExpect, ask: Asking): Promise<Result<Wrong | undefined>> {
	const service = await serviceNow(expect, ask);
	if (!service.ok) return service;
	if (service.value === 'gone') return { ok: true, value: { because: 'there is no such service', certain: true } };
	const spec = wrongSpec(expect, service.value);
	if (spec !== undefined) return { ok: true, value: spec };
	const tasks = await wrongTasks(expect, service.value, ask);
	if (!tasks.ok || tasks.value !== undefined) return tasks;
	for (const host of expect.on?.hosts ?? []) {
		const wrong = await wrongOn(host, expect, service.value, ask);
		if (!wrong.ok || wrong.value !== undefined) return wrong;
	}
	return { ok: true, value: undefined };
}

/** Looks at one Swarm service and says whether it is what it must be: its spec, its tasks, and what its containers run. */
export const swarm: ProbeKind = {
	kind: 'swarm',
	read: async (probe, reach): Promise<Result<Reading>> => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const wrong = await wrongOf(spec.value, asking(reach, probe));
		if (!wrong.ok) return failed(wrong.failure.kind, wrong.failure.message, wrong.failure.fix);
		const since = reach.now();
		if (wrong.value === undefined)
			return { ok: true, value: { layers: { process: { is: 'ok', because: 'it is as it must be', since } } } };
		const { because, certain } = wrong.value;
		const said = `${spec.value.name}: ${because}`;
		return {
			ok: true,
			value: { layers: { process: { is: 'down', because: said, since, ...(certain ? { certain } : {}) } } },
		};
	},
};
