import { nearest } from '../../../core/config/nearest.ts';
import { hostAt } from '../../../core/host/address.ts';
import type { Finding } from '../../../core/lint/model.ts';
import type { Host } from '../../../core/model.ts';
import { hostName } from '../../../core/runbook/call.ts';
import { isLike } from '../../../core/runbook/match.ts';
import type { Code, Runbook } from '../../../core/runbook/model.ts';
import type { Inside } from '../../shell/commands.ts';
import { finder } from '../code-rule.ts';
import type { Seen } from '../source.ts';

/** Where the commands of documents may run. */
export interface Where {
	readonly hosts: readonly Host[];
	/** The services of the config by their ids, each with its host. */
	readonly services: readonly { readonly id: string; readonly host: string }[];
	/** The hosts of steps that name none themselves. */
	readonly usual: readonly string[];
}

const noHost = finder('no-such-host', 'error', 'the name of a host of the config, or `here` for this machine');
const unclear = finder(
	'where-unknown',
	'note',
	'`host:` in the front matter or behind the fence, `services:`, or --host NAME',
);

/** The hosts that a document's steps run on where they name none. */
function usualOf({ head }: Runbook, { hosts, services, usual }: Where): readonly string[] {
	if (head.host !== undefined && !head.host.includes('{{')) return [head.host];
	if (usual.length > 0) return usual;
	const ofServices = services.filter(({ id }) => head.services.some((pattern) => isLike(id, pattern)));
	if (ofServices.length > 0) return [...new Set(ofServices.map(({ host }) => host))];
	const [only, ...more] = hosts;
	return only !== undefined && more.length === 0 ? [only.name] : [];
}

/** The hosts on which a fence runs, and what is wrong with how it names them. */
export function hostsOf(
	{ attributes, line }: Code,
	runbook: Runbook,
	where: Where,
): { readonly hosts: readonly string[]; readonly findings: readonly Finding[] } {
	const own = attributes.host?.includes('{{') === false ? attributes.host : undefined;
	const named = own === undefined ? usualOf(runbook, where) : [own];
	if (named.length === 0)
		return { hosts: [], findings: [unclear(line, 'it is not known where this runs: it was not asked about')] };
	const names = where.hosts.map(({ name }) => name);
	const isThere = (name: string): boolean => hostName(name) === 'local' || names.includes(name);
	const findings = named
		.filter((name) => !isThere(name))
		.map((name) => {
			const near = nearest(name, names);
			const meant = near === undefined ? '' : `; perhaps ${near} is meant`;
			return noHost(line, `the config has no host \`${name}\`${meant}`);
		});
	return { hosts: named.filter(isThere).map(hostName), findings };
}

/** Programs that run what they are given on the machine on which they run; the last of them as root or another account. */
const onward =
	/^(?:env|nice|ionice|nohup|setsid|command|builtin|exec|chronic|stdbuf|time|timeout|flock|xargs|watch|eval|sh|bash|dash|ash|zsh|ksh|find)$/;
const asOther = /^(?:sudo|doas|su)$/;

/** Where one command of a fence runs, and whether it may be as root. */
export interface Place {
	readonly host: string;
	readonly root: boolean;
}

/** Where something runs that a program on a place is given; undefined in a container, and on a host that is none of the config. */
function onFrom(place: Place, { by, of }: Inside, hosts: readonly Host[]): Place | undefined {
	if (asOther.test(by)) return { ...place, root: true };
	if (by !== 'ssh') return onward.test(by) ? place : undefined;
	const other = of === undefined ? undefined : hostAt(of, hosts);
	return other === undefined ? undefined : { host: other.name, root: false };
}

/** Where a command runs whose fence runs on `host`; undefined where nobody can be asked. */
export function placeOf({ found }: Seen, host: string, { hosts }: Where): Place | undefined {
	let place: Place | undefined = { host, root: false };
	for (const inside of found.inside) place = place === undefined ? undefined : onFrom(place, inside, hosts);
	return place;
}
