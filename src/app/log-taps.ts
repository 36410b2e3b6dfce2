import type { Chunk, Read } from '../core/call.ts';
import { type LogSource, type SourceLine, sourceCall, sourceKey, sourceLine, sourceName } from '../core/logs/source.ts';
import type { Instance, Millis } from '../core/model.ts';
import type { State } from '../core/state.ts';

/** One log that is followed: of a container, or one that the config names. */
export interface Tap {
	/** The same log, the same key. */
	readonly key: string;
	/** What it is called beside its lines. */
	readonly name: string;
	/** Its stream from the newest line that is known; `again`: it was followed before. */
	readonly call: (since: Millis | undefined, again: boolean) => Read;
	readonly line: (chunk: Chunk) => SourceLine;
	/** Whether a log that is missing stays so: that of a container that was removed does. */
	readonly ends: boolean;
}

/** So many lines of before are shown at first. */
const tail = 1000;

/** The log of a container, of its standard output and error. */
export const containerTap = ({ host, id, name }: Instance): Tap => ({
	key: `${host}/${id}`,
	name,
	call: (since) => ({
		effect: 'read',
		via: 'engine',
		host,
		method: 'GET',
		path: `/containers/${id}/logs?stdout=1&stderr=1&timestamps=1&follow=1&${since === undefined ? `tail=${tail}` : `since=${(since / 1000).toFixed(3)}`}`,
		// Only the beginning of a stream has a limit.
		timeout: 10_000,
	}),
	line: (chunk) => chunk,
	ends: true,
});

/** A log that the config names. */
export const sourceTap = (source: LogSource): Tap => ({
	key: sourceKey(source),
	name: sourceName(source),
	call: (since, again) => sourceCall(source, since, again),
	line: (chunk) => sourceLine(source, chunk),
	ends: false,
});

/** The logs of a service that the config names. */
export const namedLogs = ({ fleet }: Pick<State, 'fleet'>, id: string): readonly LogSource[] =>
	fleet.services.find(({ environment, name }) => `${environment}/${name}` === id)?.logs ?? [];
