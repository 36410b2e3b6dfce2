import { z } from 'zod';
import { eventsPath } from '../core/engine/events.ts';
import type { EngineFacts } from '../core/engine/facts.ts';
import { inOrder } from '../core/in-order.ts';
import type { Millis, Result } from '../core/model.ts';
import type { ProbeKind, Reach, Reading } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { type Get, get, getter } from './engine/ask.ts';
import { eventsIn, newsOf } from './engine/news.ts';
import { wholeEngine } from './engine/whole.ts';

/** What the probe `docker` is told: which host's engine. */
export const schema = z.strictObject({ host: z.string() });

/** So many events are looked into at once: when all containers of a host die together, a slow road must not add up. */
const atOnce = 8;
/** Events from so long ago are asked for again when a stream is opened: what happened since the list was read. */
const overlap: Millis = 15_000;

/** Asks, and says when it was asked. */
async function asked(
	now: Reach['now'],
	work: () => Promise<Result<Omit<EngineFacts, 'asked'>>>,
): Promise<Result<Reading>> {
	const at = now();
	const facts = await work();
	if (!facts.ok) return facts;
	const control = { is: 'ok', because: 'the engine answers', since: now() } as const;
	return { ok: true, value: { layers: { control }, engine: { ...facts.value, asked: at } } };
}

/** The time by the engine's clock, which its events bear; ours where it does not say. */
async function engineTime(ask: Get, now: Reach['now']): Promise<Millis> {
	const answer = await ask('/_ping');
	const date = answer.ok ? Date.parse(answer.value.headers?.['date'] ?? '') : Number.NaN;
	return Number.isNaN(date) ? now() : date;
}

/** All containers and images of an engine, and then what happens to them as it happens. */
export const docker: ProbeKind = {
	kind: 'docker',
	read: async (probe, reach) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const { host } = spec.value;
		return asked(reach.now, () => wholeEngine(host, getter(host, probe.timeout, reach)));
	},
	watch: async function* (probe, reach) {
		const spec = specOf(schema, probe);
		if (!spec.ok) {
			yield spec;
			return;
		}
		const { host } = spec.value;
		const ask = getter(host, probe.timeout, reach);
		const since = Math.floor(((await engineTime(ask, reach.now)) - overlap) / 1000);
		const stream = reach.follow(get(host, eventsPath(since), probe.timeout), reach.signal);
		yield* inOrder(eventsIn(host, stream), atOnce, async (line) =>
			line.ok ? asked(reach.now, () => newsOf(host, line.value, ask)) : line,
		);
	},
};
