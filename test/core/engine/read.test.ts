import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ContainerEvent, eventsPath, readEvent } from '../../../src/core/engine/events.ts';
import { readImages } from '../../../src/core/engine/images.ts';
import { readInspect } from '../../../src/core/engine/inspect.ts';
import { readList } from '../../../src/core/engine/list.ts';
import { readStats } from '../../../src/core/engine/stats.ts';
import type { Instance, Result } from '../../../src/core/model.ts';
import { inspects, recorded, recordedLines } from './recorded.ts';

const got = <T>(result: Result<T>): T => {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
};
const inspected = (name: string): Instance => got(readInspect('vps1', recorded(`inspect-${name}.json`)));

test('a running container of a Compose project', () => {
	const json = JSON.parse(recorded('inspect-shop-api-1.json'));
	expect(inspected('shop-api-1')).toEqual({
		host: 'vps1',
		id: json.Id,
		name: 'shop-api-1',
		image: { id: json.Image, ref: 'shop/api:v2', revision: 'two' },
		created: Date.parse(json.Created),
		started: Date.parse(json.State.StartedAt),
		restarts: 0,
		state: 'running',
		health: 'healthy',
		policy: 'unless-stopped',
		memoryLimit: 64 * 1024 * 1024,
		labels: {
			'com.docker.compose.container-number': '1',
			'com.docker.compose.oneoff': 'False',
			'com.docker.compose.project': 'shop',
			'com.docker.compose.service': 'api',
			'com.docker.compose.version': '2.24.0',
			'org.opencontainers.image.revision': 'two',
		},
	});
});

test.each([
	['eater', { state: 'exited', exit: 137, oom: true, policy: 'no', memoryLimit: 8 * 1024 * 1024 }],
	['killed-rb-0a1b2c3d', { state: 'exited', exit: 137, name: 'killed-rb-0a1b2c3d' }],
	['sick', { state: 'running', health: 'unhealthy' }],
	['never', { state: 'created', health: 'none' }],
	['frozen', { state: 'paused' }],
	['passing', { state: 'running', autoRemove: true }],
	['looper', { state: 'restarting', exit: 3, policy: 'always' }],
])('%s', (name, part) => {
	expect(inspected(name)).toMatchObject(part);
});

test('whose network a container uses, also as the list has it', () => {
	const json = JSON.parse(recorded('inspect-looper.json'));
	const of = { ...json.HostConfig, NetworkMode: 'container:abc123' };
	expect(got(readInspect('vps1', JSON.stringify({ ...json, HostConfig: of })))).toMatchObject({ networkOf: 'abc123' });
	expect(inspected('looper')).not.toHaveProperty('networkOf');
	const entry = { Id: json.Id, Names: ['/looper'], ImageID: json.Image, State: 'running', Labels: {}, HostConfig: of };
	expect(got(readList('vps1', JSON.stringify([entry])))[0]?.instance).toMatchObject({ networkOf: 'abc123' });
});

test('how often a container is restarted at most', () => {
	const json = JSON.parse(recorded('inspect-looper.json'));
	const limited = { Name: 'on-failure', MaximumRetryCount: 5 };
	const text = JSON.stringify({ ...json, HostConfig: { ...json.HostConfig, RestartPolicy: limited } });
	expect(got(readInspect('vps1', text))).toMatchObject({ policy: 'on-failure', tries: 5 });
	expect(inspected('looper')).not.toHaveProperty('tries');
});

test('what never was is missing and not zero', () => {
	const never = inspected('never');
	for (const key of ['started', 'ended', 'exit', 'oom', 'memoryLimit', 'autoRemove', 'healthSays'])
		expect(never).not.toHaveProperty(key);
});

test('no value of the env and of no unknown label comes out of an inspect answer', () => {
	for (const name of inspects) {
		const text = JSON.stringify(got(readInspect('vps1', recorded(name))));
		expect(text).not.toContain('planted');
		expect(text).not.toContain('made.by');
	}
});

test('the last words of a failing health check', () => {
	const json = JSON.parse(recorded('inspect-sick.json'));
	json.State.Health.Log.push({ ExitCode: 1, Output: `  cannot reach the database\n${'x'.repeat(5000)}` });
	const says = got(readInspect('vps1', JSON.stringify(json))).healthSays;
	expect(says).toMatch(/^cannot reach the database\n/);
	expect(says).toHaveLength(500);
});

test('the list agrees with the inspect answers in all that it says', () => {
	const list = got(readList('vps1', recorded('list.json')));
	expect(list).toHaveLength(14);
	for (const file of inspects.filter((name) => name !== 'inspect-oracle.json')) {
		const whole = got(readInspect('vps1', recorded(file)));
		const short = list.find(({ instance }) => instance.id === whole.id)?.instance;
		expect(short).toMatchObject({
			name: whole.name,
			image: whole.image,
			state: whole.state,
			health: whole.health,
			labels: whole.labels,
			...(whole.exit === undefined ? {} : { exit: whole.exit }),
		});
		expect(short?.created).toBe(Math.floor((whole.created ?? 0) / 1000) * 1000);
	}
});

test('the images with their names and revisions', () => {
	const images = got(readImages('vps1', recorded('images.json')));
	const api = images.find((image) => image.ref === 'shop/api:v2');
	expect(api).toMatchObject({ id: inspected('shop-api-1').image.id, refs: ['shop/api:v2'], revision: 'two' });
	expect(api?.created).toBeGreaterThan(Date.UTC(2020));
});

test('digests and images without a name', () => {
	const id = `sha256:${'a'.repeat(64)}`;
	const digest = `sha256:${'b'.repeat(64)}`;
	const list = [
		{ Id: id, RepoTags: null, RepoDigests: [`registry:5000/api@${digest}`], Labels: null },
		{ Id: digest, RepoTags: ['<none>:<none>'], RepoDigests: ['<none>@<none>'] },
	];
	expect(got(readImages('vps1', JSON.stringify(list)))).toEqual([
		{ id, refs: [`registry:5000/api@${digest}`], ref: `registry:5000/api@${digest}`, digest },
		{ id: digest, refs: [] },
	]);
});

const events = recordedLines('events.ndjson').map((line) => got(readEvent('vps1', line)));
const about = (name: string): readonly ContainerEvent[] =>
	events.filter((event) => typeof event === 'object').filter((event) => event.name === name);

test('events of containers, and nothing of their health checks', () => {
	expect(about('eater').map(({ action, exit }) => [action, exit])).toEqual([
		['create', undefined],
		['start', undefined],
		['oom', undefined],
		['die', 137],
	]);
	expect(about('sick').map(({ action, health }) => [action, health])).toEqual([
		['create', undefined],
		['start', undefined],
		['health', 'unhealthy'],
	]);
	expect(about('shop-db-1').map(({ action }) => action)).toEqual(['create', 'start', 'kill', 'die', 'destroy']);
	expect(about('killed-rb-0a1b2c3d').map(({ action }) => action)).toEqual(['rename']);
	const died = about('eater').at(-1)?.at ?? 0;
	expect(Math.abs(died - (inspected('eater').ended ?? 0))).toBeLessThan(200);
});

test('the query names the events that we read', () => {
	const query = new URLSearchParams(eventsPath(1795235102).replace(/^[^?]*\?/, ''));
	expect(query.get('since')).toBe('1795235102');
	const filters = JSON.parse(query.get('filters') ?? '');
	expect(filters.type).toEqual(['container', 'image', 'service', 'node']);
	expect(filters.event).toEqual(expect.arrayContaining(['die', 'oom', 'health_status', 'rename', 'destroy']));
});

test('the first frame of a stream has no CPU, the next has what the docker command line shows', () => {
	const frames = recordedLines('stats.ndjson').filter((line) => line.endsWith('}'));
	const [first, second] = frames.slice(0, 2).map((line) => got(readStats('vps1', line)));
	expect(first).not.toHaveProperty('cpu');
	expect(first).toMatchObject({ limit: 64 * 1024 * 1024 });
	const raw = JSON.parse(frames[1] ?? '');
	const ours = raw.cpu_stats.cpu_usage.total_usage - raw.precpu_stats.cpu_usage.total_usage;
	const all = raw.cpu_stats.system_cpu_usage - raw.precpu_stats.system_cpu_usage;
	expect(second?.cpu).toBeCloseTo((ours / all) * 2 * 100, 10);
	expect(second?.memory).toBe(raw.memory_stats.usage - raw.memory_stats.stats.total_inactive_file);
	expect(second?.received).toBe(raw.networks.eth0.rx_bytes + raw.networks.eth1.rx_bytes);
});

test('memory on cgroup v2, and a cache bigger than the use', () => {
	const frame = (stats: object) =>
		JSON.stringify({ read: '2026-11-21T04:25:07Z', memory_stats: { usage: 100, stats } });
	expect(got(readStats('vps1', frame({ inactive_file: 30 }))).memory).toBe(70);
	expect(got(readStats('vps1', frame({ inactive_file: 300 }))).memory).toBe(100);
	expect(got(readStats('vps1', frame({ total_inactive_file: 40, inactive_file: 30 }))).memory).toBe(60);
});

test('on the network of the host there is no traffic to tell, and of a stopped container nothing', () => {
	const hosted = got(readStats('vps1', recorded('stats-hosted.json')));
	expect(hosted.cpu).toBeTypeOf('number');
	expect(hosted).not.toHaveProperty('received');
	const stopped = { read: '0001-01-01T00:00:00Z', cpu_stats: { cpu_usage: { total_usage: 0 } }, memory_stats: {} };
	expect(got(readStats('vps1', JSON.stringify(stopped)))).toEqual({});
});

test.each([
	['Up Less than a second', true],
	['Up 41 seconds (healthy)', true],
	['Exited (1) About a minute ago', true],
	['Restarting (3) 1 second ago', true],
	['Up 3 minutes', false],
	['Up 2 hours (unhealthy)', false],
	['Exited (137) 5 weeks ago', false],
	['Created', false],
])('whether %s is young: %s', (status, young) => {
	const entry = { ...JSON.parse(recorded('list.json'))[0], Status: status };
	expect(got(readList('vps1', JSON.stringify([entry])))[0]?.young).toBe(young);
});

const readers: readonly [string, (text: string) => Result<unknown>, string][] = [
	['inspect', (text) => readInspect('vps1', text), recorded('inspect-shop-api-1.json')],
	['list', (text) => readList('vps1', text), recorded('list.json')],
	['images', (text) => readImages('vps1', text), recorded('images.json')],
	['event', (text) => readEvent('vps1', text), recordedLines('events.ndjson')[0] ?? ''],
	['stats', (text) => readStats('vps1', text), recorded('stats-hosted.json')],
];

test.each(readers)('%s: garbled answers are failures that name the place', (_name, read, text) => {
	for (const bad of ['', 'null', '[1]', '<html>', text.slice(0, text.length / 2), '{"message":"no"}']) {
		const result = read(bad);
		expect(result).toMatchObject({ ok: false, failure: { kind: 'garbled' } });
	}
	fc.assert(fc.property(fc.json(), (json) => typeof read(json).ok === 'boolean'));
});

test('the place is named', () => {
	const json = JSON.parse(recorded('inspect-shop-api-1.json'));
	json.State.Status = 7;
	const result = readInspect('vps1', JSON.stringify(json));
	expect(result).toMatchObject({ failure: { message: expect.stringContaining('State.Status') } });
});

test.each(readers)('%s: fields that we do not know change nothing', (_name, read, text) => {
	const json = JSON.parse(text);
	const more = Array.isArray(json) ? json.map((each) => ({ ...each, New: [1] })) : { ...json, New: { a: 1 } };
	expect(read(JSON.stringify(more))).toEqual(read(text));
});
