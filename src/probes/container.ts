import { z } from 'zod';
import type { Read } from '../core/call.ts';
import { jsonOf, understood } from '../core/engine/answer.ts';
import { instanceOf } from '../core/engine/inspect.ts';
import type { ContainerExpect } from '../core/expect.ts';
import type { Condition, Instance, Result } from '../core/model.ts';
import type { Probe, ProbeKind, Reading } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { image } from './image.ts';

/** What the probe `container` is told: what one container must be. */
export const schema = z.strictObject({
	host: z.string(),
	container: z.string().min(1),
	gone: z.literal(true).exactOptional(),
	name: z.string().exactOptional(),
	image: z.string().exactOptional(),
	digest: z.string().exactOptional(),
	labels: z.record(z.string(), z.string()).exactOptional(),
	running: z.boolean().exactOptional(),
	healthy: z.literal(true).exactOptional(),
	restarts: z.number().exactOptional(),
	startedAfter: z.number().exactOptional(),
	policy: z.string().exactOptional(),
	network: z.string().exactOptional(),
}) satisfies z.ZodType<ContainerExpect>;

const networksSchema = z.object({
	NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

/** A container with the networks that it is in. */
interface Seen {
	readonly instance: Instance;
	readonly networks: readonly string[];
}

const callOf = ({ host, container }: ContainerExpect, { timeout }: Probe): Read => ({
	effect: 'read',
	via: 'engine',
	host,
	method: 'GET',
	path: `/containers/${encodeURIComponent(container)}/json`,
	timeout,
});

function seenIn(host: string, text: string): Result<Seen> {
	const what = `What the engine of ${host} says of a container`;
	const json = jsonOf(text, what);
	if (!json.ok) return json;
	const instance = instanceOf(host, json.value);
	if (!instance.ok) return instance;
	const answer = understood(networksSchema, json.value, what);
	if (!answer.ok) return answer;
	return {
		ok: true,
		value: { instance: instance.value, networks: Object.keys(answer.value.NetworkSettings?.Networks ?? {}) },
	};
}

/** What it is and must not be, or the other way round, in words; undefined where it is as it must be. */
function wrongIdentity(expect: ContainerExpect, { instance, networks }: Seen): string | undefined {
	if (expect.gone === true) return 'it is there';
	const { name, image, labels = {}, policy, network } = expect;
	if (name !== undefined && instance.name !== name) return `it is called ${instance.name}`;
	if (image !== undefined && instance.image.id !== image) return `it runs the image ${instance.image.id}`;
	const label = Object.keys(labels).find((key) => instance.labels[key] !== labels[key]);
	if (label !== undefined) return `its label ${label} is ${instance.labels[label] ?? 'not there'}`;
	if (policy !== undefined && (instance.policy ?? 'no') !== policy) return `its restart policy is ${instance.policy}`;
	if (network !== undefined && !networks.includes(network)) return `it is not in the network ${network}`;
	return undefined;
}

/** Being started again by the engine counts as running: nobody has stopped it. */
const runs = ({ state }: Instance): boolean => state === 'running' || state === 'restarting' || state === 'paused';

const stateText = ({ state, exit }: Instance): string =>
	exit === undefined || state === 'running' ? `it is ${state}` : `it is ${state}, exit ${exit}`;

function wrongHealth({ state, health, healthSays, exit }: Instance): string | undefined {
	if (state !== 'running') return exit === undefined ? `it is ${state}` : `it is ${state}, exit ${exit}`;
	if (health === 'unhealthy') return `it is unhealthy: ${healthSays ?? 'its check says nothing'}`;
	return health === 'starting' ? 'its health check has not passed yet' : undefined;
}

/** How it runs and must not, in words; undefined where that is as it must be. */
export function wrongState(expect: ContainerExpect, instance: Instance): string | undefined {
	const { running, healthy, restarts, startedAfter } = expect;
	if (running !== undefined && runs(instance) !== running) return stateText(instance);
	const sick = healthy === true ? wrongHealth(instance) : undefined;
	if (sick !== undefined) return sick;
	if (restarts !== undefined && instance.restarts > restarts) return `it was restarted ${instance.restarts} times`;
	if (startedAfter !== undefined && (instance.started ?? 0) <= startedAfter) return 'it was not started anew';
	return undefined;
}

function readingOf(is: Condition['is'], because: string, since: number): Result<Reading> {
	return { ok: true, value: { layers: { process: { is, because, since } } } };
}

/** Looks at one container and says whether it is what it must be. One that does not exist is not. */
export const container: ProbeKind = {
	kind: 'container',
	read: async (probe, reach) => {
		const { ask, now, signal } = reach;
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const expect = spec.value;
		const answer = await ask(callOf(expect, probe), signal);
		if (!answer.ok && answer.reply?.code === 404) {
			const because = `there is no container ${expect.container} on ${expect.host}`;
			return readingOf(expect.gone === true ? 'ok' : 'down', because, now());
		}
		if (!answer.ok) return answer;
		const seen = seenIn(expect.host, answer.value.text);
		if (!seen.ok) return seen;
		const wrong = wrongIdentity(expect, seen.value) ?? wrongState(expect, seen.value.instance);
		if (wrong === undefined && expect.digest !== undefined) {
			const { host, digest } = expect;
			return image.read({ ...probe, spec: { host, ref: seen.value.instance.image.id, digest } }, reach);
		}
		return wrong === undefined
			? readingOf('ok', 'it is as it must be', now())
			: readingOf('down', `${expect.container}: ${wrong}`, now());
	},
};
