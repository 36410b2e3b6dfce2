import type { Chunk, Read } from '../core/call.ts';
import { mostSkew } from '../core/condition/host.ts';
import { groupId } from '../core/ids.ts';
import { lengthText } from '../core/length-text.ts';
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
import { nameAmong, namedLogs } from '../core/select/logs/named.ts';
import { oneLogText, together } from '../core/select/logs/together.ts';
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
	/** What must be known of it to understand its lines. */
	readonly says?: string;
	/** Whether a log that is missing stays so: that of a container that was removed does. */
	readonly ends: boolean;
	/** It is read until then, where it is not followed. */
	readonly until?: Millis;
	/** The container of which it is, as it stood. */
	readonly container?: Instance;
}

/** A log that is wanted: its lines are kept under `id`. `merged`: they come from several services, and are put in the order of their times. */
export interface LogWanted {
	readonly id: string;
	readonly taps: readonly Tap[];
	readonly merged?: boolean;
	/** Logs that belong to it and are not followed, for want of room. */
	readonly left?: readonly string[];
}

/** So many lines of before are shown at first. */
const tail = 1000;

/** What is asked for by the clock of the host that writes a log, which may be ahead of ours, and what comes by ours. */
const byTwoClocks = (ahead: Millis) => ({
	there: (at: Millis): Millis => at + ahead,
	spanThere: ({ from, to }: Span): Span => ({ from: from + ahead, to: to + ahead }),
	here: <L extends SourceLine>(line: L): L => ('at' in line ? { ...line, at: line.at - ahead } : line),
});

/** Said where a clock is so far off that times would not be found again by whoever compares them with the log itself. */
const clockSays = (host: string, name: string, ahead: Millis): { readonly says?: string } => {
	if (Math.abs(ahead) <= mostSkew) return {};
	const off = `${lengthText(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} ours`;
	return { says: `the clock of ${host} is ${off}: the times of ${name} are shown by ours` };
};

/** The log of a container, of its standard output and error. `span`: only that of this time. */
export const containerTap = (container: Instance, ours?: Span): Tap => {
	const { host, id, name, ahead = 0 } = container;
	const { there, spanThere, here } = byTwoClocks(ahead);
	const span = ours && spanThere(ours);
	const path = `/containers/${id}/logs?stdout=1&stderr=1&timestamps=1`;
	const seconds = (at: Millis): string => (at / 1000).toFixed(3);
	const part = (last: Millis | undefined): string => {
		const since = last === undefined ? undefined : there(last);
		if (span !== undefined) return `since=${seconds(since ?? span.from)}&until=${seconds(span.to)}`;
		return `follow=1&${since === undefined ? `tail=${tail}` : `since=${seconds(since)}`}`;
	};
	return {
		key: `${host}/${id}`,
		...{ name, container },
		call: (since) => ({
			...{ effect: 'read', via: 'engine', host, method: 'GET', path: `${path}&${part(since)}` },
			// Only the beginning of a stream has a limit.
			timeout: 10_000,
		}),
		line: here,
		ends: true,
		...clockSays(host, name, ahead),
		...(ours === undefined ? {} : { until: ours.to }),
	};
};

/** How a log that the config names is read. `ahead`: by how much the clock of its host is ahead of ours. */
interface SourceTapping {
	readonly span?: Span;
	readonly ahead?: Millis;
}

/** A log that the config names. `span`: only that of this time. */
export const sourceTap = (source: LogSource, { span, ahead = 0 }: SourceTapping = {}): Tap => {
	const { there, spanThere, here } = byTwoClocks(ahead);
	return {
		key: sourceKey(source),
		name: sourceName(source),
		call: (since, again) =>
			span === undefined
				? sourceCall(source, since === undefined ? undefined : there(since), again)
				: sourceCallIn(source, spanThere(span)),
		line: (chunk) => here(sourceLine(source, chunk)),
		ends: false,
		...clockSays(source.host, sourceName(source), ahead),
		...(span === undefined ? {} : { until: span.to }),
	};
};

/** A log that the config names, on a host of which the state may know how far its clock is ahead. */
const namedTap = (state: State, source: LogSource, span?: Span): Tap => {
	const skew = state.hostFacts[source.host]?.value?.['skew'];
	return sourceTap(source, {
		...(span === undefined ? {} : { span }),
		...(typeof skew === 'number' ? { ahead: skew } : {}),
	});
};

/** The logs of one service, kept under its id. Of one that is gone there are none: what they said stays. */
const ofService = (state: State, id: string, span?: Span): LogWanted => {
	const service = state.services[id];
	if (service === undefined) return { id, taps: [] };
	// What served in a time that is past may be set aside by now.
	const instances = span === undefined ? service.instances : [...service.instances, ...service.former];
	const containers = instances.map((instance) => containerTap(instance, span));
	const sources = namedLogs(state, id);
	const named = sources.map((one) => ({ ...namedTap(state, one, span), name: nameAmong(one, sources) }));
	return { id, taps: [...containers, ...named] };
};

/** The logs of all services of an environment, each line under the name of its service. */
const ofGroup = (state: State, environment: string, span?: Span): LogWanted => {
	const { logs, left } = together(state, environment);
	const taps = logs.map((one) => ({
		...('instance' in one ? containerTap(one.instance, span) : namedTap(state, one.source, span)),
		name: one.name,
	}));
	return { id: groupId(environment), taps, merged: true, left: left.map(oneLogText) };
};

/** What Logs shows: the log of a service, also when that is gone, or of an environment. */
const shown = (state: State, span?: Span): readonly LogWanted[] => {
	const { service, logs } = state.ui;
	if (logs.group !== undefined) return [ofGroup(state, logs.group, span)];
	return service === undefined ? [] : [ofService(state, service, span)];
};

/** The logs that are wanted: those that Logs shows, else that of the service that is looked at. */
export const logsWanted = (state: State, followed: string | undefined): readonly LogWanted[] => {
	const { screen, logs } = state.ui;
	if (screen !== 'logs') {
		return followed === undefined || state.services[followed] === undefined ? [] : [ofService(state, followed)];
	}
	const { around } = logs;
	if (around === undefined) return shown(state);
	const then = shown(state, spanAround(around.at)).map((one) => ({ ...one, id: logsKey(state.ui) }));
	// Whoever goes back finds the log as it was left.
	return around.before === undefined ? then : [...then, ...shown(state)];
};
