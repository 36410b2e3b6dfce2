import { failureText } from '../../core/failure-text.ts';
import { hostOf } from '../../core/ids.ts';
import type { Millis, Result } from '../../core/model.ts';
import type { State } from '../../core/state.ts';
import { now, wait } from '../../io/clock.ts';
import { createText } from '../../io/files.ts';
import { sessionName } from '../../io/identity.ts';
import { type pathsOf, wholePath } from '../../io/paths.ts';
import { planId } from '../../io/random.ts';
import { search } from '../../io/search.ts';
import type { Drawing } from '../drawing.ts';
import type { Session } from '../session.ts';
import { makeCopies } from './copies.ts';
import { lookingFor } from './looking.ts';
import type { WalkParts } from './parts.ts';
import { makeWalks, type Walks } from './walks.ts';

/** What of the cockpit walks need. */
type Given = Pick<Drawing, 'store' | 'env' | 'file' | 'walk'> & Pick<WalkParts, 'feeds'>;

/** So long it is waited at the start until what a walk is about is known. */
const patience: Millis = 10_000;

/** Walks through the runbooks that come with watchdeck, those of the user and those that the config names. */
export const walksOf = (
	{ store, feeds, file, env }: Given,
	{ outside, journal, vault }: Session,
	paths: ReturnType<typeof pathsOf>,
	signal: AbortSignal,
): Walks => {
	const { state, dispatch: emit } = store;
	const { ask } = outside;
	const { redact } = vault;
	const warn = (text: string): void =>
		emit({ type: 'message/shown', at: now(), message: { tone: 'warning', text, at: now() } });
	const order = 'order' in outside ? { order: outside.order } : {};
	const copies = makeCopies({ ...order, ask, hosts: () => state().fleet.hosts, redact, warn, signal });
	const save: WalkParts['save'] = async (name, text) => {
		const path = wholePath(process.cwd(), name);
		const written = await createText(path, text);
		return written.ok ? { ok: true, value: path } : written;
	};
	const parts = { state, feeds, emit, now, wait, ask, search, journal, redact, copies, save, env, signal };
	const looking = lookingFor(() => state().fleet.runbooks ?? [], paths, file?.path);
	return makeWalks({ ...parts, newId: planId, session: sessionName() }, looking);
};

/** Whether what a walk is to be about is known as far as it can be: a service by its container. */
const isKnown = ({ services, fleet }: State, of: string): boolean => {
	const host = hostOf(of);
	if (host !== undefined) return fleet.hosts.some(({ name }) => name === host);
	return (services[of]?.instances.length ?? 0) > 0;
};

/** Looks for runbooks and walks, then opens what was asked for on the command line. */
export const beginWalks = async ({ walk, store }: Given, walks: Walks, signal: AbortSignal): Promise<void> => {
	await walks.start();
	if (walk === undefined) return;
	const found: Result<void> = 'id' in walk ? await walks.resume(walk.id) : { ok: true, value: undefined };
	if (!found.ok) {
		const text = failureText(found.failure);
		return store.dispatch({ type: 'message/shown', at: now(), message: { tone: 'warning', text, at: now() } });
	}
	const began = now();
	const of = 'of' in walk ? walk.of : undefined;
	while (of !== undefined && !isKnown(store.state(), of) && now() - began < patience && !signal.aborted)
		await wait(100, signal);
	if (!('id' in walk)) store.dispatch({ type: 'walk/wanted', at: began, begin: true, ...walk });
	store.dispatch({ type: 'screen/opened', at: now(), screen: 'walk' });
};
