import { expect, test } from 'vitest';
import { containerTap, type LogWanted, sourceTap } from '../../src/app/log-taps.ts';
import { makeLogFollower } from '../../src/app/logs.ts';
import type { Chunk, Follow } from '../../src/core/call.ts';
import type { LogSource } from '../../src/core/logs/source.ts';
import type { Instance } from '../../src/core/model.ts';
import { createLines } from '../../src/store/lines.ts';
import { makeClock } from './fake-clock.ts';

const box: Instance = {
	...{ host: 'local', id: 'abc', name: 'api', image: { id: 'sha256:1' }, restarts: 0 },
	...{ state: 'running', health: 'none', labels: {} },
};
const log: LogWanted = { id: 'prod/api', taps: [containerTap(box)] };

type Stream = readonly (
	| Chunk
	| { readonly failure: { readonly kind: 'unreachable' | 'missing'; readonly message: string } }
)[];
const line = (at: number, text: string): Chunk => ({ at, from: 'out', text });

const setUp = (...streams: readonly (Stream | 'throws')[]) => {
	const clock = makeClock();
	const lines = createLines();
	const paths: string[] = [];
	const follow: Follow = async function* (call) {
		const stream = streams[paths.length] ?? [];
		paths.push('path' in call ? call.path : '');
		if (stream === 'throws') throw new Error('oh s3cret');
		yield* stream;
	};
	const follower = makeLogFollower({
		follow,
		lines,
		redact: (text) => text.replaceAll('s3cret', '…'),
		now: clock.now,
		wait: clock.wait,
	});
	const counts = () => {
		const { seen, dropped } = lines.lines('prod/api');
		return { seen, dropped };
	};
	return { clock, follower, lines, paths, counts, texts: () => lines.lines('prod/api').lines.map(({ text }) => text) };
};

test('a stream that is opened anew repeats no line, and loses none of the same millisecond', async () => {
	const { clock, follower, paths, texts } = setUp(
		[line(1000, 'a'), line(2000, 'b'), line(2000, 'b')],
		[line(2000, 'b'), line(2000, 'b'), line(2000, 'b'), line(2000, 'c'), line(3000, 'd')],
	);
	follower.set([log]);
	await clock.pass(600);
	expect(texts()).toEqual(['a', 'b', 'b', 'b', 'c', 'd']);
	expect(paths[1]).toContain('since=2.000');
	follower.stop();
});

test('a lost stream is said once, and lines are redacted', async () => {
	const lost = { failure: { kind: 'unreachable', message: 'gone with s3cret' } } as const;
	const { clock, follower, texts } = setUp([line(1, 'pw s3cret'), lost], [lost], [lost], [line(2, 'back')]);
	follower.set([log]);
	await clock.pass(20_000);
	expect(texts()).toEqual(['pw …', 'log of api lost: gone with …', 'back']);
	follower.stop();
});

test('a line of which bytes are missing counts as one, and says so', async () => {
	const { clock, follower, texts, counts } = setUp([
		{ ...line(1, 'x'.repeat(60_000)), cut: 9_940_000 },
		line(2, 'next'),
	]);
	follower.set([log]);
	await clock.pass(100);
	expect(texts().map((text) => text.slice(-10))).toEqual(['x… +9.9 MB', 'next']);
	expect(counts()).toEqual({ seen: 2, dropped: 0 });
	follower.stop();
});

test('a container that is gone is not asked for again', async () => {
	const { clock, follower, paths } = setUp([{ failure: { kind: 'missing', message: 'no such container' } }]);
	follower.set([log]);
	await clock.pass(60_000);
	expect(paths).toHaveLength(1);
	follower.stop();
});

test('whoever is not looked at any more is let go of', async () => {
	const { clock, follower, paths, texts } = setUp([line(1, 'a')]);
	follower.set([log]);
	await clock.settle();
	follower.set([]);
	await clock.pass(60_000);
	expect(paths).toHaveLength(1);
	expect(texts()).toEqual([]);
});

test('a bug in following is told, and the log can be opened again', async () => {
	const { clock, follower, texts } = setUp('throws', [line(1, 'a')]);
	follower.set([log]);
	await clock.settle();
	expect(texts()).toEqual(['log of api ended, by a bug of watchdeck: oh …. Leave this log and open it again.']);
	follower.set([]);
	follower.set([log]);
	await clock.pass(100);
	expect(texts()).toEqual(['a']);
	follower.stop();
});

test('they stand so too where the way to them takes its time', async () => {
	const clock = makeClock();
	const lines = createLines();
	const follow: Follow = async function* (call, signal) {
		const isFirst = call.via === 'exec' && call.argv.includes('/one.log');
		await clock.wait(isFirst ? 3_400 : 3_000, signal);
		yield { from: 'out', text: isFirst ? '1970-01-01T00:00:01Z one' : '1970-01-01T00:00:02Z two' };
	};
	const follower = makeLogFollower({ follow, lines, redact: (text) => text, now: clock.now, wait: clock.wait });
	const taps = ['/one.log', '/two.log'].map((file) => sourceTap({ is: 'file', host: 'far', file }));
	follower.set([{ id: 'p/api', taps }]);
	await clock.pass(5_000);
	expect(lines.lines('p/api').lines.map(({ text }) => text.slice(-3))).toEqual(['one', 'two']);
	follower.stop();
});

test('logs of before that come from several places stand in the order of their times', async () => {
	const clock = makeClock();
	const lines = createLines();
	const sources: readonly LogSource[] = [
		{ is: 'file', host: 'local', file: '/a.log' },
		{ is: 'unit', host: 'local', unit: 'b' },
	];
	const entry = (at: number, text: string): Chunk => ({
		from: 'out',
		text: JSON.stringify({ MESSAGE: text, __REALTIME_TIMESTAMP: String(at * 1000) }),
	});
	const said = (text: string): Chunk => ({ from: 'out', text });
	const missing = { failure: { kind: 'missing', message: 'journalctl is not installed there' } } as const;
	let units = 0;
	const follow: Follow = async function* (call) {
		if (call.via === 'engine') yield* [line(1000, 'one'), line(5000, 'five')];
		else if (call.via === 'exec' && call.argv[0] === 'tail')
			yield* [said('1970-01-01T00:00:02Z two'), said('no time'), { from: 'err', text: 'tail: replaced' } as const];
		else {
			units += 1;
			yield* units === 1 ? [entry(3000, 'three'), entry(4000, 's3cret')] : [missing];
		}
	};
	const redact = (text: string) => text.replaceAll('s3cret', '…');
	const follower = makeLogFollower({ follow, lines, redact, now: clock.now, wait: clock.wait });
	follower.set([{ ...log, taps: [...log.taps, ...sources.map((source) => sourceTap(source))] }]);
	await clock.pass(499);
	expect(lines.lines('prod/api').seen).toBe(0);
	await clock.pass(10);
	const texts = () => lines.lines('prod/api').lines.map(({ text }) => text);
	expect(texts()).toEqual([
		...['one', '1970-01-01T00:00:02Z two', 'no time', 'three', '…', 'five'],
		'log of /a.log on local: replaced',
	]);
	// Unlike a container, a program that is missing may come.
	await clock.pass(60_000);
	expect(units).toBeGreaterThan(3);
	expect(texts().filter((text) => text.includes('not installed'))).toHaveLength(1);
	follower.stop();
});

test('a part of time that is over is read once, by its container and by its journal', async () => {
	const { clock, follower, paths, texts } = setUp([line(1000, 'a'), line(2000, 'b')]);
	const span = { from: 500, to: 2500 };
	await clock.pass(3_000);
	follower.set([{ id: 'prod/api', taps: [containerTap(box, span)] }]);
	await clock.pass(60_000);
	expect(texts()).toEqual(['a', 'b']);
	expect(paths).toEqual(['/containers/abc/logs?stdout=1&stderr=1&timestamps=1&since=0.500&until=2.500']);
	const call = sourceTap({ is: 'unit', host: 'local', unit: 'b' }, { span }).call(undefined, false);
	expect('argv' in call && call.argv.slice(-4)).toEqual(['--since', '@0', '--until', '@3']);
	follower.stop();
});

test.each([
	['ahead of', 3_600_000],
	['behind', -3_600_000],
])('lines of a host whose clock is an hour %s ours bear the times of ours, which is said once', async (how, ahead) => {
	const says = `the clock of local is 1h ${how} ours: the times of api are shown by ours`;
	const lost = { failure: { kind: 'unreachable', message: 'gone' } } as const;
	const there = 86_400_000 + ahead;
	const { clock, follower, paths, lines } = setUp([line(there, 'a'), lost], [line(there, 'a'), line(there + 5, 'b')]);
	follower.set([{ ...log, taps: [containerTap({ ...box, ahead })] }]);
	await clock.pass(600);
	const kept = lines.lines('prod/api').lines;
	expect(kept.filter(({ from }) => from === 'out')).toMatchObject([
		{ at: 86_400_000, text: 'a' },
		{ at: 86_400_005, text: 'b' },
	]);
	expect(kept.filter(({ text }) => text === says)).toHaveLength(1);
	expect(paths[1]).toContain(`since=${there / 1000}.000`);
	follower.stop();
	const span = { from: 86_400_000, to: 86_500_000 };
	const call = sourceTap({ is: 'unit', host: 'local', unit: 'b' }, { span, ahead }).call(undefined, false);
	expect('argv' in call && call.argv.at(-3)).toBe(`@${there / 1000}`);
});

test('a part of time that is not over goes on until it is, and is read again where it was lost', async () => {
	const lost = { failure: { kind: 'unreachable', message: 'gone' } } as const;
	const { clock, follower, paths, texts } = setUp([line(1000, 'a'), lost], [line(1000, 'a'), line(2000, 'b')]);
	const before = clock.now();
	follower.set([{ id: 'prod/api', taps: [containerTap(box, { from: 0, to: before + 8_000 })] }]);
	await clock.pass(60_000);
	expect(texts()).toEqual(['a', 'log of api lost: gone', 'b']);
	const read = paths.length;
	expect(read).toBeGreaterThan(2);
	await clock.pass(60_000);
	expect(paths).toHaveLength(read);
	follower.stop();
});

test('logs of several services stand in the order of their times, also where one host answers later', async () => {
	const clock = makeClock();
	const lines = createLines();
	const open = new Set<string>();
	const follow: Follow = async function* (call, signal) {
		const host = call.host;
		open.add(host);
		yield line(1000, `${host} 1`);
		await clock.wait(host === 'far' ? 700 : 600, signal);
		yield line(host === 'far' ? 2000 : 2010, `${host} 2`);
		await clock.wait(1_000_000, signal);
		open.delete(host);
	};
	const follower = makeLogFollower({ follow, lines, redact: (text) => text, now: clock.now, wait: clock.wait });
	const tap = (host: string) => ({ ...containerTap({ ...box, host }), name: `on ${host}` });
	follower.set([{ id: 'prod/', taps: [tap('near'), tap('far')], merged: true }]);
	await clock.pass(1_500);
	expect(lines.lines('prod/').lines.map(({ instance, text }) => `${instance}: ${text}`)).toEqual([
		...['on near: near 1', 'on far: far 1', 'on far: far 2', 'on near: near 2'],
	]);
	follower.set([{ id: 'prod/', taps: [tap('near'), tap('other')], merged: true }]);
	await clock.pass(100);
	expect([...open].sort()).toEqual(['near', 'other']);
	follower.stop();
	await clock.pass(100);
	expect([...open]).toEqual([]);
});

const stopped = { ...box, state: 'exited' as const, ended: 86_400_002, exit: 137 };
const other: Instance = { ...box, id: 'def', started: 86_400_003 };
const marksOf = (lines: ReturnType<typeof createLines>, id = 'prod/api') =>
	lines.lines(id).lines.flatMap(({ at, from, text }) => (from === 'mark' ? [[at, text]] : []));

test('what becomes of a container is marked in its log at its time, and stays when the service is gone', async () => {
	const { clock, follower, lines, texts } = setUp([line(1000, 'a')]);
	const running = { ...box, started: 1 };
	follower.set([{ id: 'prod/api', taps: [containerTap(running)] }]);
	await clock.pass(100);
	follower.heard({ host: 'local', containers: { abc: stopped } });
	follower.heard({ host: 'local', containers: { abc: { ...running, started: 86_400_003 } } });
	follower.heard({ host: 'far', containers: {} });
	const restarted = { ...running, started: 86_400_005, ended: 86_400_004 };
	follower.heard({ host: 'local', containers: { abc: restarted }, ended: [{ id: 'abc', exit: 3 }] });
	follower.heard({ host: 'local', containers: {} });
	follower.set([{ id: 'prod/api', taps: [] }]);
	await clock.pass(1000);
	expect(marksOf(lines)).toEqual([
		[86_400_002, 'api stopped: exit 137 (killed)'],
		[86_400_003, 'api started'],
		[86_400_004, 'api stopped: exit 3'],
		[86_400_005, 'api started'],
		[clock.now() - 1000, 'api was removed'],
	]);
	expect(texts()[0]).toBe('a');
	follower.stop();
});

test('a container that was started is read at once, however long it had been silent', async () => {
	const none: readonly Stream[] = Array.from({ length: 20 }, () => []);
	const { clock, follower, paths, texts } = setUp(...none);
	follower.set([{ id: 'prod/api', taps: [containerTap(stopped)] }]);
	await clock.pass(21_000);
	const before = paths.length;
	follower.heard({ host: 'local', containers: { abc: stopped } });
	await clock.pass(100);
	expect(paths).toHaveLength(before);
	follower.heard({ host: 'local', containers: { abc: { ...box, started: 86_400_003 } } });
	await clock.pass(100);
	expect(paths).toHaveLength(before + 1);
	expect(texts()).toEqual(['api started']);
	await clock.pass(1000);
	expect(paths).toHaveLength(before + 2);
	follower.stop();
});

test('lines of another container stand behind a mark that says so; the first container of a log needs none', async () => {
	const { clock, follower, lines, texts } = setUp([], [line(86_400_010, 'new')]);
	follower.set([{ id: 'prod/api', taps: [] }]);
	follower.set([log]);
	await clock.pass(100);
	expect(marksOf(lines)).toEqual([]);
	follower.set([{ id: 'prod/api', taps: [containerTap(other)] }]);
	await clock.pass(600);
	expect(texts()).toEqual(['another container: api (def)', 'new']);
	expect(marksOf(lines)).toEqual([[86_400_003, 'another container: api (def)']]);
	follower.stop();
});

test('a container that is only known late is no other one, but one that was made meanwhile is', async () => {
	const { clock, follower, lines } = setUp();
	const beside = { ...other, name: 'api-2', created: 5 };
	const made = { ...other, id: '123', name: 'api-3', created: clock.now() + 1 };
	follower.set([log]);
	follower.set([{ id: 'prod/api', taps: [containerTap(box), containerTap(beside)] }]);
	follower.set([{ id: 'prod/api', taps: [containerTap(box), containerTap(beside), containerTap(made)] }]);
	await clock.pass(600);
	expect(marksOf(lines).map(([, text]) => text)).toEqual(['another container: api-3 (123)']);
	follower.stop();
});

test('in logs that are shown together it is said of which service, also where its log has left them', async () => {
	const { clock, follower, lines } = setUp();
	const taps = [
		{ ...containerTap(box), name: 'web' },
		{ ...containerTap({ ...box, id: '9', name: 'db' }), name: 'db' },
	];
	follower.set([{ id: 'prod/', taps, merged: true }]);
	follower.heard({ host: 'local', containers: {} });
	follower.set([{ id: 'prod/', taps: [{ ...containerTap({ ...other, created: 1 }), name: 'web' }], merged: true }]);
	await clock.pass(1000);
	expect(marksOf(lines, 'prod/').map(([, text]) => text)).toEqual(['web: api was removed', 'db was removed']);
	follower.stop();
});

test('of the time around an event it is not said what becomes of a container now', async () => {
	const { clock, follower, lines } = setUp();
	follower.set([{ id: 'prod/api', taps: [containerTap(box, { from: 0, to: 1 })] }]);
	follower.heard({ host: 'local', containers: {} });
	await clock.pass(600);
	expect(marksOf(lines)).toEqual([]);
	follower.stop();
});

test('which logs of several services are not followed is said once of each', async () => {
	const { clock, follower, lines } = setUp();
	const many = Array.from({ length: 8 }, (_, index) => `s${index}: s${index} on far`);
	const set = (left: readonly string[]) => follower.set([{ id: 'prod/', taps: [], merged: true, left }]);
	for (const left of [[], ['web: b on far'], ['web: b on far'], [], ['web: b on far', 'db: c on far'], many]) set(left);
	await clock.pass(600);
	expect(marksOf(lines, 'prod/').map(([, text]) => text)).toEqual([
		'not followed, for want of room: web: b on far',
		'not followed, for want of room: db: c on far',
		expect.stringMatching(/^not followed, .*: s0: s0 on far, .* and 2 more$/),
	]);
	follower.stop();
});
