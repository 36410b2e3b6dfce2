import { z } from 'zod';
import { byOurClock } from '../core/engine/by-our-clock.ts';
import { eventsPath } from '../core/engine/events.ts';
import type { EngineFacts } from '../core/engine/facts.ts';
import type { About } from '../core/engine/swarm/member.ts';
import { saidByOurClock } from '../core/engine/swarm/said.ts';
import { inOrder } from '../core/in-order.ts';
import type { Instance, Millis } from '../core/model.ts';
import type { ProbeKind, Reading } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { get, getter, hearing } from './engine/ask.ts';
import type { Looked } from './engine/looked.ts';
import { eventsIn, newsOf } from './engine/news.ts';
import { wholeEngine } from './engine/whole.ts';

/** What the probe `docker` is told: which host's engine. */
export const schema = z.strictObject({ host: z.string() });

/** So many events are looked into at once: when all containers of a host die together, a slow road must not add up. */
const atOnce = 8;
/** Events from so long ago are asked for again when a stream is opened: what happened since the list was read. */
const overlap: Millis = 15_000;

/** When facts were asked for and had come, by our clock, and how far the engine's is ahead of it. */
interface Came {
	readonly asked: Millis;
	readonly now: Millis;
	readonly ahead: Millis;
}

/** Facts by our clock: whatever compares times needs to know of one clock only. */
function told(
	{ containers, listed, swarm, ...engine }: Omit<EngineFacts, 'asked'>,
	{ asked, now, ahead }: Came,
): Reading {
	const control = { is: 'ok', because: 'the engine answers', since: now } as const;
	const here = (all: readonly Instance[]) => all.map((one) => byOurClock(one, ahead));
	const times = { containers: here(containers), ...(listed === undefined ? {} : { listed: here(listed) }) };
	return { layers: { control }, engine: { ...engine, ...times, ...swarmAt(swarm, ahead), asked } };
}

function swarmAt(swarm: EngineFacts['swarm'], ahead: Millis): Pick<EngineFacts, 'swarm'> {
	if (swarm === undefined) return {};
	return { swarm: swarm.ok ? { ok: true, value: saidByOurClock(swarm.value, ahead) } : swarm };
}

/** What a read leaves for the next one. `reads`: how many there were since the engine was asked what it is. */
interface Carry {
	readonly looked: Looked;
	readonly about?: About;
	readonly reads: number;
	/** How far its clock is ahead of ours. */
	readonly ahead: Millis;
}

/** What is known before the first read, and forgotten where all is to be read anew. */
const nothing: Pick<Carry, 'looked' | 'about' | 'reads'> = { looked: new Map(), reads: 0 };

/** So many reads, ten minutes, it is believed what an engine said of itself: it may join a Swarm or leave it. */
const believedReads = 20;

/** What is still believed of what an engine said of itself: not that it is in no Swarm while it runs tasks of one. */
function believed(about: About, { swarm, containers }: Pick<EngineFacts, 'swarm' | 'containers'>): About | undefined {
	if (about.id === undefined || swarm?.ok === false) return undefined;
	const runsTasks = containers.some(({ labels }) => labels['com.docker.swarm.task.id'] !== undefined);
	return about.swarm === undefined && runsTasks ? undefined : about;
}

/** What this kind carried from its last read: it is nobody else's. */
function isCarry(carry: unknown): carry is Carry {
	return typeof carry === 'object' && carry !== null && 'looked' in carry;
}

/** Without the engine's name it is read all the same. */
const quick: Millis = 2000;

/** A clock that moved by more than this was set: times that were read before are wrong by that. */
const wasSet: Millis = 1000;

/** All containers and images of an engine, and then what happens to them as it happens. */
export const docker: ProbeKind = {
	kind: 'docker',
	read: async (probe, reach, carry) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const { host } = spec.value;
		const { now, anew } = reach;
		const asked = now();
		const last: Carry = isCarry(carry) ? carry : { ...nothing, ahead: 0 };
		const before = anew === true ? nothing : last;
		const { ask, ahead } = hearing(getter(host, probe.timeout, reach), now, last.ahead);
		const far = reach.allowance?.(get(host, '/', probe.timeout)) ?? 0;
		const about = before.reads < believedReads ? before.about : undefined;
		const whole = await wholeEngine({
			...{ host, ask, now, before: before.looked, about, timeout: probe.timeout + far },
			quick: getter(host, Math.min(probe.timeout, quick), reach),
		});
		if (!whole.ok) return whole;
		const isSet = Math.abs(ahead() - last.ahead) > wasSet;
		const known = believed(whole.value.about, whole.value.facts);
		const next: Carry = {
			looked: isSet ? nothing.looked : whole.value.looked,
			...(known === undefined ? {} : { about: known }),
			reads: about === undefined ? 1 : before.reads + 1,
			ahead: ahead(),
		};
		return { ok: true, value: { ...told(whole.value.facts, { asked, now: now(), ahead: ahead() }), carry: next } };
	},
	watch: async function* (probe, reach) {
		const spec = specOf(schema, probe);
		if (!spec.ok) {
			yield spec;
			return;
		}
		const { host } = spec.value;
		const { ask, ahead } = hearing(getter(host, probe.timeout, reach), reach.now, 0);
		await ask('/_ping');
		// Its events bear the times of its own clock.
		const since = Math.floor((reach.now() + ahead() - overlap) / 1000);
		const stream = reach.follow(get(host, eventsPath(since), probe.timeout), reach.signal);
		yield* inOrder(eventsIn(host, stream), atOnce, async (line) => {
			if (!line.ok) return line;
			const asked = reach.now();
			const news = await newsOf(host, line.value, ask);
			return news.ok ? { ok: true, value: told(news.value, { asked, now: reach.now(), ahead: ahead() }) } : news;
		});
	},
};
