import { agedKept, agreedWith, isCalm, isExpired, type Kept, momentOn } from '../actions/expired.ts';
import { agedNames, agreedTo, expiredName, type Named } from '../actions/expired-names.ts';
import { keptOf } from '../core/engine/former.ts';
import { failureText } from '../core/failure-text.ts';
import type { Instance, Millis, Result, Service } from '../core/model.ts';
import type { State } from '../core/state.ts';
import type { AgedName, Want } from '../core/want.ts';
import { platforms } from '../platforms/index.ts';
import { keptNames } from './kept-names.ts';
import type { Session } from './session.ts';

/** A service is looked at again so long after the last look, and so long after a removal that failed. */
const minute: Millis = 60_000;
const hour: Millis = 60 * minute;
const day: Millis = 24 * hour;

/** What removing works with. */
export interface ExpiryParts {
	readonly session: Pick<Session, 'acting' | 'journal' | 'log'>;
	readonly state: () => State;
	/** SIGHUP, SIGTERM, or watchdeck is left: nothing more is begun. */
	readonly stop: AbortSignal;
	readonly now: () => Millis;
}

/** Those of these containers whose time is over, by our journal as well. */
const expiredOf = async (
	{ session: { journal }, state, now }: ExpiryParts,
	service: string,
	aged: readonly Instance[],
): Promise<Result<readonly Kept[]>> => {
	if (!journal.ok) return journal;
	const expired: Kept[] = [];
	for (const container of aged) {
		const run = keptOf(container.name)?.plan;
		if (run === undefined) continue;
		const entries = await journal.value.read({ run });
		if (!entries.ok) return entries;
		const moment = momentOn(state(), container.host, now());
		if (moment === undefined) continue;
		const kept: Kept = { container, service, entries: entries.value };
		if (isExpired(kept, moment)) expired.push(kept);
	}
	return { ok: true, value: expired };
};

/** A name whose time is over, and how that is known. */
interface Over {
	readonly aged: AgedName;
	readonly named: Named;
}

/** Those of the names on a service's images whose time is over, by our journal as well. */
const namesOver = async (
	{ session: { journal }, state, now }: ExpiryParts,
	service: Service,
): Promise<Result<readonly Over[]>> => {
	const mayGo = agedNames(state(), service, now()).map(({ host, name }) => `${host} ${name}`);
	if (mayGo.length === 0) return { ok: true, value: [] };
	if (!journal.ok) return journal;
	const kept = await keptNames(state(), journal.value, service);
	if (!kept.ok) return kept;
	const value = kept.value.flatMap((named): readonly Over[] => {
		const { host, name } = named.pinned;
		const moment = momentOn(state(), host, now());
		const aged = moment === undefined ? undefined : expiredName(named, moment);
		return aged === undefined || !mayGo.includes(`${host} ${name}`) ? [] : [{ aged, named }];
	});
	return { ok: true, value };
};

/** What of a service may go now: containers, and names on images. */
interface Gone {
	readonly containers: readonly Kept[];
	readonly names: readonly Over[];
}

const goneOf = async (parts: ExpiryParts, service: Service, aged: readonly Instance[]): Promise<Result<Gone>> => {
	const containers = await expiredOf(parts, service.id, aged);
	if (!containers.ok) return containers;
	const names = await namesOver(parts, service);
	return names.ok ? { ok: true, value: { containers: containers.value, names: names.value } } : names;
};

/** Whether all of them could still go, now that everything was read anew for the plan. */
const areStill = ({ state, now }: ExpiryParts, id: string, { containers, names }: Gone): boolean => {
	const service = state().services[id];
	if (service === undefined) return false;
	const aged = agedKept(state(), service, now());
	const named = agedNames(state(), service, now());
	return (
		containers.every(({ container }) => aged.some((one) => one.id === container.id)) &&
		names.every(({ aged: { host, name } }) => named.some((one) => one.host === host && one.name === name))
	);
};

const wantOf = ({ containers, names }: Gone): Want<'tidy'> => {
	const all = { action: 'tidy', containers: containers.map(({ container }) => container.id) } as const;
	return names.length === 0 ? all : { ...all, names: names.map(({ aged }) => aged) };
};

/** When a service is looked at again; `why`: what kept its containers from being removed, for our own log. */
type Looked = { readonly again: Millis; readonly why?: string };

/** Plans, confirms by the word that was given with the roll back, and performs; nothing where nothing is over. */
const lookAt = async (parts: ExpiryParts, service: Service, aged: readonly Instance[]): Promise<Looked> => {
	const { id } = service;
	const { acting } = parts.session;
	const expired = await goneOf(parts, service, aged);
	if (!expired.ok) return { again: hour, why: failureText(expired.failure) };
	const { containers, names } = expired.value;
	if (containers.length + names.length === 0) return { again: hour };
	const plan = await acting.plan(wantOf(expired.value), id);
	if (!plan.ok) return { again: hour, why: failureText(plan.failure) };
	if (parts.stop.aborted) return { again: hour, why: 'watchdeck was left' };
	if (!areStill(parts, id, expired.value)) return { again: hour, why: 'the service changed meanwhile' };
	const words = [...containers.map(agreedWith), ...names.map(({ named }) => agreedTo(named))];
	const why = [...new Set(words)].join(' and ');
	const confirmed = acting.confirm(plan.value, 'kept 7 days', { why });
	if (!confirmed.ok) return { again: hour, why: failureText(confirmed.failure) };
	const performed = await acting.perform(confirmed.value);
	if (!performed.ok) return { again: hour, why: failureText(performed.failure) };
	const { outcome, because } = performed.value;
	if (outcome === 'VERIFIED') return { again: hour };
	return { again: outcome === 'FAILED, UNDONE' ? day : hour, why: because };
};

/** Goes on with what an earlier session left half done; where that is refused, it ends as it is: its undo orders nothing. */
const endOne = async ({ session: { acting } }: ExpiryParts, run: string): Promise<void> => {
	const finished = await acting.resume(run, 'finish');
	if (!finished.ok || finished.value.outcome === 'REFUSED') await acting.resume(run, 'undo');
};

/** Ends what an earlier session left half done of this on a host, where it could begin now; gives when to look again. */
const endCut = async (parts: ExpiryParts, host: string): Promise<Millis> => {
	const { session, state, now, stop } = parts;
	const open = await session.acting.interrupted();
	const all = open.ok ? open.value.filter(({ standing }) => standing.plan.unasked === true) : [];
	const cut = all.filter(({ standing }) => standing.plan.locks.some((lock) => lock.host === host));
	let again = hour;
	for (const { run, standing } of cut) {
		const service = state().services[standing.plan.service];
		if (stop.aborted) return hour;
		if (service !== undefined && isCalm(state(), service, now(), run)) await endOne(parts, run);
		else again = minute;
	}
	return again;
};

/**
 * Removes what roll backs kept and whose time is over, as their plans said: a run like any other, that nobody waits for.
 * To be called when the engine of a host was read; each service is looked at once an hour at most, one after the other.
 */
export const makeExpiry = (parts: ExpiryParts): ((host: string) => Promise<void>) => {
	const { session, state, now, stop } = parts;
	const next = new Map<string, Millis>();
	const nextCut = new Map<string, Millis>();
	let isAtIt = false;

	// When is the next time is said before it is begun, so that a bug does not come back at each read.
	const lookForCut = async (host: string): Promise<void> => {
		if (now() < (nextCut.get(host) ?? 0)) return;
		nextCut.set(host, now() + hour);
		nextCut.set(host, now() + (await endCut(parts, host)));
	};
	const look = async (service: Service): Promise<void> => {
		if (now() < (next.get(service.id) ?? 0) || platforms[service.platform].can.tidy === undefined) return;
		const aged = agedKept(state(), service, now());
		if (aged.length + agedNames(state(), service, now()).length === 0 || stop.aborted) return;
		next.set(service.id, now() + hour);
		const { again, why } = await lookAt(parts, service, aged);
		next.set(service.id, now() + again);
		if (why !== undefined) session.log?.info('what was kept stays for now', { service: service.id, why });
	};

	return async (host) => {
		if (isAtIt) return;
		isAtIt = true;
		try {
			await lookForCut(host);
			for (const service of Object.values(state().services)) if (service.hosts.includes(host)) await look(service);
		} finally {
			isAtIt = false;
		}
	};
};
