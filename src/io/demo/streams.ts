import type { Millis } from '../../core/model.ts';
import type { Box, Time } from './box.ts';
import { labelsOf } from './engine/fields.ts';
import { type Filters, filtersOf, hasLabels } from './engine/filters.ts';
import { containerOf } from './engine/find.ts';
import type { EngineEvent } from './engine/types.ts';
import { logLines, nextLine } from './log-lines.ts';
import { framed, logsWish, secondsOf } from './logs.ts';
import { statsJson } from './stats.ts';

/** A stream of a simulated engine: what it reads from, what was asked, and what ends it. */
export interface Streaming {
	readonly box: Box;
	readonly time: Time;
	/** What the path names. */
	readonly of: string;
	readonly query: URLSearchParams;
	readonly signal: AbortSignal;
}

const utf8 = new TextEncoder();

/** An event as a line of the stream. Its nanoseconds are written as digits: no number of JavaScript holds them. */
function eventLine({ seq, at, type, action, id, attributes }: EngineEvent): string {
	const old = type === 'container' || type === 'image' ? { status: action, id, from: attributes['image'] } : {};
	const event = { ...old, Type: type, Action: action, Actor: { ID: id, Attributes: attributes }, scope: 'local' };
	const nanos = `${at}${String(seq % 1_000_000).padStart(6, '0')}`;
	return `${JSON.stringify(event).slice(0, -1)},"time":${Math.floor(at / 1000)},"timeNano":${nanos}}\n`;
}

/** Does an event pass the filters? The name of an action may be the beginning of it. Source: moby `daemon/events/filter.go`. */
function passes({ type, action, id, attributes }: EngineEvent, filters: Filters): boolean {
	const { event, label, container, image } = filters;
	const named = (wanted: readonly string[] | undefined, name: string | undefined) =>
		wanted === undefined || wanted.some((each) => each === name || id.startsWith(each));
	if (filters['type'] !== undefined && !filters['type'].includes(type)) return false;
	if (event !== undefined && !event.some((each) => action.startsWith(each))) return false;
	if (!hasLabels(labelsOf(attributes), label ?? [])) return false;
	return named(container, attributes['name']) && named(image, attributes['image']);
}

/** `GET /events`: those since a time that are still known, then each as it comes, until a time. */
export async function* events({ box, time, query, signal }: Streaming): AsyncGenerator<Uint8Array> {
	const filters = filtersOf(query) ?? {};
	const since = secondsOf(query.get('since')) ?? time.now();
	const until = secondsOf(query.get('until')) ?? Number.POSITIVE_INFINITY;
	let seen = 0;
	while (!signal.aborted) {
		const all = box.host().engine.events;
		const fresh = all.filter(({ seq, at }) => seq > seen && at >= since && at <= until);
		seen = all.at(-1)?.seq ?? seen;
		const lines = fresh.filter((event) => passes(event, filters)).map(eventLine);
		if (lines.length > 0) yield utf8.encode(lines.join(''));
		if (time.now() >= until) return;
		// What happened while the reader took its time is not slept over.
		if (box.host().engine.events === all) await box.sleep(until, signal);
	}
}

/** `GET /containers/ID/stats`: a sample a second, until the container is gone. */
export async function* statsStream({ box, time, of, signal }: Streaming): AsyncGenerator<Uint8Array> {
	let before: Millis | undefined;
	while (!signal.aborted) {
		const { engine } = box.host();
		const container = containerOf(engine, of);
		if (container === undefined) return;
		const now = time.now();
		yield utf8.encode(`${JSON.stringify(statsJson(engine, container, now, before))}\n`);
		before = now;
		await time.wait(1000, signal);
	}
}

/** `GET /containers/ID/logs?follow=1`: what is there, then each line as it comes, until the container ends. */
export async function* logsStream({ box, time, of, query, signal }: Streaming): AsyncGenerator<Uint8Array> {
	const first = logsWish(query, time.now());
	let after = first.after;
	let most = first.most;
	while (!signal.aborted) {
		const { engine } = box.host();
		const container = containerOf(engine, of);
		if (container === undefined) return;
		const until = time.now();
		const lines = logLines(engine, container, { after, until, most });
		if (lines.length > 0) yield framed(lines, first);
		after = until;
		most = Number.POSITIVE_INFINITY;
		if (container.state !== 'running' && container.state !== 'paused') return;
		await box.sleep(nextLine(engine, container, after) ?? Number.POSITIVE_INFINITY, signal);
	}
}
