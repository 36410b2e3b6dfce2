// What a Swarm does by itself, one step at a time: it fills slots, starts tasks, and renews them when the specification changed.

/** A specification, as far as the simulation reads it; the rest is kept as it came. */
export interface SimulatedSpec {
	readonly Name: string;
	readonly Mode: { readonly Replicated: { readonly Replicas: number } };
	readonly TaskTemplate: { readonly ContainerSpec: { readonly Image: string }; readonly ForceUpdate?: number };
	readonly UpdateConfig?: {
		readonly FailureAction?: 'pause' | 'continue' | 'rollback';
		readonly Order?: 'stop-first' | 'start-first';
		readonly Parallelism?: number;
		/** Nanoseconds between two rounds of the updater; here time stands still, so that there is no second one. */
		readonly Delay?: number;
	};
}

export type UpdateState =
	| 'updating'
	| 'paused'
	| 'completed'
	| 'rollback_started'
	| 'rollback_paused'
	| 'rollback_completed';

/** A task. `image`: the id that the tag meant when it started. `template`: what it was made from. */
export interface SimulatedTask {
	readonly id: string;
	readonly slot: number;
	readonly template: string;
	readonly ref: string;
	image: string | undefined;
	desired: 'running' | 'shutdown' | 'remove';
	state: 'preparing' | 'starting' | 'running' | 'shutdown' | 'failed' | 'rejected';
}

/** A service as the simulation keeps it. */
export interface Kept {
	readonly id: string;
	version: number;
	spec: SimulatedSpec;
	previous: SimulatedSpec | undefined;
	update: { state: UpdateState; message: string } | undefined;
	/** The newest order was to go back. */
	back: boolean;
	/** Slots that were renewed since the newest order. */
	renewed: number;
	tasks: SimulatedTask[];
}

/** What names mean on the node, and which images' tasks never get healthy. */
export interface Node {
	readonly tags: ReadonlyMap<string, string>;
	readonly sick: ReadonlySet<string>;
	readonly next: (kind: string) => string;
}

const HISTORY = 5;
/** A shorter delay is over before anybody looks. */
const days = 86_400e9;

/** What tells tasks of one specification from those of another. */
export const templateOf = (spec: SimulatedSpec): string => JSON.stringify(spec.TaskTemplate);

/** Whether Swarm wants the task to run. */
export const wanted = (task: SimulatedTask): boolean => task.desired === 'running';

const renewing = (kept: Kept) => kept.update?.state === 'updating' || kept.update?.state === 'rollback_started';
const halted = (kept: Kept) => kept.update?.state === 'paused' || kept.update?.state === 'rollback_paused';

function add(kept: Kept, slot: number, node: Node): void {
	const ref = kept.spec.TaskTemplate.ContainerSpec.Image;
	const template = templateOf(kept.spec);
	const id = node.next('task');
	kept.tasks.push({ id, slot, template, ref, image: undefined, desired: 'running', state: 'preparing' });
	const old = kept.tasks.filter((task) => task.slot === slot && !wanted(task));
	const surplus = old.slice(0, Math.max(0, old.length - HISTORY + 1));
	kept.tasks = kept.tasks.filter((task) => !surplus.includes(task));
}

function end(task: SimulatedTask, desired: 'shutdown' | 'remove'): void {
	task.desired = desired;
	if (task.state !== 'failed' && task.state !== 'rejected') task.state = 'shutdown';
}

/** Slots that no task stands in are filled, those that are too many are emptied. */
function scale(kept: Kept, node: Node): boolean {
	const { Replicas } = kept.spec.Mode.Replicated;
	const extra = kept.tasks.find((task) => wanted(task) && task.slot > Replicas);
	if (extra !== undefined) {
		end(extra, 'remove');
		return true;
	}
	const slots = Array.from({ length: Replicas }, (_, index) => index + 1);
	const empty = slots.find((slot) => !kept.tasks.some((task) => task.slot === slot && wanted(task)));
	if (empty !== undefined) add(kept, empty, node);
	return empty !== undefined;
}

/** What the updater says of itself is written into the service, which so gets another version. */
function say(kept: Kept, state: UpdateState, message: string): void {
	kept.update = { state, message };
	kept.version += 1;
}

function goBack(kept: Kept, previous: SimulatedSpec, failed: SimulatedTask): void {
	say(kept, 'rollback_started', `update rolled back due to failure or early termination of task ${failed.id}`);
	kept.spec = previous;
	kept.previous = undefined;
}

/** A new task that fails halts the updater, or turns it round. */
function failed(kept: Kept, task: SimulatedTask): void {
	task.desired = 'shutdown';
	if (task.template !== templateOf(kept.spec)) return;
	const why = `due to failure or early termination of task ${task.id}`;
	if (kept.update?.state === 'rollback_started') say(kept, 'rollback_paused', `rollback paused ${why}`);
	if (kept.update?.state !== 'updating') return;
	const { FailureAction = 'pause' } = kept.spec.UpdateConfig ?? {};
	if (FailureAction === 'pause') say(kept, 'paused', `update paused ${why}`);
	if (FailureAction === 'rollback' && kept.previous !== undefined) goBack(kept, kept.previous, task);
}

/** A task gets one step further: it finds its image, starts, runs, or fails. */
function advance(kept: Kept, { tags, sick }: Node): boolean {
	const task = kept.tasks.find(({ desired, state }) => desired === 'running' && /preparing|starting/.test(state));
	if (task === undefined) return false;
	if (task.state === 'preparing') {
		// The tag as it is now; an id names itself.
		task.image = tags.get(task.ref) ?? [...tags.values()].find((id) => id === task.ref);
		task.state = task.image === undefined ? 'rejected' : 'starting';
	} else {
		task.state = sick.has(task.image ?? '') ? 'failed' : 'running';
	}
	if (task.state === 'rejected' || task.state === 'failed') failed(kept, task);
	return true;
}

function finish(kept: Kept): boolean {
	if (!renewing(kept)) return false;
	if (kept.update?.state === 'updating') say(kept, 'completed', 'update completed');
	else say(kept, 'rollback_completed', 'rollback completed');
	return true;
}

function replace(kept: Kept, stale: SimulatedTask, node: Node): void {
	const fresh = kept.tasks.some((task) => task !== stale && task.slot === stale.slot && wanted(task));
	if (fresh || kept.spec.UpdateConfig?.Order !== 'start-first') end(stale, 'shutdown');
	if (!fresh) add(kept, stale.slot, node);
	if (!fresh) kept.renewed += 1;
}

/** The updater renews as many slots as it may at once, and then waits. */
function isWaiting({ spec: { UpdateConfig }, renewed, tasks }: Kept): boolean {
	const { Delay = 0, Parallelism = 1 } = UpdateConfig ?? {};
	const slots = tasks.filter(wanted).map(({ slot }) => slot);
	const isDouble = new Set(slots).size < slots.length;
	return Delay >= days && Parallelism > 0 && renewed >= Parallelism && !isDouble;
}

/** The updater: one slot after another gets a task of the newest specification. */
function renew(kept: Kept, node: Node): boolean {
	const template = templateOf(kept.spec);
	const stale = kept.tasks.find((task) => wanted(task) && task.template !== template);
	if (stale === undefined) return finish(kept);
	if (halted(kept) || (renewing(kept) && isWaiting(kept))) return false;
	if (renewing(kept)) replace(kept, stale, node);
	else if (kept.back) say(kept, 'rollback_started', 'manually requested rollback');
	else say(kept, 'updating', 'update in progress');
	return true;
}

/** The next step of a service; false: there is none. */
export const step = (kept: Kept, node: Node): boolean => advance(kept, node) || scale(kept, node) || renew(kept, node);
