import type { Fleet } from './config/fleet.ts';
import { halfMadeOf, keptOf } from './engine/former.ts';
import { foreignNames, isMeant, type SeenLock } from './foreign-locks.ts';
import type { HostLock } from './host/locks.ts';
import { staleSeconds } from './lock-folder.ts';
import type { Host, Instance, Millis, Service } from './model.ts';
import type { State } from './state.ts';

/** So long what a host said of its locks is believed. */
const believed: Millis = 30_000;

/** What a container is called when nobody changes it: a plan may have given it another name. */
const baseOf = (instance: Instance): string =>
	keptOf(instance.name)?.base ?? halfMadeOf(instance)?.base ?? instance.name;

/** Its tasks come and go: all of them are the service. */
const swarmKey = (service: string): string => `swarm-${service}`;

const keyOf = (instance: Instance | undefined, platform: Service['platform']): string => {
	const project = instance?.labels['com.docker.compose.project'];
	const member = instance?.labels['com.docker.compose.service'];
	const task = instance?.labels['com.docker.swarm.service.name'];
	if (platform === 'swarm' && task !== undefined) return swarmKey(task);
	return platform === 'compose' && project !== undefined && member !== undefined
		? `compose-${project}-${member}`
		: `container-${instance === undefined ? '' : baseOf(instance)}`;
};

/** The name of a service's lock on its hosts, the same for every operator whatever their config calls the service. */
export function lockKeyOf({ platform, instances, swarm }: Pick<Service, 'platform' | 'instances' | 'swarm'>): string {
	return swarm === undefined ? keyOf(instances[0], platform) : swarmKey(swarm.name);
}

/**
 * The names that its lock may have now: those of its containers, and of those that a change has made or kept of it. The
 * name of the service is none: another service's container may be called so.
 */
function lockKeysOf({ id, platform, instances, former, swarm }: Service, { services }: Fleet): ReadonlySet<string> {
	if (swarm !== undefined) return new Set([swarmKey(swarm.name)]);
	const keys = [...instances, ...former].map((instance) => keyOf(instance, platform));
	if (platform !== 'docker' || instances.length > 0) return new Set(keys);
	const spec = services.find(({ environment, name }) => `${environment}/${name}` === id);
	return new Set(spec === undefined ? keys : [...keys, `container-${spec.container}`]);
}

/** An engine somewhere else, as `DOCKER_HOST` names it. */
const away = /^(?:tcp|https?):\/\/(?!(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$))/i;

/** Whether only the engine of a host is reached, so that what is kept for it on its host lies on this machine instead. */
export function isShellless({ reach, engine = '' }: Host): boolean {
	return reach === 'local' && away.test(engine);
}

/** A lock that somebody else holds, on which host, and how long it was silent when the host was read. */
export interface OthersLock extends HostLock {
	readonly host: string;
	readonly stale: boolean;
	/** It is one of another program. */
	readonly foreign?: SeenLock;
}

/** Whether the holder of a lock was silent for so long that it may be taken over. */
export function isStale({ quiet }: Pick<HostLock, 'quiet'>): boolean {
	return Math.abs(quiet) >= staleSeconds * 1000;
}

/** Whether what a host said of its locks then still counts. */
export function isToBelieve(read: Millis, now: Millis): boolean {
	return now - read <= believed;
}

/** The service on a host whose lock has this name. */
export function serviceOfLock({ services, fleet }: State, host: string, key: string): Service | undefined {
	return Object.values(services).find((service) => service.hosts.includes(host) && lockKeysOf(service, fleet).has(key));
}

/** The locks that others hold on these hosts, the oldest first; those of our own runs are not among them. */
export function othersLocks({ locks, runs }: State, hosts: readonly string[], now: Millis): readonly OthersLock[] {
	return hosts
		.flatMap((host) => {
			const seen = locks[host];
			if (seen === undefined || !isToBelieve(seen.at, now)) return [];
			return seen.all
				.filter(({ plan }) => runs[plan] === undefined)
				.map((lock) => ({ ...lock, host, stale: isStale(lock) }));
		})
		.toSorted((a, b) => a.since - b.since);
}

/** A lock of another program as one that is drawn like ours; neither program says when its holder is gone. */
function ofForeign(host: string, lock: SeenLock): OthersLock {
	const { by, name, who, since, why = '' } = lock;
	const words = { key: '', plan: '', who, what: `${by}'s lock ${name}`, why };
	return { ...words, host, since, quiet: 0, stale: false, foreign: lock };
}

/** The lock of another program that a service is under. */
function foreignLockOn({ foreign }: State, { hosts, instances }: Service, now: Millis): OthersLock | undefined {
	for (const host of hosts) {
		const seen = foreign[host];
		if (seen === undefined || !isToBelieve(seen.at, now)) continue;
		const named = foreignNames(instances.filter((one) => one.host === host));
		const lock = seen.all.find(({ by, name }) => named.some((one) => one.by === by && isMeant(name, one)));
		if (lock !== undefined) return ofForeign(host, lock);
	}
	return undefined;
}

/** The lock on a service that somebody else holds, by a watchdeck or by another program. */
export function othersLockOn(state: State, service: Service, now: Millis): OthersLock | undefined {
	const locks = othersLocks(state, service.hosts, now);
	const keys = locks.length === 0 ? undefined : lockKeysOf(service, state.fleet);
	return locks.find(({ key }) => keys?.has(key)) ?? foreignLockOn(state, service, now);
}

/** Whether the lock of a plan lies on a host now and its holder says that he lives, as far as the host was read. */
export function isHeldBy(
	{ locks }: Pick<State, 'locks'>,
	{ host, plan }: { readonly host: string; readonly plan: string },
	now: Millis,
): boolean {
	const seen = locks[host];
	if (seen === undefined || !isToBelieve(seen.at, now)) return false;
	return seen.all.some((lock) => lock.plan === plan && !isStale(lock));
}
