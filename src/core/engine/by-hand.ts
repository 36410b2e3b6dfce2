import type { Instance, Service } from '../model.ts';
import { halfMadeOf, isAsideName, isStopped, keptOf } from './former.ts';

/** What a roll back that has no end has left half made of a service, and how a person ends it without its journal. */
export interface Unfinished {
	readonly plan: string;
	/** The half-made container, and whether it is all that stands there for the service now. */
	readonly next: string;
	readonly standsIn: boolean;
	/** The commands that put the old container back, for a shell on the host. */
	readonly commands: string;
}

/** What an earlier roll back left half made of a service; undefined where there is nothing of the kind. */
export function unfinishedOf({ instances, former }: Pick<Service, 'instances' | 'former'>): Unfinished | undefined {
	for (const next of [...instances, ...former]) {
		const made = halfMadeOf(next);
		if (made === undefined) continue;
		const here = [...instances, ...former].filter(({ host }) => host === next.host);
		const old = here.find(({ name }) => name === made.base);
		const standsIn = instances.includes(next);
		const kept = here.find(({ name }) => name === `${made.base}-rb-${made.plan}`);
		const isLeft = old === undefined ? instances.length === 0 && kept !== undefined : instances.includes(old);
		if (!standsIn && !isLeft) continue;
		return { plan: made.plan, next: next.name, standsIn, commands: commandsOf(next, made.base, { old, kept }) };
	}
	return undefined;
}

/** A restart policy as the command line takes it. */
function policyWords({ policy = 'no', tries }: Instance): string {
	return tries === undefined ? policy : `${policy}:${tries}`;
}

function commandsOf(
	next: Instance,
	base: string,
	{ old, kept }: Readonly<Record<'old' | 'kept', Instance | undefined>>,
): string {
	// Nothing is there to go back to: what was made is all there is of the service.
	if (old === undefined && kept === undefined) return `docker rename ${next.name} ${base} && docker start ${base}`;
	const back = old ?? kept;
	// The roll back takes the old one's policy away; the half-made one was created with it.
	const isTaken = back?.policy === 'no' && next.policy !== undefined && next.policy !== 'no';
	return [
		`docker stop ${next.name}`,
		`docker rm ${next.name}`,
		...(old === undefined && kept !== undefined ? [`docker rename ${kept.name} ${base}`] : []),
		...(isTaken ? [`docker update --restart ${policyWords(next)} ${base}`] : []),
		...(back !== undefined && isStopped(back) ? [`docker start ${base}`] : []),
	].join(' && ');
}

/** What a container that was set aside was called while it was the service's; undefined where nothing tells. */
function nameBefore({ name }: Instance, service: Pick<Service, 'name' | 'original'>): string | undefined {
	const names = [service.original, service.name].filter((base) => base !== undefined);
	return keptOf(name)?.base ?? names.find((base) => isAsideName(name, base));
}

/** Why nothing can be done on a service that has no container, with what a person does first. */
export function withoutContainer(
	service: Pick<Service, 'name' | 'original' | 'platform' | 'instances' | 'former'>,
): string {
	const none = 'it has no container';
	const left = unfinishedOf(service);
	if (left !== undefined) return `${none}; a roll back of it has no end: watchdeck resume ${left.plan}`;
	const [last] = service.platform === 'docker' ? service.former.filter(isStopped).toSorted(byEnd) : [];
	const base = last === undefined ? undefined : nameBefore(last, service);
	if (last === undefined || base === undefined) return `${none}: deploy it again first`;
	// A roll back takes the policy of what it keeps, and nobody knows any more which it was.
	const policy = last.policy === 'no' ? ' (its restart policy is "no")' : '';
	return `${none}; by hand: docker rename ${last.name} ${base} && docker start ${base}${policy}`;
}

/** The one that ended last comes first. */
function byEnd(a: Instance, b: Instance): number {
	return (b.ended ?? 0) - (a.ended ?? 0);
}
