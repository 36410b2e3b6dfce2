import { agedKept, isExpired, momentOn } from '../actions/expired.ts';
import { keptOf } from '../core/engine/former.ts';
import { failureText } from '../core/failure-text.ts';
import type { Instance, Millis, Result, Service } from '../core/model.ts';
import type { State } from '../core/state.ts';
import { platforms } from '../platforms/index.ts';
import type { Session } from './session.ts';

/** A service is looked at again so long after the last look, and so long after a removal that failed. */
const hour: Millis = 3_600_000;
const day: Millis = 24 * hour;

/** What removing works with. */
export interface ExpiryParts {
	readonly session: Pick<Session, 'acting' | 'journal' | 'log'>;
	readonly state: () => State;
	readonly now: () => Millis;
}

/** The ids of those of these containers whose time is over, by our journal as well. */
const expiredOf = async (
	{ session: { journal }, state, now }: ExpiryParts,
	service: string,
	aged: readonly Instance[],
): Promise<Result<readonly string[]>> => {
	if (!journal.ok) return journal;
	const ids: string[] = [];
	for (const container of aged) {
		const run = keptOf(container.name)?.plan;
		if (run === undefined) continue;
		const entries = await journal.value.read({ run });
		if (!entries.ok) return entries;
		const moment = momentOn(state(), container.host, now());
		if (moment === undefined) continue;
		if (isExpired({ container, service, entries: entries.value }, moment)) ids.push(container.id);
	}
	return { ok: true, value: ids };
};

/** Whether all of them could still go, now that everything was read anew for the plan. */
const areStill = ({ state, now }: ExpiryParts, id: string, containers: readonly string[]): boolean => {
	const service = state().services[id];
	const aged = service === undefined ? [] : agedKept(state(), service, now());
	return containers.every((container) => aged.some((one) => one.id === container));
};

/** When a service is looked at again; `why`: what kept its containers from being removed, for our own log. */
type Looked = { readonly again: Millis; readonly why?: string };

/** Plans, confirms by the word that was given with the roll back, and performs; nothing where nothing is over. */
const lookAt = async (parts: ExpiryParts, { id }: Service, aged: readonly Instance[]): Promise<Looked> => {
	const { acting } = parts.session;
	const expired = await expiredOf(parts, id, aged);
	if (!expired.ok) return { again: hour, why: failureText(expired.failure) };
	if (expired.value.length === 0) return { again: hour };
	const plan = await acting.plan({ action: 'tidy', containers: expired.value }, id);
	if (!plan.ok) return { again: hour, why: failureText(plan.failure) };
	if (!areStill(parts, id, expired.value)) return { again: hour, why: 'the service changed meanwhile' };
	const confirmed = acting.confirm(plan.value, 'kept 7 days');
	if (!confirmed.ok) return { again: hour, why: failureText(confirmed.failure) };
	const performed = await acting.perform(confirmed.value);
	if (!performed.ok) return { again: hour, why: failureText(performed.failure) };
	const { outcome, because } = performed.value;
	if (outcome === 'VERIFIED') return { again: hour };
	return { again: outcome === 'REFUSED' ? hour : day, why: because };
};

/** Ends what an earlier session left half done of this on a host: its undo orders nothing. */
const endCut = async ({ session: { acting } }: ExpiryParts, host: string): Promise<void> => {
	const open = await acting.interrupted();
	const cut = open.ok ? open.value.filter(({ standing }) => standing.plan.unasked === true) : [];
	for (const { run, standing } of cut) {
		if (standing.plan.locks.some((lock) => lock.host === host)) await acting.resume(run, 'undo');
	}
};

/**
 * Removes what roll backs kept and whose time is over, as their plans said: a run like any other, that nobody waits for.
 * To be called when the engine of a host was read; each service is looked at once an hour at most, one after the other.
 */
export const makeExpiry = (parts: ExpiryParts): ((host: string) => Promise<void>) => {
	const { session, state, now } = parts;
	const next = new Map<string, Millis>();
	const ended = new Set<string>();
	let isAtIt = false;

	const look = async (service: Service): Promise<void> => {
		if (now() < (next.get(service.id) ?? 0) || platforms[service.platform].can.tidy === undefined) return;
		const aged = agedKept(state(), service, now());
		if (aged.length === 0) return;
		const { again, why } = await lookAt(parts, service, aged);
		next.set(service.id, now() + again);
		if (why !== undefined) session.log?.info('kept containers stay for now', { service: service.id, why });
	};

	return async (host) => {
		if (isAtIt || state().readOnly) return;
		isAtIt = true;
		try {
			if (!ended.has(host)) await endCut(parts, host);
			ended.add(host);
			for (const service of Object.values(state().services)) if (service.hosts.includes(host)) await look(service);
		} finally {
			isAtIt = false;
		}
	};
};
