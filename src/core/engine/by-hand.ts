import type { Instance, Service } from '../model.ts';
import { halfMadeOf, isStopped } from './former.ts';

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
		if (!standsIn && (old === undefined || !instances.includes(old))) continue;
		const kept = here.find(({ name }) => name === `${made.base}-rb-${made.plan}`);
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
