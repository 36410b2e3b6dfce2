import type { SwarmExpect } from '../../expect.ts';
import { lengthText } from '../../length-text.ts';
import type { SwarmService, SwarmTask } from './said.ts';

/** What is not as it must be, in words; `certain`: waiting makes it no better. */
export interface Wrong {
	readonly because: string;
	readonly certain?: true;
}

/** How Swarm's own updater gave up, or went back by itself. `rollback_completed` proves nothing, the bad image may run (docker.md §5). */
function givenUp({ update }: SwarmService, isBack: boolean): Wrong | undefined {
	const says = update?.message ? `: ${update.message}` : '';
	switch (update?.state) {
		case 'paused':
			return { because: `Swarm paused the update${says}`, certain: true };
		case 'rollback_started':
		case 'rollback_completed':
			if (isBack) return update.state === 'rollback_started' ? { because: 'Swarm is still going back' } : undefined;
			return { because: `Swarm went back by itself${says}`, certain: true };
		case 'rollback_paused':
			return { because: `Swarm went back by itself and did not get there${says}`, certain: true };
		default:
			return undefined;
	}
}

/** What its spec is and must not be. */
export function wrongSpec(
	expect: SwarmExpect,
	{ image, want, mode, force, pause = 0 }: SwarmService,
): Wrong | undefined {
	if (expect.image !== undefined && image !== expect.image) return { because: `its spec says ${image}` };
	const { replicas, forceAbove, force: forced } = expect;
	if (replicas !== undefined && (mode !== 'replicated' || want !== replicas))
		return { because: `its spec says ${want} replicas` };
	if (expect.pause !== undefined && pause !== expect.pause)
		return { because: `its update policy waits ${lengthText(pause)} after each task` };
	if (forceAbove !== undefined && force <= forceAbove) return { because: 'it was not restarted' };
	if (forced !== undefined && force !== forced)
		return { because: `its spec counts ${force} forced restarts, not ${forced}` };
	return undefined;
}

const ended: readonly string[] = ['failed', 'rejected', 'orphaned'];

/** Whether a task was made by the spec of now. */
function isOfNow({ image, force }: SwarmTask, service: SwarmService): boolean {
	return image === service.image && force === service.force;
}

function failureOf(
	service: SwarmService,
	tasks: readonly SwarmTask[],
	after: number | undefined,
): SwarmTask | undefined {
	return tasks
		.filter((task) => ended.includes(task.state) && isOfNow(task, service) && (task.created ?? 0) > (after ?? 0))
		.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0))[0];
}

/** How a task failed, in Swarm's own words. */
function failureText({ slot, id, state, err, exit }: SwarmTask): string {
	const why = err ?? (exit === undefined ? '' : `exit ${exit}`);
	return `task ${slot ?? id} ${state}${why === '' ? '' : `: ${why}`}`;
}

/**
 * Why a service has not come to rest as its spec says: Swarm gave up, tasks that are wanted do not run yet, others still
 * do, or one of its tasks failed. Undefined where it has.
 */
export function unsettled(
	{ want: told, after, back }: NonNullable<SwarmExpect['settled']>,
	service: SwarmService,
	tasks: readonly SwarmTask[],
): Wrong | undefined {
	const gone = givenUp(service, back === true);
	if (gone !== undefined) return gone;
	const failed = failureOf(service, tasks, after);
	const want = service.mode === 'global' ? (told ?? service.want) : service.want;
	const wanted = tasks.filter(({ desired }) => desired === 'running');
	const done = wanted.filter((task) => task.state === 'running' && isOfNow(task, service)).length;
	const why = failed === undefined ? '' : `; ${failureText(failed)}`;
	if (done < want) return { because: `${done} of ${want} tasks run by its spec${why}` };
	const others = tasks.filter((task) => task.state === 'running').length - done;
	if (others > 0) return { because: `${others} ${others === 1 ? 'task runs' : 'tasks run'} beside those` };
	if (failed !== undefined && after !== undefined)
		return { because: `a task failed since then: ${failureText(failed)}` };
	return service.update?.state === 'updating' ? { because: 'Swarm is still updating it' } : undefined;
}

/**
 * Why not just so many tasks are of the new release and all others of the one before. Swarm has one spec for all tasks: one
 * of the old release that ends is started anew by it, so that there are more of the new one than were asked for.
 */
export function unshared(
	{ of, after }: NonNullable<SwarmExpect['share']>,
	service: SwarmService,
	tasks: readonly SwarmTask[],
): Wrong | undefined {
	const gone = givenUp(service, false);
	if (gone !== undefined) return gone;
	const failed = failureOf(service, tasks, after);
	if (failed !== undefined)
		return { because: `a task of the new release failed: ${failureText(failed)}`, certain: true };
	const fresh = tasks.filter((task) => task.desired === 'running' && isOfNow(task, service));
	if (fresh.length > of) {
		const because = `${fresh.length} tasks are of the new release and not ${of}: Swarm starts a task that ended by the spec of now`;
		return { because, certain: true };
	}
	const serving = fresh.filter(({ state }) => state === 'running').length;
	if (serving < of) return { because: `${serving} of ${of} tasks of the new release run` };
	const others = tasks.filter(({ state }) => state === 'running').length - serving;
	const old = service.want - of;
	return others === old ? undefined : { because: `${others} tasks of the old release run, and not ${old}` };
}
