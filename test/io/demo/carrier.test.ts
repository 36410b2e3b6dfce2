import { expect, test } from 'vitest';
import type { Call, Chunk, Read, Write } from '../../../src/core/call.ts';
import type { Failure } from '../../../src/core/model.ts';
import { makeDemo } from '../../../src/io/demo/demo.ts';
import type { Mishap } from '../../../src/io/demo/engine-carrier.ts';
import { makeClock } from '../../app/fake-clock.ts';
import { began, demo } from './harness.ts';

const usual = { host: 'vps1', timeout: 10_000 } as const;
const get = (path: string): Read => ({ ...usual, via: 'engine', method: 'GET', path, effect: 'read' });
const web = (url: string): Read => ({ ...usual, via: 'http', method: 'GET', url, effect: 'read' });
const post = (path: string): Write => ({ ...usual, via: 'engine', method: 'POST', path, effect: 'write' });

/** Gathers what a stream gives until it ends. */
function gathered(stream: AsyncIterable<Chunk | { readonly failure: Failure }>) {
	const all: (Chunk | { readonly failure: Failure })[] = [];
	const ended = (async () => {
		for await (const each of stream) all.push(each);
	})();
	const texts = () => all.map((each) => ('text' in each ? each.text : each.failure.message));
	return { all, ended, texts };
}

test('the fleet is reached as any other', async () => {
	const { ask, made } = demo();
	expect(made.fleet.environments.map(({ name, protection }) => `${name} ${protection}`)).toEqual([
		'production protected',
		'staging guarded',
		'dev open',
	]);
	expect(await ask(get('/_ping'))).toMatchObject({
		ok: true,
		value: { text: 'OK', headers: { 'api-version': '1.41' } },
	});
	const health = await ask(web('http://api.production.demo/health'));
	expect(health).toMatchObject({ ok: true, value: { code: 200 } });
	const metrics = await ask(web('http://web.production.demo/metrics'));
	expect(metrics.ok && metrics.value.text).toMatch(/^# HELP http_requests_total/);
	expect(await ask(get('/containers/nobody/json'))).toMatchObject({ ok: false, failure: { kind: 'missing' } });
});

test('each health address of the fleet answers, from its own host', async () => {
	const { ask, made } = demo();
	for (const { health } of made.fleet.services) {
		if (health === undefined) continue;
		expect(await ask({ ...web(health.url), host: health.from })).toMatchObject({ ok: true });
	}
	const elsewhere = await ask({ ...web('http://api.production.demo/health'), host: 'vps2' });
	expect(elsewhere).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
});

test('its hosts have no data, and say so to whoever would back them up', async () => {
	const { ask } = demo();
	const argv = ['sh', '-c', 'echo', 'watchdeck-dataset', 'stand'];
	expect(await ask({ ...usual, via: 'exec', argv, effect: 'read' })).toMatchObject({
		ok: false,
		failure: { message: expect.stringContaining('there is no data on a simulated host') },
	});
});

test('a log is followed until its container ends', async () => {
	const { clock, follow, order } = demo();
	const log = gathered(follow(get('/containers/production-api/logs?stdout=1&stderr=1&follow=1&tail=3&timestamps=1')));
	await clock.pass(20);
	expect(log.all).toHaveLength(3);
	await clock.pass(5_000);
	expect(log.all.length).toBeGreaterThan(8);
	const times = log.all.map((each) => ('at' in each ? (each.at ?? 0) : 0));
	expect(times.slice(3).every((at) => at > began && at <= clock.now())).toBe(true);
	await order(post('/containers/production-api/stop'));
	await clock.pass(20);
	await log.ended;
	expect(log.texts().at(-1)).toContain('SIGTERM');
});

test('events come as they happen, those since a time first', async () => {
	const { clock, follow, order } = demo();
	const since = Math.floor(began / 1000);
	const filters = encodeURIComponent(JSON.stringify({ type: ['container'], event: ['die', 'start', 'health_status'] }));
	const early = gathered(follow(get(`/events?filters=${filters}&since=${since}`)));
	await clock.pass(20);
	expect(early.all).toEqual([]);
	await order(post('/containers/production-web/restart'));
	await clock.pass(10_000);
	const words = early.texts().map((text) => {
		const { Action, Actor } = JSON.parse(text);
		return `${Action} ${Actor.Attributes.name}`;
	});
	expect(words).toEqual(['die production-web', 'start production-web', 'health_status: healthy production-web']);
	expect(early.texts()[0]).toMatch(/"timeNano":\d{19}}$/);
	const late = gathered(follow(get(`/events?filters=${filters}&since=${since}`)));
	await clock.pass(20);
	expect(late.texts()).toEqual(early.texts());
});

test('the story comes to whoever only listens', async () => {
	const { clock, follow } = demo();
	const filters = encodeURIComponent(JSON.stringify({ event: ['start', 'oom'] }));
	const stream = gathered(follow(get(`/events?filters=${filters}`)));
	await clock.pass(6 * 60_000);
	expect(stream.texts().map((text) => JSON.parse(text).Action)).toEqual(['start', 'oom', 'start']);
});

test('stats come once a second, and stop when nobody reads them', async () => {
	const { clock, follow } = demo();
	const reader = new AbortController();
	const frames = gathered(follow(get('/containers/production-redis/stats'), reader.signal));
	await clock.pass(3_100);
	expect(frames.all).toHaveLength(4);
	const [first, second] = frames.texts().map((text) => JSON.parse(text));
	expect(first.precpu_stats.system_cpu_usage).toBeUndefined();
	expect(second.precpu_stats).toEqual(first.cpu_stats);
	expect(second.cpu_stats.cpu_usage.total_usage).toBeGreaterThan(first.cpu_stats.cpu_usage.total_usage);
	reader.abort();
	await clock.pass(20);
	await frames.ended;
	expect(clock.sleeping()).toBe(0);
});

test('a lost request does nothing, a lost answer hides what was done', async () => {
	let next: ReturnType<Mishap> = 'unsent';
	const { ask, order } = demo((_, { method }) => (method === 'POST' ? next : 'none'));
	const state = async () => {
		const answer = await ask(get('/containers/production-redis/json'));
		return answer.ok && JSON.parse(answer.value.text).State.Status;
	};
	const stop: Call = post('/containers/production-redis/stop');
	expect(await order(stop)).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
	expect(await state()).toBe('running');
	next = 'unanswered';
	expect(await order(stop)).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
	expect(await state()).toBe('exited');
});

test('what waits is given up with its signal', async () => {
	const clock = makeClock(began);
	const made = makeDemo({ now: clock.now, wait: clock.wait });
	const carrier = made.carrier({ name: 'vps1', reach: 'demo' });
	const giving = new AbortController();
	const asked = carrier.engine({ method: 'POST', url: '/containers/production-web/stop', headers: {} }, giving.signal);
	await clock.settle();
	giving.abort();
	expect(await asked).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
	const left = made.look('vps1')?.engine.containers.values() ?? [];
	expect([...left].find(({ name }) => name === 'production-web')?.state).toBe('running');
	expect(clock.sleeping()).toBe(0);
});

test('only the two scripts run there', async () => {
	const { ask } = demo();
	const run = (argv: readonly string[]): Read => ({ ...usual, via: 'exec', argv, effect: 'read' });
	const facts = await ask(run(['sh', '-c', 'script', 'watchdeck-host']));
	expect(facts.ok && facts.value.text).toContain('name=vps1\n');
	const other = await ask(run(['rm', '-rf', '/']));
	expect(other).toMatchObject({ ok: false, failure: { kind: 'missing' }, reply: { code: 127 } });
});
