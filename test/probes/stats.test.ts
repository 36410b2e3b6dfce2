import { expect, test } from 'vitest';
import { stats } from '../../src/probes/stats.ts';
import { recorded, recordedLines } from '../core/engine/recorded.ts';
import { probeOf, readingOf, replied } from './reach.ts';
import { allOf, engineReach } from './recorded-engine.ts';

const probe = probeOf('stats', 'shop/api', { host: 'vps1', id: 'e61b4e39c23b' });
const frames = recordedLines('stats.ndjson').filter((line) => line.endsWith('}'));
const stopped = '{"read":"0001-01-01T00:00:00Z","cpu_stats":{"cpu_usage":{"total_usage":0}},"memory_stats":{}}';

const named = (result: Awaited<ReturnType<typeof allOf>>[number] | undefined): Readonly<Record<string, number>> =>
	result === undefined
		? {}
		: Object.fromEntries((readingOf(result).samples ?? []).map(({ series, value }) => [series, value]));

test('a stream of frames: the first has no CPU and no rates, the next has', async () => {
	const { reach, followed } = engineReach(() => replied(500, ''), frames);
	const all = await allOf(stats.watch?.(probe, reach));
	expect(followed).toEqual(['/containers/e61b4e39c23b/stats?stream=true']);
	const [first, second] = all.map(named);
	expect(Object.keys(first ?? {}).toSorted()).toEqual(['shop/api/memory']);
	expect(second).toMatchObject({ 'shop/api/cpu': expect.any(Number), 'shop/api/net_in': expect.any(Number) });
	const raw = frames.slice(0, 2).map((frame) => JSON.parse(frame));
	const received = raw.map(({ networks }) => networks.eth0.rx_bytes + networks.eth1.rx_bytes);
	const seconds = (Date.parse(raw[1].read) - Date.parse(raw[0].read)) / 1000;
	expect(second?.['shop/api/net_in']).toBeCloseTo((received[1] - received[0]) / seconds, 6);
	const { usage, stats: cache } = raw[1].memory_stats;
	expect(second?.['shop/api/memory']).toBeCloseTo((usage - cache.total_inactive_file) / (64 * 1024 * 1024), 10);
});

test('the frames of a container that stopped are gaps, and the counters begin anew', async () => {
	const { reach } = engineReach(() => replied(500, ''), [frames[0] ?? '', stopped, frames[1] ?? '']);
	expect(await allOf(stats.watch?.(probe, reach))).toHaveLength(2);
	const less = (frames[0] ?? '').replace(/"rx_bytes":\d+/g, '"rx_bytes":1');
	const again = engineReach(() => replied(500, ''), [frames[1] ?? '', less]);
	expect(named((await allOf(stats.watch?.(probe, again.reach)))[1])).not.toHaveProperty('shop/api/net_in');
});

test('a bad frame is told and the stream goes on; a broken stream is told and ends', async () => {
	const lines = ['{', frames[0] ?? '', { kind: 'unreachable', message: 'gone away' } as const, frames[1] ?? ''];
	const all = await allOf(stats.watch?.(probe, engineReach(() => replied(500, ''), lines).reach));
	expect(all.map((one) => (one.ok ? 'read' : one.failure.kind))).toEqual(['garbled', 'read', 'unreachable']);
});

test('the first read alone has no CPU and asks to be read again soon; the next has it', async () => {
	const alone = (frame: string) => JSON.stringify({ ...JSON.parse(frame), precpu_stats: { cpu_usage: {} } });
	const first = engineReach(() => replied(200, alone(frames[0] ?? '')));
	const one = readingOf(await stats.read(probe, first.reach));
	expect(first.paths).toEqual(['/containers/e61b4e39c23b/stats?stream=false&one-shot=true']);
	expect(one.samples?.map(({ series }) => series)).not.toContain('shop/api/cpu');
	expect(one.again).toBe(500);
	const next = engineReach(() => replied(200, alone(frames[1] ?? '')));
	const two = readingOf(await stats.read(probe, next.reach, one.carry));
	expect(two.samples?.map(({ series }) => series)).toContain('shop/api/cpu');
	expect(two.again).toBeUndefined();
	const over = engineReach(() => replied(200, stopped));
	expect(readingOf(await stats.read(probe, over.reach)).again).toBeUndefined();
});

test('a read for which somebody waits has its CPU at once, and the next is held against it', async () => {
	const whole = JSON.parse(frames[1] ?? '');
	const atOnce = JSON.stringify({ ...whole, precpu_stats: { cpu_usage: { total_usage: 0 } } });
	const first = engineReach(() => replied(200, frames[0] ?? ''));
	const { carry: before } = readingOf(await stats.read(probe, { ...first.reach, anew: true }));
	const next = engineReach(() => replied(200, atOnce));
	const second = named(await stats.read(probe, next.reach, before));
	expect([...first.paths, ...next.paths]).toEqual([
		'/containers/e61b4e39c23b/stats?stream=false',
		'/containers/e61b4e39c23b/stats?stream=false&one-shot=true',
	]);
	const used = (text: string) => JSON.parse(text).cpu_stats;
	const [now, then] = [used(frames[1] ?? ''), used(frames[0] ?? '')];
	const share =
		(now.cpu_usage.total_usage - then.cpu_usage.total_usage) / (now.system_cpu_usage - then.system_cpu_usage);
	expect(second['shop/api/cpu']).toBeCloseTo(share * now.online_cpus, 9);
	expect(second).toMatchObject({ 'shop/api/net_in': expect.any(Number) });
	expect(named(await stats.read(probe, next.reach))).not.toHaveProperty('shop/api/net_in');
});

test('on the network of the host there is no traffic to tell', async () => {
	const { reach } = engineReach(() => replied(200, recorded('stats-hosted.json')));
	const keys = Object.keys(named(await stats.read(probe, reach)));
	expect(keys).toContain('shop/api/cpu');
	expect(keys.some((key) => key.includes('net_'))).toBe(false);
});
