import { listed } from '../listed.ts';
import type { Instance, Service } from '../model.ts';
import { pastable } from '../quote.ts';
import { halfMadeOf, isStopped, keptOf } from './former.ts';

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

/**
 * What an earlier roll back left half made, with the ways out, in words. A run is in the journal of whoever began it only:
 * another account or machine cannot go on with it.
 */
export function unfinishedText({ plan, next, standsIn, commands }: Unfinished): string {
	const what = standsIn
		? `${next} stands in for it, of a change that has no end`
		: `a change of it has no end: its ${next} is still there`;
	const ways = `use, only where it was begun: watchdeck resume ${plan}; when who began it cannot be reached: ${commands}`;
	return `${what}; ${ways}`;
}

/** A restart policy as the command line takes it. */
function policyWords({ policy = 'no', tries }: Instance): string {
	return tries === undefined ? policy : `${policy}:${tries}`;
}

/** Commands of which each is given when the one before it went well, to be pasted: whatever a name is, it is one word. */
function inTurn(...commands: readonly (readonly string[])[]): string {
	return commands.map(pastable).join(' && ');
}

function commandsOf(
	next: Instance,
	base: string,
	{ old, kept }: Readonly<Record<'old' | 'kept', Instance | undefined>>,
): string {
	// Nothing is there to go back to: what was made is all there is of the service.
	if (old === undefined && kept === undefined)
		return inTurn(['docker', 'rename', next.name, base], ['docker', 'start', base]);
	const back = old ?? kept;
	// The roll back takes the old one's policy away; the half-made one was created with it.
	const isTaken = back?.policy === 'no' && next.policy !== undefined && next.policy !== 'no';
	return inTurn(
		['docker', 'stop', next.name],
		['docker', 'rm', next.name],
		...(old === undefined && kept !== undefined ? [['docker', 'rename', kept.name, base]] : []),
		...(isTaken ? [['docker', 'update', '--restart', policyWords(next), base]] : []),
		...(back !== undefined && isStopped(back) ? [['docker', 'start', base]] : []),
	);
}

type Missing = Pick<Service, 'container' | 'lookalikes' | 'instances' | 'former'>;

/** Why nothing can be done on a service that has no container, with what a person does first. */
export function withoutContainer(service: Missing): string {
	const none = 'it has no container';
	const left = unfinishedOf(service);
	if (left !== undefined) return unfinishedText(left);
	const { container, lookalikes, former } = service;
	if (container !== undefined && lookalikes !== undefined) return `${none}; ${renameWords(lookalikes, container)}`;
	const [last] = former.filter(isStopped).toSorted(bestFirst);
	if (last === undefined || container === undefined) return `${none}: deploy it again first`;
	return [none, ...startWords(last, container, policyFor(last, former))].join('; ');
}

/** Beside what may be the service under another name nothing is started: two versions would run. */
function renameWords(names: readonly string[], container: string): string {
	const [only = '', ...others] = names;
	if (others.length === 0) return `${only} runs; if that is it: ${pastable(['docker', 'rename', only, container])}`;
	return `${listed(names)} run; if one of them is it, give it the name ${container} with docker rename`;
}

/** What a roll back moved out of the way was at fault: it comes after all others. Of like ones that which ended last is first. */
function bestFirst(a: Instance, b: Instance): number {
	return Number(keptOf(a.name) !== undefined) - Number(keptOf(b.name) !== undefined) || (b.ended ?? 0) - (a.ended ?? 0);
}

/** The policy for an earlier container that has none, as the command line takes it: a roll back takes it from what it keeps. */
function policyFor(last: Instance, former: readonly Instance[]): string | undefined {
	if (last.policy !== 'no') return undefined;
	const known = former.find(({ policy }) => policy !== undefined && policy !== 'no');
	return known === undefined ? undefined : policyWords(known);
}

/** What a person knows and does to have an earlier container run again; the commands come last, to be copied. */
function startWords(last: Instance, container: string, policy: string | undefined): readonly string[] {
	const { name } = last;
	const plan = keptOf(name)?.plan;
	const isLost = last.policy === 'no' && policy === undefined;
	const whose = plan === undefined ? `the restart policy of ${name}` : 'its restart policy';
	const commands = inTurn(
		['docker', 'rename', name, container],
		...(policy === undefined ? [] : [['docker', 'update', '--restart', policy, container]]),
		['docker', 'start', container],
	);
	return [
		...(plan === undefined ? [] : [`${name} is what the change ${plan} left`]),
		...(isLost ? [`${whose} is "no" until docker update --restart sets another`] : []),
		`by hand: ${commands}`,
	];
}
