import type { Millis } from '../model.ts';
import { timeOf } from '../time.ts';

/** Failed logins of the last hour: connections that tried, and the address that tried most often. */
export interface FailedLogins {
	readonly count: number;
	readonly most?: { readonly address: string; readonly count: number };
}

/** The host's clock, and its local time now and an hour ago as syslog writes it (`Nov  1 02:03:04`). */
export interface Hour {
	readonly now: Millis;
	readonly local: string;
	readonly ago: string;
}

/** Where sshd names the other side, at the end: before it stands a name that the other side chose. */
const peer = /[ =]([0-9A-Fa-f.:]{3,45}) port (\d{1,5})(?: ssh2.*| \[preauth\]|: \d+: .*)?$/;

/** Whether a line was written within the last hour; a line whose time is not understood was not. */
function isFresh(line: string, { now, local, ago }: Hour): boolean {
	const [, unix] = /^(\d{9,11})\.\d+ /.exec(line) ?? [];
	const at = unix === undefined ? timeOf(line.split(' ', 1)[0] ?? '') : Number(unix) * 1000;
	if (at !== undefined) return now - at <= 3_600_000;
	const [, hour = '', rest = ''] = /^([A-Z][a-z]{2} [ \d]\d \d\d):(\d\d:\d\d) /.exec(line) ?? [];
	if (hour === '') return false;
	return hour === local.slice(0, 9) || (hour === ago.slice(0, 9) && rest >= ago.slice(10));
}

/** Counts connections, not lines: sshd tells of one that failed in up to three of them. */
export function failedLogins(lines: readonly string[], hour: Hour): FailedLogins {
	const connections = new Set<string>();
	const addresses = new Map<string, number>();
	for (const line of lines) {
		const [, address, port] = peer.exec(line.trimEnd()) ?? [];
		if (address === undefined || !isFresh(line, hour)) continue;
		const connection = `${address} ${port}`;
		if (!connections.has(connection)) addresses.set(address, (addresses.get(address) ?? 0) + 1);
		connections.add(connection);
	}
	const [worst] = [...addresses].toSorted(([, a], [, b]) => b - a);
	const most = worst === undefined ? {} : { most: { address: worst[0], count: worst[1] } };
	return { count: connections.size, ...most };
}
