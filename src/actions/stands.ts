import { planLabel } from '../core/engine/labels.ts';
import { containerIs, groupIs } from '../core/expect.ts';
import { sentence } from '../core/failure-text.ts';
import type { Instance } from '../core/model.ts';
import type { Check, Looks, Stand } from '../core/plan.ts';
import { look, type Sight } from './checks.ts';
import type { Running } from './running.ts';

/** What a plan stands on: the containers of its service, as they were when it was made. */
export function standsOf(instances: readonly Instance[]): readonly Stand[] {
	return instances.map(({ host, id, name, image }) => ({ host, id, name, image: image.id }));
}

function unchanged({ plan }: Running, { host, id, name, image, healthy }: Stand): Check {
	const must = healthy === undefined ? {} : { healthy };
	return containerIs(`${name} is the container of then`, plan.service, { host, container: id, name, image, ...must });
}

/** A run that nobody asked for leaves the service alone and renames nothing: what it was to remove has its name, or is gone. */
function asLeft(run: Running, stand: Stand): readonly Check[] {
	const { host, id, name, healthy } = stand;
	const same = unchanged(run, stand);
	if (healthy === true) return [same];
	return [same, containerIs(`${name} is gone`, run.plan.service, { host, container: id, gone: true })];
}

/** A run that began may have renamed the old one, and given its name to the one that it made. */
function asBegun({ plan }: Running, { host, id, name, group }: Stand): readonly Check[] {
	if (group !== undefined) {
		const say = `${name} runs what it ran or was to run`;
		return [groupIs(say, plan.service, { host, ...group })];
	}
	const is = (
		say: string,
		expect: { container: string; name?: string; labels?: Record<string, string>; gone?: true },
	) => containerIs(say, plan.service, { host, ...expect });
	return [
		is(`${name} is the container of then`, { container: id, name }),
		is(`${name} is the one of this run`, { container: name, labels: { [planLabel]: plan.id } }),
		is(`nobody is called ${name}`, { container: name, gone: true }),
	];
}

function asItMustBe(run: Running, stand: Stand): readonly Check[] {
	if (run.stands().began.length === 0) return [unchanged(run, stand)];
	return run.plan.unasked === true ? asLeft(run, stand) : asBegun(run, stand);
}

async function anyHolds(run: Running, checks: readonly Check[]): Promise<Sight> {
	let last: Sight = { is: 'no', because: 'nothing is known of it' };
	for (const check of checks) {
		const sight = await look(check, run.judging);
		if (sight.is === 'yes') return sight;
		if (last.is !== 'unknown') last = sight;
	}
	return last;
}

/** Whether a container is the one of then, and only its health is not what it must be. */
async function isOnlySick(run: Running, { healthy, ...stand }: Stand): Promise<boolean> {
	return healthy === true && (await look(unchanged(run, stand), run.judging)).is === 'yes';
}

/** What is left of a run whose service somebody else changed since. */
function byHand({ plan }: Running): string {
	return `this run can neither go on nor be undone. See to what is left of it by hand, then: watchdeck resume ${plan.id} --handled.`;
}

/** What a refusal says of a container that is not as it must be. */
async function changeOf(run: Running, stand: Stand, because: string): Promise<string> {
	const began = run.stands().began.length > 0;
	const on = `${stand.name} on ${stand.host}`;
	const why = sentence(because);
	const ends = began && run.plan.unasked === true;
	const so = ends ? ' This run goes no further, and there is nothing to undo.' : '';
	if (await isOnlySick(run, stand)) return `${on} is not healthy now: ${why}${so}`;
	if (!began) return `${on} changed since the plan was made: ${why} Make the plan anew.`;
	if (ends) return `${on} is not as it was: ${why}${so}`;
	return `${on} is another container by now, of a later change: ${byHand(run)}`;
}

/** What a refusal says of a change that is none of containers, by what is seen of it. */
function otherLooks(run: Running, { name }: Looks, { is, because }: Sight): string {
	if (is === 'unknown') return `It cannot be seen whether ${name} changed: ${sentence(because)}`;
	if (run.stands().began.length === 0)
		return `${name} changed since the plan was made: ${sentence(because)} Make the plan anew.`;
	return `${name} is of a later change by now (${because}): ${byHand(run)}`;
}

/** Why something else than a container is not as it was, nor as this run makes it. */
async function looksOther(run: Running): Promise<string | undefined> {
	const { looks } = run.plan;
	if (looks === undefined) return undefined;
	const sight = await anyHolds(run, [...(run.stands().began.length === 0 ? [] : [looks.after]), looks.before]);
	return sight.is === 'yes' ? undefined : otherLooks(run, looks, sight);
}

/**
 * Why what a run made is another's by now: a container that it stands on has its name, or the one it gave, no more, or
 * what it changed is not as it left it. What cannot be seen is not known to be so.
 */
export async function takenOver(run: Running): Promise<string | undefined> {
	for (const stand of run.plan.stands ?? []) {
		const { is } = await anyHolds(run, asBegun(run, stand));
		if (is === 'no') return `${stand.name} on ${stand.host} is another container by now, of a later change`;
	}
	const { looks } = run.plan;
	const sight = looks && (await look(looks.after, run.judging));
	return looks && sight?.is === 'no' ? `${looks.name} is not as this change left it: ${sight.because}` : undefined;
}

/**
 * Why what the plan stands on is not so any more, read on the hosts now; undefined while it is. Once the run began, the
 * name of each container must be its old one's, that of the one it made, or free: another's would be a later change's.
 */
export async function overtaken(run: Running): Promise<string | undefined> {
	for (const stand of run.plan.stands ?? []) {
		const { is, because } = await anyHolds(run, asItMustBe(run, stand));
		if (is === 'yes') continue;
		if (is === 'no') return changeOf(run, stand, because);
		return `It cannot be seen whether ${stand.name} on ${stand.host} changed: ${sentence(because)}`;
	}
	return looksOther(run);
}

/**
 * Why the way back would lead nowhere: a container that it would give back is gone, so that undoing would only take away
 * what runs. Undefined while each is there, or cannot be seen; then the first step that asks for it says so.
 */
export async function lostWayBack(run: Running): Promise<string | undefined> {
	for (const { host, id, name, group } of run.plan.stands ?? []) {
		// Its platform makes another one.
		if (group !== undefined) continue;
		const gone = containerIs(`the old ${name} is gone`, run.plan.service, { host, container: id, gone: true });
		if ((await look(gone, run.judging)).is !== 'yes') continue;
		return `The old ${name} on ${host} was removed meanwhile: there is nothing to go back to. Nothing was undone, and what this run made stays as it is.`;
	}
	return undefined;
}
