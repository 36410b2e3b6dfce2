import { firstSaid, type Said, saidIn, wholeOf } from '../host/said.ts';
import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import { type FailedLogins, failedLogins } from './logins.ts';
import { type Family, type Filtering, families, filteringBy } from './rules.ts';

/** Why something is not known: only root may see it, there is no such thing, or it does not answer. */
export type NotKnown = 'denied' | 'none' | 'failed';

/** A jail of fail2ban with the addresses that it bans now, and those that it ever did since its start. */
export interface Jail {
	readonly name: string;
	readonly now: number;
	readonly all: number;
}

/** What a host says of its security; what its account may not see is said so. */
export interface SecurityAnswer {
	readonly logins: FailedLogins | NotKnown;
	/** `security`: how many of `all` come from a security archive; `age`: since the lists were fetched. */
	readonly updates: { readonly all: number; readonly security: number; readonly age: Millis } | NotKnown;
	/** Why it must be started anew; undefined where nothing asks for it. */
	readonly reboot?: string;
	readonly bans: readonly Jail[] | NotKnown;
	/** What filters what comes in; an empty list: nothing does. */
	readonly firewall: readonly string[] | NotKnown;
	/** What keeps out some of what comes in, and is not known to keep out the rest; missing where that does not matter. */
	readonly partly?: readonly string[];
	/** Which addresses both are said of, where what comes in to the others is filtered; missing: of all. */
	readonly over?: Family;
}

function loginsOf(said: Said, now: Millis): SecurityAnswer['logins'] {
	const from = firstSaid(said, 'logins');
	if (from !== 'journal' && from !== 'file') return from === 'denied' ? 'denied' : 'none';
	const hour = { now, local: firstSaid(said, 'now') ?? '', ago: firstSaid(said, 'ago') ?? '' };
	return failedLogins(said.get('login') ?? [], hour);
}

/** `Inst libssl3 [3.0.15-1] (3.0.17-1 Debian-Security:12/stable-security [amd64])`: the archives stand in the brackets. */
function updatesOf(said: Said, now: Millis): SecurityAnswer['updates'] {
	const lists = wholeOf(firstSaid(said, 'lists'));
	if (lists === undefined) return 'none';
	if (firstSaid(said, 'updates') !== 'apt') return 'failed';
	const lines = said.get('update') ?? [];
	const security = lines.filter((line) => /\([^)]*-security\b[^)]*\)?/i.test(line)).length;
	return { all: lines.length, security, age: Math.max(0, now - lists * 1000) };
}

function rebootOf(said: Said): string | undefined {
	const [running, newest] = (firstSaid(said, 'kernel') ?? '').split(' ');
	if (running !== undefined && newest !== undefined && newest !== '' && running !== newest) {
		return `kernel ${newest.slice(0, 60)} is installed, ${running.slice(0, 60)} runs`;
	}
	return said.has('reboot') ? 'an update asks for it' : undefined;
}

function bansOf(said: Said): SecurityAnswer['bans'] {
	const state = firstSaid(said, 'bans');
	if (state === 'denied' || state === 'none') return state;
	if (state !== 'fail2ban') return 'failed';
	return (said.get('jail') ?? []).flatMap((line) => {
		const [, name, now, all] = /^([\w.-]{1,64}) (\d{1,9}) (\d{1,12})$/.exec(line) ?? [];
		return name === undefined ? [] : [{ name, now: Number(now), all: Number(all) }];
	});
}

const switched = ['ufw', 'firewalld'] as const;
const tools = ['nftables', 'iptables', 'ip6tables'] as const;

function firewallOf(said: Said): Pick<SecurityAnswer, 'firewall' | 'partly' | 'over'> {
	const lines = said.get('firewall') ?? [];
	const here = families.filter((family) => family === 'IPv4' || said.has('ipv6'));
	const filtering = here.flatMap((family) =>
		tools.map((tool) => ({ family, tool, is: filteringBy(said, tool, family) })),
	);
	const by = (is: Filtering) => filtering.filter((one) => one.is === is);
	const on = switched.filter((one) => lines.includes(one));
	const open = here.filter((family) => !by('all').some((one) => one.family === family));
	if (on.length > 0 || open.length === 0)
		return { firewall: [...new Set([...on, ...by('all').map(({ tool }) => tool)])] };
	if (lines.includes('denied')) return { firewall: 'denied' };
	if (!lines.includes('looked') || filtering.some(({ is }) => is === undefined)) return { firewall: 'failed' };
	const partly = new Set(by('some').flatMap(({ tool, family }) => (open.includes(family) ? [tool] : [])));
	return {
		firewall: [],
		...known({
			partly: partly.size === 0 ? undefined : [...partly],
			over: open.length < here.length ? open[0] : undefined,
		}),
	};
}

/** What the script printed, taken apart; undefined where it did not even say the time. */
export function parseSecurity(text: string): SecurityAnswer | undefined {
	const said = saidIn(text);
	const clock = wholeOf(firstSaid(said, 'clock'));
	if (clock === undefined) return undefined;
	const now = clock * 1000;
	return {
		logins: loginsOf(said, now),
		updates: updatesOf(said, now),
		bans: bansOf(said),
		...firewallOf(said),
		...known({ reboot: rebootOf(said) }),
	};
}
