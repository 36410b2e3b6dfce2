import { z } from 'zod';
import { clean } from '../../clean.ts';
import type { Result } from '../../model.ts';
import { timeOf } from '../../time.ts';
import { jsonOf, maybeNumber, maybeText, textUpTo, understood } from '../answer.ts';
import type { SwarmNode, SwarmTask } from './said.ts';
import { imageText, saidMost, swarmId } from './services.ts';

const task = z.object({
	ID: swarmId,
	ServiceID: maybeText,
	Slot: maybeNumber,
	NodeID: maybeText,
	CreatedAt: maybeText,
	DesiredState: textUpTo(40).nullish(),
	Spec: z
		.object({ ContainerSpec: z.object({ Image: imageText.nullish() }).nullish(), ForceUpdate: maybeNumber })
		.nullish(),
	Status: z
		.object({
			Timestamp: maybeText,
			State: textUpTo(40).nullish(),
			Err: maybeText,
			ContainerStatus: z.object({ ContainerID: maybeText, ExitCode: maybeNumber }).nullish(),
		})
		.nullish(),
});
const tasksSchema = z.array(task).max(50_000);
type Task = z.infer<typeof task>;

/** How its process ended. Of one that runs or never did Swarm gives 0 as well. */
const over: readonly string[] = ['complete', 'shutdown', 'failed'];

function endOf({ Status }: Task): Pick<SwarmTask, 'err' | 'exit'> {
	const err = clean((Status?.Err ?? '').trim(), saidMost);
	const exit = over.includes(Status?.State ?? '') ? Status?.ContainerStatus?.ExitCode : undefined;
	return { ...(err === '' ? {} : { err }), ...(exit == null ? {} : { exit }) };
}

function taskOf(of: Task): SwarmTask {
	const { ID, ServiceID, Slot, NodeID, CreatedAt, DesiredState, Spec, Status } = of;
	const created = timeOf(CreatedAt ?? '');
	const at = timeOf(Status?.Timestamp ?? '');
	const container = Status?.ContainerStatus?.ContainerID;
	return {
		id: ID,
		service: ServiceID ?? '',
		...(Slot ? { slot: Slot } : {}),
		...(NodeID ? { node: NodeID } : {}),
		image: Spec?.ContainerSpec?.Image ?? '',
		...(created === undefined ? {} : { created }),
		...(at === undefined ? {} : { at }),
		state: Status?.State ?? 'new',
		desired: DesiredState ?? 'running',
		force: Spec?.ForceUpdate ?? 0,
		...endOf(of),
		...(container ? { container } : {}),
	};
}

/** The tasks of `GET /tasks`, in order of their ids: those that are wanted, and of each slot the last few before. */
export function readTasks(host: string, text: string): Result<readonly SwarmTask[]> {
	const what = `The list of Swarm tasks of ${host}`;
	const json = jsonOf(text, what);
	if (!json.ok) return json;
	const all = understood(tasksSchema, json.value, what);
	if (!all.ok) return all;
	return { ok: true, value: all.value.map(taskOf).toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}

const nodesSchema = z
	.array(
		z.object({
			ID: swarmId,
			Description: z.object({ Hostname: textUpTo(256).nullish() }).nullish(),
			Status: z.object({ State: maybeText }).nullish(),
			Spec: z.object({ Availability: maybeText }).nullish(),
		}),
	)
	.max(5000);

/** The machines of `GET /nodes`, in order of their ids. */
export function readNodes(host: string, text: string): Result<readonly SwarmNode[]> {
	const what = `The list of Swarm nodes of ${host}`;
	const json = jsonOf(text, what);
	if (!json.ok) return json;
	const all = understood(nodesSchema, json.value, what);
	if (!all.ok) return all;
	const nodes = all.value.map(({ ID, Description, Status, Spec }) => ({
		id: ID,
		name: clean(Description?.Hostname ?? ID, 256),
		ready: Status?.State === 'ready' && Spec?.Availability === 'active',
	}));
	return { ok: true, value: nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}
