import { cleanLines } from './clean.ts';
import type { Event } from './event.ts';

/** Events of one type that came one after another. */
export interface HeardEvents {
	readonly type: Event['type'];
	readonly times: number;
}

/** What is told of a crash. */
export interface Crash {
	/** As ISO 8601 has it. */
	readonly time: string;
	readonly version: string;
	readonly node: string;
	readonly platform: string;
	readonly error: unknown;
	/** The last events, oldest first. Their types alone: what they carry may be anybody's text. */
	readonly events: readonly HeardEvents[];
}

/** A chain of causes longer than this is one that bites its own tail. */
const mostCauses = 8;

/** The events after one more; the newest `most` are kept. */
export function withEvent(events: readonly HeardEvents[], type: Event['type'], most = 40): readonly HeardEvents[] {
	const last = events.at(-1);
	if (last?.type !== type) return [...events.slice(1 - most), { type, times: 1 }];
	return [...events.slice(0, -1), { type, times: last.times + 1 }];
}

/** What was thrown. Of a thing that is no error only its kind is told: it may be a config, an answer, a secret. */
function thrownText(error: unknown, depth = 0): string {
	if (!(error instanceof Error)) {
		return typeof error === 'string'
			? `thrown text: ${error}`
			: `thrown, and no error: a value of type ${typeof error}`;
	}
	const own = error.stack ?? `${error.name}: ${error.message}`;
	const causes = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
	const told = causes.filter((cause) => cause !== undefined && depth < mostCauses);
	return [own, ...told.map((cause) => `caused by ${thrownText(cause, depth + 1)}`)].join('\n');
}

/** The report of a crash, as lines. `redact` takes the secrets out of it. */
export function crashText(
	{ time, version, node, platform, error, events }: Crash,
	redact: (text: string) => string,
): string {
	const text = `watchdeck crash report

time      ${time}
version   ${version}
node      ${node}
platform  ${platform}

${thrownText(error)}

last events, newest at the end
${events.map(({ type, times }) => `  ${type}${times === 1 ? '' : ` x ${times}`}`).join('\n')}
`;
	return cleanLines(redact(text)).join('\n');
}
