import type { Chunk, Read } from '../core/call.ts';
import { groupId } from '../core/ids.ts';
import { type Span, spanAround } from '../core/logs/around.ts';
import {
	type LogSource,
	type SourceLine,
	sourceCall,
	sourceCallIn,
	sourceKey,
	sourceLine,
	sourceName,
} from '../core/logs/source.ts';
import type { Instance, Millis } from '../core/model.ts';
import { logsKey } from '../core/select/logs/about.ts';
import { together } from '../core/select/logs/together.ts';
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
	/** It is read until then, where it is not followed. */
	readonly until?: Millis;
}

/** A log that is wanted: its lines are kept under `id`. `merged`: they come from several services, and are put in the order of their times. */
export interface LogWanted {
	readonly id: string;
	readonly taps: readonly Tap[];
	readonly merged?: boolean;
}

/** So many lines of before are shown at first. */
const tail = 1000;

/** The log of a container, of its standard output and error. `span`: only that of this time. */
export const containerTap = ({ host, id, name }: Instance, span?: Span): Tap => {
	const path = `/containers/${id}/logs?stdout=1&stderr=1&timestamps=1`;
	const seconds = (at: Millis): string => (at / 1000).toFixed(3);
	const part = (since: Millis | undefined): string => {
		if (span !== undefined) return `since=${seconds(since ?? span.from)}&until=${seconds(span.to)}`;
		return `follow=1&${since === undefined ? `tail=${tail}` : `since=${seconds(since)}`}`;
	};
	return {
		key: `${host}/${id}`,
		name,
		call: (since) => ({
			...{ effect: 'read', via: 'engine', host, method: 'GET', path: `${path}&${part(since)}` },
			// Only the beginning of a stream has a limit.
			timeout: 10_000,
		}),
		line: (chunk) => chunk,
		ends: true,
		...(span === undefined ? {} : { until: span.to }),
	};
};

/** A log that the config names. `span`: only that of this time. */
export const sourceTap = (source: LogSource, span?: Span): Tap => ({
	key: sourceKey(source),
	name: sourceName(source),
	call: (since, again) => (span === undefined ? sourceCall(source, since, again) : sourceCallIn(source, span)),
	line: (chunk) => sourceLine(source, chunk),
	ends: false,
	...(span === undefined ? {} : { until: span.to }),
});

/** The logs of a service that the config names. */
const namedLogs = ({ fleet }: Pick<State, 'fleet'>, id: string): readonly LogSource[] =>
	fleet.services.find(({ environment, name }) => `${environment}/${name}` === id)?.logs ?? [];

/** The logs of one service, kept under its id. */
const ofService = (state: State, id: string | undefined, span?: Span): readonly LogWanted[] => {
	const service = id === undefined ? undefined : state.services[id];
	if (service === undefined) return [];
	// What served in a time that is past may be set aside by now.
	const instances = span === undefined ? service.instances : [...service.instances, ...service.former];
	const containers = instances.map((instance) => containerTap(instance, span));
	return [
		{ id: service.id, taps: [...containers, ...namedLogs(state, service.id).map((one) => sourceTap(one, span))] },
	];
};

/** The logs of all services of an environment, each line under the name of its service. */
const ofGroup = (state: State, environment: string, span?: Span): LogWanted => ({
	id: groupId(environment),
	taps: together(state, environment).logs.map((one) => ({
		...('instance' in one ? containerTap(one.instance, span) : sourceTap(one.source, span)),
		name: one.name,
	})),
	merged: true,
});

/** The logs that are wanted: those that Logs shows, else that of the service that is looked at. */
export const logsWanted = (state: State, followed: string | undefined): readonly LogWanted[] => {
	const { screen, service, logs } = state.ui;
	if (screen !== 'logs') return ofService(state, followed);
	const { group, around } = logs;
	const of = (span?: Span): readonly LogWanted[] =>
		group === undefined ? ofService(state, service, span) : [ofGroup(state, group, span)];
	if (around === undefined) return of();
	const then = of(spanAround(around.at)).map((one) => ({ ...one, id: logsKey(state.ui) }));
	// Whoever goes back finds the log as it was left.
	return around.before === undefined ? then : [...then, ...of()];
};
