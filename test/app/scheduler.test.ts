import { expect, test } from 'vitest';
import type { Scheduled } from '../../src/app/probes.ts';
import { makeScheduler } from '../../src/app/scheduler.ts';
import type { Event } from '../../src/core/event.ts';
import type { Result, Sample } from '../../src/core/model.ts';
import type { Probe, ProbeKind, Reading } from '../../src/core/probe.ts';
import { makeClock } from './fake-clock.ts';

const fine: Result<Reading> = { ok: true, value: {} };
const lost: Result<Reading> = { ok: false, failure: { kind: 'unreachable', message: 'token s3cret refused' } };
const probe = (of: string, every = 1000): Probe => ({ kind: 'test', of, every, timeout: 500, spec: {} });
const reading = (of: string, every?: number): Scheduled => ({ probe: probe(of, every), mode: 'read' });

const setUp = (kind: Omit<ProbeKind, 'kind'>, samples: (samples: readonly Sample[]) => void = () => {}) => {
	const clock = makeClock();
	const events: Event[] = [];
	const scheduler = makeScheduler({
		kinds: [{ kind: 'test', ...kind }],
		ask: () => Promise.reject(new Error('not asked')),
		follow: () => {
			throw new Error('not followed');
		},
		now: clock.now,
		wait: clock.wait,
		chance: () => 0.5,
		emit: (event) => events.push(event),
		keep: ({ samples: read }) => read && samples(read),
		redact: (text) => text.replaceAll('s3cret', '…'),
	});
	return { clock, events, scheduler };
};

test('a probe is read at once and then at its interval', async () => {
	const { clock, events, scheduler } = setUp({ read: async () => fine });
	scheduler.set([reading('a')]);
	await clock.pass(3500);
	const first = events[0]?.at ?? 0;
	expect(events.map(({ at }) => at - first)).toEqual([0, 1000, 2000, 3000]);
	scheduler.stop();
	await clock.settle();
	expect(clock.sleeping()).toBe(0);
});

test('failures are told without secrets, and make it slower, down to once a minute, never silent', async () => {
	const { clock, events, scheduler } = setUp({ read: async () => lost });
	scheduler.set([reading('a')]);
	await clock.pass(600_000);
	const gaps = events.map(({ at }, index) => at - (events[index - 1]?.at ?? at)).slice(1);
	expect(gaps.slice(0, 5)).toEqual([2000, 4000, 8000, 16000, 32000]);
	expect(Math.max(...gaps)).toBe(60_000);
	expect(events[0]).toMatchObject({ type: 'probe/missed', failure: { message: 'token … refused' } });
	scheduler.stop();
});

test('a steady probe is asked again at its interval, however often it was missed, and tells that it is back', async () => {
	let answers = false;
	const { clock, events, scheduler } = setUp({ read: async () => (answers ? fine : lost) });
	scheduler.set([{ probe: probe('a', 5000), mode: 'read', steady: true }]);
	await clock.pass(22_000);
	expect(events.map(({ at }, index) => at - (events[index - 1]?.at ?? at))).toEqual([0, 5000, 5000, 5000, 5000]);
	answers = true;
	await clock.pass(10_000);
	expect(events.slice(5)).toMatchObject([{ type: 'probe/read', recovered: true }, { type: 'probe/read' }]);
	expect(events[6]).not.toHaveProperty('recovered');
	scheduler.stop();
});

test('a steady probe that takes longer than its interval draws breath before it asks again', async () => {
	const { clock, events, scheduler } = setUp({
		read: async () => {
			await clock.wait(8000, new AbortController().signal);
			return lost;
		},
	});
	scheduler.set([{ probe: { ...probe('a', 5000), timeout: 60_000 }, mode: 'read', steady: true }]);
	await clock.pass(27_000);
	expect(events.map(({ at }, index) => at - (events[index - 1]?.at ?? at))).toEqual([0, 9000, 9000]);
	scheduler.stop();
});

test('a hung probe costs nobody else', async () => {
	const { clock, events, scheduler } = setUp({
		read: (one) => (one.of === 'hung' ? new Promise(() => {}) : Promise.resolve(fine)),
	});
	scheduler.set([reading('hung'), reading('well')]);
	await clock.pass(3500);
	expect(events.filter((event) => event.type === 'probe/read')).toHaveLength(4);
	scheduler.stop();
});

test('a probe that throws is shown as a bug and read again', async () => {
	const { clock, events, scheduler } = setUp({
		read: () => {
			throw new Error('oh');
		},
	});
	scheduler.set([reading('a')]);
	await clock.pass(2500);
	expect(events).toHaveLength(2);
	expect(events[0]).toMatchObject({ type: 'probe/missed', failure: { kind: 'bug' } });
	scheduler.stop();
});

test('a bug in what comes of a reading takes that probe alone', async () => {
	const sample: Sample = { series: 'bad/cpu', at: 0, value: 1 };
	const { clock, events, scheduler } = setUp(
		{ read: async (one) => ({ ok: true, value: one.of === 'bad' ? { samples: [sample] } : {} }) },
		() => {
			throw new Error('oh s3cret');
		},
	);
	scheduler.set([reading('bad'), reading('well')]);
	await clock.pass(3500);
	expect(events.filter((event) => event.type === 'probe/read')).toHaveLength(4);
	expect(events.filter((event) => event.type === 'probe/missed')).toMatchObject([
		{ probe: { of: 'bad' }, failure: { kind: 'bug', message: expect.stringContaining('oh …') } },
	]);
	scheduler.stop();
});

test('what one read carries is given to the next', async () => {
	const carried: unknown[] = [];
	const { clock, scheduler } = setUp({
		read: async (_probe, _reach, carry) => {
			carried.push(carry);
			return { ok: true, value: { carry: carried.length } };
		},
	});
	scheduler.set([reading('a')]);
	await clock.pass(2500);
	expect(carried).toEqual([undefined, 1, 2]);
	scheduler.stop();
});

test('a stream that ended unasked is opened anew after a read', async () => {
	const order: string[] = [];
	const { clock, scheduler } = setUp({
		read: async () => {
			order.push('read');
			return fine;
		},
		watch: async function* () {
			order.push('watch');
			yield fine;
		},
	});
	scheduler.set([{ probe: probe('a', 100_000), mode: 'read and watch' }]);
	await clock.pass(1200);
	expect(order.slice(0, 4)).toEqual(['read', 'watch', 'read', 'watch']);
	scheduler.stop();
});

test('setting the same again disturbs nothing; what is gone ends', async () => {
	let reads = 0;
	const { clock, scheduler } = setUp({
		read: async () => {
			reads += 1;
			return fine;
		},
	});
	scheduler.set([reading('a')]);
	await clock.settle();
	scheduler.set([reading('a')]);
	await clock.settle();
	expect(reads).toBe(1);
	scheduler.set([]);
	await clock.pass(10_000);
	expect(reads).toBe(1);
});

test('a refresh believes nothing that was read before, not even by a reading that is under way', async () => {
	const told: (true | undefined)[] = [];
	const { clock, scheduler } = setUp({
		read: async (_probe, { anew }) => {
			told.push(anew);
			await clock.wait(100, new AbortController().signal);
			return fine;
		},
	});
	scheduler.set([reading('a', 50_000)]);
	await clock.settle();
	const both = Promise.all([scheduler.refresh(() => true), scheduler.refresh(() => true)]);
	await clock.pass(300);
	await both;
	expect(told).toEqual([undefined, true]);
	scheduler.stop();
});

test('what waits for having failed is woken, reads at once, and keeps its interval again; others are left alone', async () => {
	let answers = false;
	const { clock, events, scheduler } = setUp({ read: async () => (answers ? fine : lost) });
	scheduler.set([reading('a'), reading('b'), reading('c', 600_000)]);
	await clock.pass(20_000);
	answers = true;
	const before = events.length;
	scheduler.wake(({ of }) => of !== 'b');
	scheduler.wake(({ of }) => of !== 'b');
	await clock.pass(2500);
	const reads = events.slice(before).map((event) => event.type === 'probe/read' && event.probe.of);
	expect(reads).toEqual(['a', 'c', 'a', 'a']);
	scheduler.stop();
	await clock.settle();
	expect(clock.sleeping()).toBe(0);
});

test('a reading that says too little by itself is made again when it asks for that', async () => {
	let reads = 0;
	const { clock, events, scheduler } = setUp({
		read: async () => {
			reads += 1;
			return reads === 1 ? { ok: true, value: { again: 500 } } : fine;
		},
	});
	scheduler.set([reading('a', 10_000)]);
	await clock.pass(11_000);
	expect(events.map(({ at }) => at - (events[0]?.at ?? 0))).toEqual([0, 500, 10_500]);
	scheduler.stop();
});

test('a stream that is begun by reading is opened once a reading says enough, and then not read again', async () => {
	const order: string[] = [];
	let reads = 0;
	const { clock, scheduler } = setUp({
		read: async () => {
			reads += 1;
			order.push(`read at ${clock.now() - began}`);
			return reads === 1 ? { ok: true, value: { again: 500 } } : fine;
		},
		watch: async function* () {
			order.push(`watch at ${clock.now() - began}`);
			yield fine;
		},
	});
	const began = clock.now();
	scheduler.set([{ probe: probe('a', 1000), mode: 'read, then watch' }]);
	await clock.pass(1200);
	expect(order).toEqual(['read at 0', 'read at 500', 'watch at 500', 'watch at 1000']);
	scheduler.stop();
});

test('a probe that is told anything otherwise is another one: it begins anew, others go on', async () => {
	let reads = 0;
	const { clock, scheduler } = setUp({
		read: async () => {
			reads += 1;
			return fine;
		},
	});
	const one = probe('a', 50_000);
	scheduler.set([{ probe: one, mode: 'read' }, reading('b', 50_000)]);
	await clock.settle();
	scheduler.set([{ probe: { ...one }, mode: 'read' }, reading('b', 50_000)]);
	await clock.settle();
	expect(reads).toBe(2);
	for (const change of [{ timeout: 900 }, { spec: { url: 'x' } }, { layer: 'backup' as const }, { name: 'other' }]) {
		const before = reads;
		scheduler.set([{ probe: { ...one, ...change }, mode: 'read' }, reading('b', 50_000)]);
		await clock.settle();
		expect(reads).toBe(before + 1);
	}
	scheduler.stop();
});

test('what is being read when it is woken, and is missed for the old reason, is read again at once', async () => {
	let answers = false;
	const { clock, events, scheduler } = setUp({
		read: async () => {
			const result = answers ? fine : lost;
			await clock.wait(400, new AbortController().signal);
			return result;
		},
	});
	scheduler.set([reading('a')]);
	await clock.pass(200);
	answers = true;
	scheduler.wake(() => true);
	await clock.pass(700);
	expect(events.map(({ type }) => type)).toEqual(['probe/missed', 'probe/read']);
	await clock.pass(900);
	expect(events).toHaveLength(2);
	scheduler.stop();
});

test('a refresh reads now, and only what was meant', async () => {
	const { clock, events, scheduler } = setUp({ read: async () => fine });
	scheduler.set([reading('a', 50_000), reading('b', 50_000)]);
	await clock.settle();
	await scheduler.refresh(({ of }) => of === 'a');
	expect(events.map((event) => event.type === 'probe/read' && event.probe.of)).toEqual(['a', 'b', 'a']);
	scheduler.stop();
});
