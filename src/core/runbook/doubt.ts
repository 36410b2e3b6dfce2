import { hostOf } from '../ids.ts';
import type { State } from '../state.ts';
import type { OpenWalk } from './open.ts';

/** The hosts that a walk may be believed to be about, by the fleet here and its document. */
function hostsHere({ walk: { head }, runbook }: OpenWalk, { fleet, services }: Pick<State, 'fleet' | 'services'>) {
	const named = runbook?.head.host === undefined ? [] : [runbook.head.host];
	const { of } = head;
	const only = fleet.hosts.length === 1 ? fleet.hosts.map(({ name }) => name) : [];
	if (of === undefined) return [...named, ...only];
	const host = hostOf(of);
	if (host !== undefined) return [...named, ...fleet.hosts.flatMap(({ name }) => (name === host ? [name] : []))];
	const service = services[of];
	return [...named, ...(service?.hosts ?? []), ...(service?.instances.map((one) => one.host) ?? [])];
}

/**
 * Why nothing of a walk that was read from a copy runs from here, in words: what the copy says it is about, or where its commands run,
 * is not so by the fleet here. Whoever may write to a copy chooses neither a host nor an environment of ours.
 */
export function doubtOf(open: OpenWalk, state: Pick<State, 'fleet' | 'services'>): string | undefined {
	const { head, heard, host, hostHeard } = open.walk;
	const { of } = head;
	const name = of === undefined ? undefined : hostOf(of);
	const isKnown =
		of === undefined || state.services[of] !== undefined || state.fleet.hosts.some((one) => one.name === name);
	if (heard !== undefined && !isKnown) return `its copy on ${heard} is about ${of}, which is not known here`;
	if (hostHeard === undefined || host === undefined || hostsHere(open, state).includes(host)) return undefined;
	return `only its copy says that its commands run on ${host}, which is not a host of ${of ?? 'it'} here`;
}
