// An action that is killed on its way, and what must hold then: whichever way is taken, there is one healthy service.
import { expect } from 'vitest';
import type { Performed } from '../../src/actions/running.ts';
import type { Plan } from '../../src/core/plan.ts';
import { isInterrupted, watchIn } from '../../src/core/run.ts';
import type { ServiceAction, Want } from '../../src/core/want.ts';
import { type Cut, makeStage, type Setting, type Stage } from './stage.ts';

/** A release of production/api. */
export type Release = 'v2' | 'v3' | 'v9';

/** An action to be killed. `count`: how many serve before and after, `runs`: which release. */
export interface Killed {
	readonly title: string;
	readonly kind: 'docker' | 'swarm';
	readonly want: Want<ServiceAction>;
	/** What is done, unharmed, before it, one after the other. */
	readonly first?: Want<ServiceAction> | readonly Want<ServiceAction>[];
	/** The image of this release, to which it goes back, is not on the host any more then: only its registry has it. */
	readonly lost?: Release;
	readonly count: readonly [number, number];
	readonly runs: readonly [Release, Release];
	/** None: what cannot be undone, as its plan says. */
	readonly undo?: 'none';
	/** What the config says of the service. */
	readonly setting?: Setting;
}

const outcomeOf = (performed: Performed | 'killed') =>
	performed === 'killed' ? performed : (performed.outcome ?? 'stopped');

/** What serves: the images of what runs as the service. */
function serving(stage: Stage): readonly string[] {
	if (stage.swarm !== undefined) return stage.swarm.look().running;
	return [...stage.engine().containers.values()].flatMap(({ state, image }) => (state === 'running' ? [image] : []));
}

/** Everything on the host that an action may change, with what is left of it; of tasks only what runs. */
function standOf(stage: Stage) {
	const { containers, images, networks, volumes } = stage.engine();
	const tags = [...images.values()].flatMap(({ id, tags: names }) => names.map((name) => [name, id]));
	return {
		serving: serving(stage),
		containers: [...containers.values()].map(({ name, image, state, hostConfig }) => ({
			...{ name, image, state, policy: hostConfig['RestartPolicy'] },
		})),
		services: stage.swarm?.look().services.map(({ Mode, TaskTemplate }) => [Mode, TaskTemplate]),
		tags: tags.toSorted(),
		networks: [...networks.keys()],
		volumes: [...volumes.keys()],
		locks: stage.locks(),
	};
}
type Stand = ReturnType<typeof standOf>;

/** The stage as it is before the action, and its plan. */
export async function begin({ kind, first = [], want, lost, setting }: Killed) {
	const stage = await makeStage(kind, setting);
	for (const one of [first].flat()) {
		const { performed } = await stage.go(await stage.plan(one));
		expect(outcomeOf(performed)).toBe('VERIFIED');
		await stage.pass(5_000);
	}
	const plan = await stage.plan(lost === undefined ? want : { action: 'rollback', to: await stage.lose(lost) });
	return { stage, plan, before: standOf(stage) };
}

/** Why so many serve: the id of each release's image, as a plain run of the action leaves it. */
async function imagesOf(of: Killed): Promise<readonly [readonly string[], readonly string[]]> {
	const { stage, plan, before } = await begin(of);
	const { performed } = await stage.go(plan);
	expect(outcomeOf(performed)).toBe('VERIFIED');
	const now = serving(stage);
	expect([before.serving.length, now.length]).toEqual(of.count);
	for (const [release, images] of [
		[of.runs[0], before.serving],
		[of.runs[1], now],
	] as const)
		for (const id of images) expect(stage.engine().images.get(id)?.program.release).toBe(release);
	return [before.serving, now];
}

/** What a stand has that another has not, by name: containers and names of images. */
function leftIn(now: Stand, before: Stand): readonly string[] {
	const names = ({ containers, tags }: Stand) => [
		...containers.map(({ name }) => name),
		...tags.map(([name = '']) => name.replace(/^registry\.demo\//, '')),
	];
	return names(now).filter((name) => !names(before).includes(name));
}

/** Whatever is left is named in what was said or agreed to. */
function isListed(stage: Stage, before: Stand, plan: Plan, performed: Performed): void {
	const told = `${JSON.stringify(plan)} ${performed.because}`;
	for (const name of leftIn(standOf(stage), before)) expect(told, `${name} is left`).toContain(name);
	expect(stage.locks()).toEqual([]);
}

/** What runs is the release after, no more of it than there must be, and nothing half-made beside it. */
function isDone(
	stage: Stage,
	before: Stand,
	plan: Plan,
	[performed, after]: readonly [Performed, readonly string[]],
): void {
	const now = standOf(stage);
	expect(now.serving).toEqual(after);
	expect(now.containers.filter(({ name }) => name.includes('-next-'))).toEqual([]);
	isListed(stage, before, plan, performed);
}

/** All is as it was, but for names of images that lie beside it, and what had been tidied up after the proof: both are told. */
function isBack(stage: Stage, before: Stand, plan: Plan, performed: Performed): void {
	const { tags, containers, ...now } = standOf(stage);
	const { tags: had, containers: were, ...was } = before;
	expect(now).toEqual(was);
	expect(tags).toEqual(expect.arrayContaining(had));
	const isTidied = performed.because.includes('was being tidied up: what is gone of it does not come back.');
	const mayBeGone = ({ name }: { readonly name: string }) => isTidied && name.startsWith('api-rb-');
	expect(containers.filter((one) => !mayBeGone(one))).toEqual(were.filter((one) => !mayBeGone(one)));
	if (!isTidied) expect(performed.because).toContain('Everything is as it was.');
	isListed(stage, before, plan, performed);
}

function cameTo(performed: Performed | 'killed'): Performed {
	if (performed === 'killed') throw new Error('it was killed');
	return performed;
}

/** Kills it there; gives the stage, or undefined where nothing is left to decide. */
async function killedAt(of: Killed, cut: Cut) {
	const begun = await begin(of);
	const { stage, plan, before } = begun;
	expect((await stage.go(plan, 'forward', cut)).performed).toBe('killed');
	await stage.pass(5_000);
	const own = stage.entries.filter(({ run }) => run === plan.id);
	if (isInterrupted(own) || watchIn(own) !== undefined) return begun;
	if (own.at(-1)?.what === 'planned') expect({ ...standOf(stage), locks: [] }).toEqual(before);
	return undefined;
}

export async function finishes(of: Killed, cut: Cut, after: readonly string[]): Promise<void> {
	const killed = await killedAt(of, cut);
	if (killed === undefined) return;
	const { stage, plan, before } = killed;
	const came = await stage.go(plan);
	const performed = cameTo(came.performed);
	expect([performed.outcome, performed.because]).toEqual(['VERIFIED', expect.any(String)]);
	// What took effect is not ordered again.
	if ('order' in cut && cut.is === 'killed after' && cut.order < plan.steps.length)
		expect(came.orders).toBe(plan.steps.length + plan.tidy.length - cut.order - 1);
	isDone(stage, before, plan, [performed, after]);
}

export async function undoes(of: Killed, cut: Cut, after: readonly string[]): Promise<void> {
	const killed = await killedAt(of, cut);
	if (killed === undefined) return;
	const { stage, plan, before } = killed;
	const performed = cameTo((await stage.go(plan, 'back')).performed);
	if (of.undo === 'none' && performed.outcome === 'FAILED, HELD FOR YOU') {
		expect(performed.because).toContain('cannot be undone');
		const done = cameTo((await stage.go(plan)).performed);
		expect(done.outcome).toBe('VERIFIED');
		return isDone(stage, before, plan, [done, after]);
	}
	expect([performed.outcome, performed.because]).toEqual(['UNDONE', expect.any(String)]);
	await stage.pass(20_000);
	isBack(stage, before, plan, performed);
	const now = standOf(stage);
	expect((await stage.go(plan, 'back')).orders).toBe(0);
	expect(standOf(stage)).toEqual(now);
}

/** Kills its undo too; gives whether it was killed before its end. */
export async function undoesTwice(of: Killed, cut: Cut, again: Cut): Promise<boolean> {
	const killed = await killedAt(of, cut);
	if (killed === undefined) throw new Error(`nothing is open after ${JSON.stringify(cut)}`);
	const { stage, plan, before } = killed;
	const came = (await stage.go(plan, 'back', again)).performed;
	await stage.pass(5_000);
	const own = stage.entries.filter(({ run }) => run === plan.id);
	const performed = isInterrupted(own) ? cameTo((await stage.go(plan, 'back')).performed) : undefined;
	await stage.pass(20_000);
	if (performed !== undefined) {
		expect(performed.outcome).toBe('UNDONE');
		isBack(stage, before, plan, performed);
	}
	expect(serving(stage)).toEqual(before.serving);
	return came === 'killed';
}

/** The answer is lost and the program lives: it finds out by itself, one way or the other. */
export async function survives(of: Killed, cut: Cut, after: readonly string[]): Promise<void> {
	const { stage, plan, before } = await begin(of);
	const performed = cameTo((await stage.go(plan, 'forward', cut)).performed);
	await stage.pass(20_000);
	expect(performed.outcome).toMatch(of.undo === 'none' ? /VERIFIED|UNDONE|HELD/ : /^(VERIFIED|FAILED, UNDONE)$/);
	if (performed.outcome === 'VERIFIED') isDone(stage, before, plan, [performed, after]);
	else if (performed.outcome === 'FAILED, UNDONE') isBack(stage, before, plan, performed);
	else expect(serving(stage)).toEqual(after);
}

/** About each of so many orders. */
export const orderCuts = (orders: number, kinds: readonly Extract<Cut, { order: number }>['is'][]): readonly Cut[] =>
	kinds.flatMap((is) => Array.from({ length: orders }, (_, order) => ({ order, is })));

/** How many orders and lines it takes, and all places where it can be killed. */
export async function counted(of: Killed) {
	const { stage, plan } = await begin(of);
	const { orders, lines } = await stage.go(plan);
	return {
		orders,
		lines,
		kills: [
			...orderCuts(orders, ['killed before', 'killed after']),
			...Array.from({ length: lines }, (_, line): Cut => ({ line })),
		],
	};
}

/** Does it for each place; a failure says for which. */
export async function each(
	of: Killed,
	cuts: readonly Cut[],
	way: (of: Killed, cut: Cut, after: readonly string[]) => Promise<void>,
): Promise<void> {
	const [, after] = await imagesOf(of);
	for (const cut of cuts)
		await way(of, cut, after).catch((error: unknown) => {
			const why = error instanceof Error ? error.message : String(error);
			throw new Error(`cut ${JSON.stringify(cut)}: ${why}`, { cause: error });
		});
}
