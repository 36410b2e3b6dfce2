import { z } from 'zod';
import { clean } from '../../clean.ts';
import type { Millis, Result } from '../../model.ts';
import { timeOf } from '../../time.ts';
import { jsonOf, maybeNumber, maybeText, textUpTo, understood } from '../answer.ts';
import type { SwarmService, SwarmUpdate } from './said.ts';

/** An id of a thing of a Swarm: 25 letters and digits; nothing that could mean something in a path. */
export const swarmId = z.string().regex(/^[0-9a-z]{1,64}$/);
/** A name of an image as a spec has it. */
export const imageText = textUpTo(1024);

const mode = z.object({
	Replicated: z.object({ Replicas: maybeNumber }).nullish(),
	Global: z.unknown().optional(),
	ReplicatedJob: z.object({ TotalCompletions: maybeNumber, MaxConcurrent: maybeNumber }).nullish(),
	GlobalJob: z.unknown().optional(),
});
const spec = z.object({
	Name: textUpTo(256),
	Labels: z.record(z.string(), z.unknown()).nullish(),
	TaskTemplate: z.object({
		ContainerSpec: z.object({ Image: imageText.nullish() }).nullish(),
		ForceUpdate: maybeNumber,
	}),
	Mode: mode,
	UpdateConfig: z
		.object({
			...{ Parallelism: maybeNumber, FailureAction: maybeText, Monitor: maybeNumber, Order: maybeText },
			Delay: maybeNumber,
		})
		.nullish(),
});
const port = z.object({ PublishedPort: maybeNumber, PublishMode: maybeText });
const service = z.object({
	ID: swarmId,
	Version: z.object({ Index: z.number() }),
	UpdatedAt: maybeText,
	Spec: spec,
	PreviousSpec: z
		.object({
			TaskTemplate: z.object({ ContainerSpec: z.object({ Image: imageText.nullish() }).nullish() }),
			Mode: mode.nullish(),
		})
		.nullish(),
	Endpoint: z.object({ Ports: z.array(port).max(1000).nullish() }).nullish(),
	UpdateStatus: z
		.object({ State: maybeText, StartedAt: maybeText, CompletedAt: maybeText, Message: maybeText })
		.nullish(),
	ServiceStatus: z.object({ RunningTasks: maybeNumber, DesiredTasks: maybeNumber }).nullish(),
});
const schema = z.array(service).max(5000);
type Answer = z.infer<typeof service>;

/** So much of what Swarm says is kept, in UTF-16 units. */
export const saidMost = 300;
/** Swarm's own when a spec does not say (swarmkit, `defaults.Service`). */
const usualMonitor: Millis = 5000;
const nanosPerMilli = 1e6;

/** How a service's tasks are made, and how many of them are wanted. */
function modeOf({ Spec: { Mode }, ServiceStatus }: Answer): Pick<SwarmService, 'mode' | 'want'> {
	if (Mode.Replicated != null) return { mode: 'replicated', want: Mode.Replicated.Replicas ?? 1 };
	const desired = ServiceStatus?.DesiredTasks ?? 0;
	const job = Mode.ReplicatedJob;
	if (job != null) return { mode: 'job', want: job.TotalCompletions ?? job.MaxConcurrent ?? 1 };
	if (Mode.GlobalJob != null) return { mode: 'job', want: desired };
	return Mode.Global != null ? { mode: 'global', want: desired } : { mode: 'replicated', want: 1 };
}

function updateOf({ UpdateStatus }: Answer): Pick<SwarmService, 'update'> {
	const state = UpdateStatus?.State ?? '';
	if (state === '') return {};
	const at = timeOf(UpdateStatus?.CompletedAt ?? '') ?? timeOf(UpdateStatus?.StartedAt ?? '');
	const update: SwarmUpdate = {
		state: clean(state, 40),
		message: clean(UpdateStatus?.Message ?? '', saidMost),
		...(at === undefined ? {} : { at }),
	};
	return { update };
}

function previousOf({ PreviousSpec }: Answer): Pick<SwarmService, 'previous'> {
	const image = PreviousSpec?.TaskTemplate.ContainerSpec?.Image;
	if (!image) return {};
	const want = PreviousSpec?.Mode?.Replicated?.Replicas;
	return { previous: { image, ...(want == null ? {} : { want }) } };
}

/** How an update goes on; what a spec does not say is Swarm's own (docker.md §5). */
function policyOf({
	Spec: { UpdateConfig },
}: Answer): Pick<SwarmService, 'parallelism' | 'order' | 'failure' | 'monitor' | 'pause'> {
	const monitor = UpdateConfig?.Monitor ?? 0;
	const delay = UpdateConfig?.Delay ?? 0;
	const failure = (['continue', 'rollback'] as const).find((word) => word === UpdateConfig?.FailureAction) ?? 'pause';
	return {
		parallelism: UpdateConfig == null ? 1 : (UpdateConfig.Parallelism ?? 0),
		order: UpdateConfig?.Order === 'start-first' ? 'start-first' : 'stop-first',
		failure,
		monitor: monitor > 0 ? Math.ceil(monitor / nanosPerMilli) : usualMonitor,
		...(delay > 0 ? { pause: Math.ceil(delay / nanosPerMilli) } : {}),
	};
}

function publishedOf({ Endpoint }: Answer): SwarmService['published'] {
	return (Endpoint?.Ports ?? []).flatMap(({ PublishedPort, PublishMode }) =>
		PublishedPort
			? [{ port: PublishedPort, mode: PublishMode === 'host' ? ('host' as const) : ('ingress' as const) }]
			: [],
	);
}

function serviceOf(of: Answer): SwarmService {
	const { ID, Version, Spec } = of;
	const stack = Spec.Labels?.['com.docker.stack.namespace'];
	const changed = timeOf(of.UpdatedAt ?? '');
	return {
		id: ID,
		name: Spec.Name,
		...(typeof stack === 'string' && stack !== '' ? { stack: stack.slice(0, 256) } : {}),
		version: Version.Index,
		...(changed === undefined ? {} : { changed }),
		image: Spec.TaskTemplate.ContainerSpec?.Image ?? '',
		...modeOf(of),
		force: Spec.TaskTemplate.ForceUpdate ?? 0,
		...updateOf(of),
		...policyOf(of),
		...previousOf(of),
		published: publishedOf(of),
	};
}

/** The services of `GET /services?status=true`, in order of their ids. What their specs hold of secrets stays there. */
export function readServices(host: string, text: string): Result<readonly SwarmService[]> {
	const what = `The list of Swarm services of ${host}`;
	const json = jsonOf(text, what);
	if (!json.ok) return json;
	const all = understood(schema, json.value, what);
	if (!all.ok) return all;
	return { ok: true, value: all.value.map(serviceOf).toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** One service from the JSON of `GET /services/ID`. */
export function readService(host: string, json: unknown): Result<SwarmService> {
	const one = understood(service, json, `What the engine of ${host} says of a Swarm service`);
	return one.ok ? { ok: true, value: serviceOf(one.value) } : one;
}
