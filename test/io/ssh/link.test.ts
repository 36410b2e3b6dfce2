import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Failure, Result } from '../../../src/core/model.ts';
import type { Link } from '../../../src/core/state.ts';
import { makeChannel } from '../../../src/io/openssh/channel.ts';
import { makeLink, waitAfter } from '../../../src/io/ssh/link.ts';
import { makePlaces } from '../../../src/io/ssh/places.ts';
import type { Channel, Session } from '../../../src/io/ssh/session.ts';

const never = new AbortController().signal;
const unreachable: Failure = { kind: 'unreachable', message: 'no way' };
const login: Failure = { kind: 'login', message: 'no key' };

/** A session that carries nothing; `lose` is what the network does to it. */
function fakeSession(): Session & { readonly lose: () => void } {
	const events = new EventEmitter();
	const unused = () => Promise.reject(new Error('a link carries nothing itself'));
	const lose = () => void events.emit('close');
	return {
		through: 'a fake',
		roundTrip: 69.3,
		start: unused,
		open: unused,
		onClose: (tell) => void events.once('close', tell),
		end: async () => lose(),
		lose,
	};
}

function linkOf(answers: readonly Result<Session>[]) {
	const links: Link[] = [];
	let time = 1000;
	let opened = 0;
	const open = async (): Promise<Result<Session>> => {
		opened += 1;
		return answers[Math.min(opened, answers.length) - 1] ?? { ok: false, failure: unreachable };
	};
	const onLink = (link: Link) => links.push(link);
	const link = makeLink({ name: 'box', open, onLink, now: () => time, random: () => 1 });
	const pass = (by: number) => {
		time += by;
	};
	return { link, links, pass, opened: () => opened };
}

test('all who need it share one connection', async () => {
	const { link, opened, links } = linkOf([{ ok: true, value: fakeSession() }]);
	const [one, two] = await Promise.all([link.use(never), link.use(never)]);
	expect(one.ok && two.ok && one.value === two.value).toBe(true);
	expect(await link.use(never)).toEqual(one);
	expect(opened()).toBe(1);
	expect(links.map((each) => each.is)).toEqual(['connecting', 'up']);
});

test('a host that cannot be reached is tried again, ever more seldom', async () => {
	const { link, links, pass, opened } = linkOf([{ ok: false, failure: unreachable }]);
	for (const wait of [1000, 2000, 4000]) {
		expect(await link.use(never)).toEqual({ ok: false, failure: unreachable });
		const [last] = links.slice(-1);
		expect(last).toMatchObject({ is: 'down', retry: last?.since === undefined ? 0 : last.since + wait });
		const before = opened();
		pass(wait - 1);
		await link.use(never);
		expect(opened()).toBe(before);
		pass(1);
	}
});

test('a refused login is not tried again until somebody asks', async () => {
	const { link, links, pass, opened } = linkOf([
		{ ok: false, failure: login },
		{ ok: true, value: fakeSession() },
	]);
	await link.use(never);
	pass(1e9);
	expect(await link.use(never)).toEqual({ ok: false, failure: login });
	expect(opened()).toBe(1);
	expect(links.at(-1)).toMatchObject({ is: 'down', retry: 'never' });
	link.retry();
	expect(await link.use(never)).toMatchObject({ ok: true });
});

test('a connection that breaks is told, and made anew when it is needed', async () => {
	const first = fakeSession();
	const { link, links, pass } = linkOf([
		{ ok: true, value: first },
		{ ok: true, value: fakeSession() },
	]);
	await link.use(never);
	first.lose();
	expect(links.at(-1)).toMatchObject({ is: 'down', failure: { kind: 'unreachable' } });
	pass(1000);
	expect(await link.use(never)).toMatchObject({ ok: true });
});

test('after its close nothing is connected any more, and nothing is told', async () => {
	const { link, links } = linkOf([{ ok: true, value: fakeSession() }]);
	await link.use(never);
	const told = links.length;
	await link.close();
	expect(await link.use(never)).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
	expect(links.length).toBe(told);
});

test('the way is measured with each command: the longest of the newest three counts, and none over 4 s', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
	try {
		let took = 0;
		const { channel } = makeChannel({ id: 1, window: 1000, packet: 1000 }, () => undefined);
		const start = () => new Promise<Channel>((resolve) => setTimeout(() => resolve(channel), took));
		const { link } = linkOf([{ ok: true, value: { ...fakeSession(), start } }]);
		expect(link.roundTrip()).toBe(undefined);
		const connection = await link.use(never);
		if (!connection.ok) throw new Error('not connected');
		const trips = [link.roundTrip()];
		for (took of [2000, 20, 40, 60, 60_000]) {
			const started = connection.value.start('true');
			await vi.advanceTimersByTimeAsync(took);
			await started;
			trips.push(link.roundTrip());
		}
		expect(trips).toEqual([70, 1000, 1000, 1000, 30, 4000]);
	} finally {
		vi.useRealTimers();
	}
});

test('a connection says for how long it has stood, and nothing when it is gone', async () => {
	const session = fakeSession();
	const { link, pass } = linkOf([{ ok: true, value: session }]);
	expect(link.stood()).toBe(undefined);
	await link.use(never);
	pass(1500);
	expect(link.stood()).toBe(1500);
	session.lose();
	expect(link.stood()).toBe(undefined);
});

test('a wait is never longer than 30 s, and never negative', () => {
	fc.assert(
		fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
			expect(waitAfter(failures, random)).toBeGreaterThanOrEqual(0);
			expect(waitAfter(failures, random)).toBeLessThanOrEqual(30_000);
		}),
	);
});

test('places are given in order, never more than there are, also when they shrink', async () => {
	const places = makePlaces(2);
	const order: number[] = [];
	const take = async (n: number) => {
		const give = await places.take(never);
		order.push(n);
		return give;
	};
	const [one, two] = await Promise.all([take(1), take(2)]);
	const third = take(3);
	const fourth = take(4);
	expect(order).toEqual([1, 2]);
	places.shrink();
	one();
	one();
	expect(await Promise.race([third, Promise.resolve('waits')])).toBe('waits');
	two();
	(await third)();
	await fourth;
	expect(order).toEqual([1, 2, 3, 4]);
});
