import { firstSaid, saidIn, wholeOf } from '../host/said.ts';
import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import { type Properties, unitsIn } from '../systemd/show.ts';

/** A file that may be a backup; `at` by the host's clock, `path` whole. */
export interface FileFound {
	readonly at: Millis;
	readonly bytes: number;
	readonly path: string;
}

/** What a host said of itself. `systemd`: its state, missing without systemd; `denied`: what its account may not read. */
export interface HostFinds {
	/** The host's clock in milliseconds. */
	readonly now: Millis;
	/** The socket of an engine of its account's own. */
	readonly socket?: string;
	/** Listening TCP ports, in order, each once. */
	readonly ports: readonly number[];
	readonly files: readonly FileFound[];
	readonly certificates: readonly string[];
	readonly systemd?: string;
	readonly units: readonly Properties[];
	readonly denied: readonly string[];
}

const mostFiles = 10_000;
const mostNames = 20;

/** The port of an address of /proc/net/tcp, `0100007F:1F90` (proc(5)). */
function portOf(text: string): number | undefined {
	const hex = /^(?:[0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(text)?.[1];
	return hex === undefined ? undefined : Number.parseInt(hex, 16);
}

function fileOf(text: string): readonly FileFound[] {
	const [, seconds, bytes, path] = /^(\d{1,12}) (\d{1,18}) (\/.*)$/s.exec(text) ?? [];
	return path === undefined ? [] : [{ at: Number(seconds) * 1000, bytes: Number(bytes), path }];
}

/** What the script printed, taken apart; undefined where it did not even say the time. */
export function parseFinds(text: string): HostFinds | undefined {
	const said = saidIn(text);
	const all = (key: string) => said.get(key) ?? [];
	const clock = wholeOf(firstSaid(said, 'clock'));
	if (clock === undefined) return undefined;
	const ports = all('listen').flatMap((line) => portOf(line) ?? []);
	return {
		now: clock * 1000,
		ports: [...new Set(ports.filter((port) => port > 0))].toSorted((a, b) => a - b),
		files: all('file').slice(0, mostFiles).flatMap(fileOf),
		certificates: all('certificate')
			.filter((name) => /^[A-Za-z0-9][\w.-]{0,252}\.[A-Za-z][\w-]*$/.test(name))
			.slice(0, mostNames),
		units: unitsIn(all('unit')),
		denied: all('denied').slice(0, mostNames),
		...known({ socket: firstSaid(said, 'socket'), systemd: firstSaid(said, 'systemd') }),
	};
}
