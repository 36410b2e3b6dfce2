import { hostOf } from '../../core/ids.ts';
import type { Millis } from '../../core/model.ts';
import type { Sought } from '../../core/runbook/sought.ts';
import type { State } from '../../core/state.ts';
import { now, wait } from '../../io/clock.ts';
import { createText } from '../../io/files.ts';
import { isAlive, sessionName } from '../../io/identity.ts';
import { type pathsOf, wholePath } from '../../io/paths.ts';
import { planId } from '../../io/random.ts';
import { search } from '../../io/search.ts';
import { walkSought } from '../../screens/runbooks-commands.ts';
import type { Drawing, WalkWanted } from '../drawing.ts';
import type { Session } from '../session.ts';
import { makeCopies } from './copies.ts';
import { lookingFor } from './looking.ts';
import type { WalkParts } from './parts.ts';
import { makeWalks, type Walks } from './walks.ts';

/** What of the cockpit walks need. */
type Given = Pick<Drawing, 'store' | 'env' | 'file' | 'walk'> & Pick<WalkParts, 'feeds'>;

/** What is to be walked at once, and where that is said. */
interface Begun extends Pick<Given, 'walk'> {
	readonly store: Pick<Given['store'], 'state' | 'dispatch'>;
}

/** So long it is waited at the start until what a walk is about is known. */
const patience: Millis = 10_000;
/** A copy that could not be looked for is looked for again after so long. */
const again: Millis = 2_000;

/** Walks through the runbooks that come with watchdeck, those of the user and those that the config names. `clock`: what their waiting goes by. */
export const walksOf = (
	{ store, feeds, file, env }: Given,
	{ outside, journal, vault }: Session,
	paths: ReturnType<typeof pathsOf>,
	signal: AbortSignal,
	clock: Pick<WalkParts, 'now' | 'wait'> = { now, wait },
): Walks => {
	const { state, dispatch: emit } = store;
	const { ask } = outside;
	const { redact } = vault;
	const order = 'order' in outside ? { order: outside.order } : {};
	const session = sessionName();
	const hosts = () => state().fleet.hosts;
	const copies = makeCopies({ ...order, ask, hosts, redact, session, now: clock.now, signal });
	const save: WalkParts['save'] = async (name, text) => {
		const path = wholePath(process.cwd(), name);
		const written = await createText(path, text);
		return written.ok ? { ok: true, value: path } : written;
	};
	const parts = {
		...clock,
		state,
		feeds,
		emit,
		ask,
		search,
		journal,
		redact,
		copies,
		save,
		env,
		signal,
		alive: isAlive,
	};
	const looking = lookingFor(() => state().fleet.runbooks ?? [], paths, file?.path);
	return makeWalks({ ...parts, newId: planId, session }, looking);
};

/** Whether what a walk is to be about is known as far as it can be: a service by its container. */
const isKnown = ({ services, fleet }: State, of: string): boolean => {
	const host = hostOf(of);
	if (host !== undefined) return fleet.hosts.some(({ name }) => name === host);
	return (services[of]?.instances.length ?? 0) > 0;
};

/** Opens a walk as soon as it is found: a host that is not reached yet may have its copy. */
const resumed = async (
	id: string,
	{ store }: Begun,
	walks: Pick<Walks, 'resume'>,
	signal: AbortSignal,
): Promise<void> => {
	while (!signal.aborted) {
		const found = await walks.resume(id);
		if (found.ok) return;
		const { failure } = found;
		const over = failure.kind !== 'unreachable';
		store.dispatch({
			...{ type: 'walk/sought', at: now() },
			sought: { is: 'walk', walk: id, failure, ...(over ? { over } : {}) },
		});
		if (over) return;
		await wait(again, signal);
	}
};

/** Opens a runbook as soon as what it is for is known. */
const begun = async (
	walk: Extract<WalkWanted, { readonly runbook: string }>,
	{ store }: Begun,
	signal: AbortSignal,
): Promise<void> => {
	const since = now();
	const { of } = walk;
	while (of !== undefined && !isKnown(store.state(), of) && now() - since < patience && !signal.aborted)
		await wait(100, signal);
	store.dispatch({ type: 'walk/wanted', at: since, begin: true, ...walk });
};

/** Looks for runbooks and walks, then opens what was asked for on the command line. */
export const beginWalks = async (
	given: Begun,
	walks: Pick<Walks, 'start' | 'resume'>,
	signal: AbortSignal,
): Promise<void> => {
	const { walk, store } = given;
	if (walk === undefined) return walks.start();
	const sought: Sought = 'id' in walk ? { is: 'walk', walk: walk.id } : { is: 'runbook', ...walk };
	for (const event of walkSought(sought, now())) store.dispatch(event);
	await walks.start();
	await ('id' in walk ? resumed(walk.id, given, walks, signal) : begun(walk, given, signal));
};
