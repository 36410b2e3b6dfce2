import { settledIds, settleSome, specsOf } from '../core/condition/settle.ts';
import type { Event } from '../core/event.ts';
import { hostOf } from '../core/ids.ts';
import type { Condition, Millis, Service } from '../core/model.ts';
import type { Feeds, State } from '../core/state.ts';
import { now, wait } from '../io/clock.ts';
import type { Store } from '../store/store.ts';
import { inBackground } from './in-background.ts';

/** So many are judged in one go, so that no key waits for a thousand services; then others have a turn. */
const slice = 100;
const turn: Millis = 10;
/** Readings of checks come many a second; conditions follow them together. */
const pace: Millis = 250;

/** Whether somebody's condition is another word now; a sentence alone waits for the next beat. */
const isNews = ({ conditions }: State, changed: State['conditions']): boolean =>
	Object.entries(changed).some(([id, { is }]) => conditions[id]?.is !== is);

/** The host whose engine just turned out to answer no more, or again: everything on it may be another word then. */
const turnedOf = (event: Event): string | undefined => {
	if (event.type !== 'probe/missed' && !(event.type === 'probe/read' && event.recovered === true)) return undefined;
	const { kind, of } = event.probe;
	return kind === 'ping' || (kind === 'docker' && event.type === 'probe/missed') ? hostOf(of) : undefined;
};

/** Takes ids out of `dirty` and judges them, a slice a turn, until there are none. */
const inSlices = async (
	dirty: Set<string>,
	judged: (ids: readonly string[]) => State['conditions'],
	signal: AbortSignal,
): Promise<State['conditions']> => {
	const changed: Record<string, Condition> = {};
	while (dirty.size > 0 && !signal.aborted) {
		const ids = [...dirty].slice(0, slice);
		for (const id of ids) dirty.delete(id);
		Object.assign(changed, judged(ids));
		if (dirty.size > 0) await wait(turn, signal);
	}
	return changed;
};

/** Keeps the conditions true to facts and numbers: at once after news of an engine or a link, else a few times a second. */
export const makeSettling = (store: Store, feeds: Feeds, signal: AbortSignal) => {
	let fleet = store.state().fleet;
	let specs = specsOf(fleet);
	const dirty = new Set<string>();
	let known: State['services'] = {};
	let isDraining = false;
	let isDue = false;

	const judged = (ids: Iterable<string>): State['conditions'] => {
		const state = store.state();
		if (state.fleet !== fleet) {
			fleet = state.fleet;
			specs = specsOf(fleet);
		}
		return settleSome({ state, feeds, now: now() }, specs, ids);
	};
	const publish = (changed: State['conditions']): void => {
		if (Object.keys(changed).length === 0) return;
		const state = store.state();
		const all: readonly (readonly [string, Condition])[] = Object.entries({ ...state.conditions, ...changed });
		const conditions = Object.fromEntries(
			all.filter(([id]) => id.startsWith('host/') || state.services[id] !== undefined),
		);
		store.dispatch({ type: 'conditions/settled', at: now(), conditions });
	};
	/** Judges all that is dirty. `words`: tell of changed sentences too. */
	const drain = async (words: boolean): Promise<void> => {
		if (isDraining) return;
		isDraining = true;
		const changed = await inSlices(dirty, judged, signal);
		isDraining = false;
		if (words || isNews(store.state(), changed)) publish(changed);
	};
	/** What an engine said just now shows at once: services that are new or not what they were. */
	const changedServices = (): readonly string[] => {
		const { services } = store.state();
		const before: Readonly<Record<string, Service | undefined>> = known;
		known = services;
		return services === before ? [] : Object.keys(services).filter((id) => services[id] !== before[id]);
	};
	const ofHost = (host: string): readonly string[] => [
		`host/${host}`,
		...Object.values(store.state().services).flatMap(({ id, hosts }) => (hosts.includes(host) ? [id] : [])),
	];
	const soon = (id: string): void => {
		dirty.add(id);
		if (isDue) return;
		isDue = true;
		inBackground(
			wait(pace, signal).then(() => {
				isDue = false;
				return drain(false);
			}),
		);
	};
	const follow = (event: Event): void => {
		const turned = event.type === 'link/changed' ? event.host : turnedOf(event);
		if (event.type === 'fleet/changed') publish(judged(settledIds(store.state())));
		else if (turned !== undefined) publish(judged(ofHost(turned)));
		else if (event.type === 'probe/read' && event.reading.engine !== undefined) {
			publish(judged([...changedServices(), `host/${event.reading.engine.host}`]));
		} else if (event.type === 'probe/read' || event.type === 'probe/missed') soon(event.probe.of);
	};
	return {
		/** The clock's beat: everything is judged anew, since what nobody renews grows old. */
		beat: (): void => {
			for (const id of settledIds(store.state())) dirty.add(id);
			inBackground(drain(true));
		},
		heard: (event: Event): void => {
			// That the lines are closed at the end is no news of what is at their other ends.
			if (!signal.aborted) follow(event);
		},
	};
};
