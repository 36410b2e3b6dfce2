import { wrongName } from './create.ts';
import { fieldsOf, isYes, textOf } from './fields.ts';
import { containerOf } from './find.ts';
import { hexOf } from './ids.ts';
import { ended, started, stopped } from './life.ts';
import { done, refused } from './outcome.ts';
import { policyOf, wrongPolicy } from './policy.ts';
import { removed } from './remove.ts';
import { toldOf, withContainer } from './tell.ts';
import type { Asked, Container, Engine, Handler, Outcome } from './types.ts';

/** A handler about one container that must be there. */
function about(handle: (engine: Engine, container: Container, asked: Asked) => Outcome): Handler {
	return (engine, asked) => {
		const container = containerOf(engine, asked.of);
		if (container === undefined) return refused(engine, 404, `No such container: ${asked.of}`);
		return handle(engine, container, asked);
	};
}

function runs({ state }: Container): boolean {
	return state === 'running' || state === 'paused';
}

/** A container that waits for its policy is stopped by hand: it does not come back. */
function comesNoMore(engine: Engine, container: Container, now: number): Engine {
	const { again: _, ...rest } = container;
	return toldOf(withContainer(engine, { ...rest, state: 'exited', byHand: true }), container, 'stop', now);
}

/** `POST /containers/ID/start`. */
export const start = about((engine, container, { now }) => {
	if (container.state === 'paused') return refused(engine, 409, 'cannot start a paused container, try unpause instead');
	if (runs(container)) return done(engine, 304);
	const so = started(engine, container, now);
	return so.ok ? done(so.engine) : refused(so.engine, so.status, so.message);
});

/** `POST /containers/ID/stop`. */
export const stop = about((engine, container, { now }) => {
	if (container.state === 'restarting') return done(comesNoMore(engine, container, now));
	return runs(container) ? done(stopped(engine, container, now)) : done(engine, 304);
});

/** `POST /containers/ID/restart`: stop and start of the same container, of the same image. */
export const restart = about((engine, container, { now }) => {
	const asleep = runs(container) ? stopped(engine, container, now) : engine;
	const again = asleep.containers.get(container.id);
	if (again === undefined) return refused(asleep, 404, `No such container: ${container.id}`);
	const so = started(asleep, again, now);
	if (!so.ok) return refused(so.engine, so.status, so.message);
	return done(toldOf(so.engine, so.container, 'restart', now));
});

const signals: Readonly<Record<string, number>> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, TERM: 15 };

function signalOf(word: string): number | undefined {
	const number = Number(word);
	return Number.isInteger(number) && number > 0 ? number : signals[word.toUpperCase().replace(/^SIG/, '')];
}

/** `POST /containers/ID/kill`. SIGKILL and SIGTERM end it; to other signals the simulated programs do not listen. */
export const kill = about((engine, container, { now, query }) => {
	const word = query.get('signal') ?? 'KILL';
	const signal = signalOf(word);
	if (signal === undefined) return refused(engine, 400, `Invalid signal: ${word}`);
	if (!runs(container)) {
		return refused(engine, 409, `Cannot kill container: ${container.id}: Container ${container.id} is not running`);
	}
	const so = toldOf(engine, container, 'kill', now, { signal: String(signal) });
	if (signal !== 9 && signal !== 15) return done(so);
	return done(ended(so, container, { code: 128 + signal, byHand: true }, now));
});

/** `POST /containers/ID/pause`. */
export const pause = about((engine, container, { now }) => {
	if (container.state === 'paused') return refused(engine, 409, `Container ${container.id} is already paused`);
	if (!runs(container)) return refused(engine, 409, `Container ${container.id} is not running`);
	const so: Container = { ...container, state: 'paused' };
	return done(toldOf(withContainer(engine, so), so, 'pause', now));
});

/** `POST /containers/ID/unpause`. */
export const unpause = about((engine, container, { now }) => {
	if (container.state !== 'paused') return refused(engine, 500, `Container ${container.id} is not paused`);
	const so: Container = { ...container, state: 'running' };
	return done(toldOf(withContainer(engine, so), so, 'unpause', now));
});

/** `POST /containers/ID/rename?name=`. */
export const rename = about((engine, container, { now, query }) => {
	const name = query.get('name') ?? '';
	if (name === '') return refused(engine, 400, 'Neither old nor new names may be empty');
	if (name.replace(/^\//, '') === container.name) {
		return refused(engine, 400, 'Renaming a container with the same name as its current name');
	}
	const wrong = wrongName(engine, `/${name.replace(/^\//, '')}`);
	if (wrong !== undefined) return refused(engine, wrong[0], `Error when allocating new name: ${wrong[1]}`);
	// It has no network while it waits, and moby renames that too.
	if (container.state === 'restarting' && !textOf(container.hostConfig['NetworkMode']).startsWith('container:')) {
		const sandbox = hexOf(container.id, 'sandbox', container.lives.length);
		return refused(engine, 404, `sandbox ${sandbox} not found`);
	}
	const so = { ...container, name: name.replace(/^\//, '') };
	return done(toldOf(withContainer(engine, so), so, 'rename', now, { oldName: `/${container.name}` }));
});

/** `POST /containers/ID/update`: the restart policy and the limits; those that are not named stay. */
export const update = about((engine, container, { now, body }) => {
	const given = fieldsOf(body);
	const policy = policyOf(given);
	const wrong = given['RestartPolicy'] === undefined ? undefined : wrongPolicy(policy);
	if (wrong !== undefined) return refused(engine, 400, wrong);
	const changed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== 0));
	const RestartPolicy = { Name: policy.name, MaximumRetryCount: policy.most };
	const named = given['RestartPolicy'] === undefined ? {} : { RestartPolicy };
	const so = { ...container, hostConfig: { ...container.hostConfig, ...changed, ...named } };
	return done(toldOf(withContainer(engine, so), so, 'update', now), 200, { Warnings: null });
});

/** `DELETE /containers/ID?force=&v=`. */
export const remove = about((engine, container, { now, query }) => {
	const force = isYes(query.get('force'));
	const { id } = container;
	const busy = runs(container) || container.state === 'restarting';
	if (busy && !force) {
		const what = container.state === 'running' ? 'running container' : `${container.state} container`;
		const how = container.state === 'paused' ? 'Unpause and then stop' : 'Stop';
		const message = `You cannot remove a ${what} ${id}. ${how} the container before attempting removal or force remove`;
		return refused(engine, 409, message);
	}
	const told = runs(container) ? toldOf(engine, container, 'kill', now, { signal: '9' }) : engine;
	const dead = runs(container) ? ended(told, container, { code: 137, byHand: true }, now) : told;
	const left = dead.containers.get(id);
	return done(left === undefined ? dead : removed(dead, left, isYes(query.get('v')), now));
});
