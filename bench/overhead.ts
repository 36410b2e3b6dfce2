// What watchdeck adds to a change: the time from the last confirming Enter to the first order, and all of a roll back but
// the container's own stop and start, beside a shell script that does the same with the docker command line.
import { execFile } from 'node:child_process';
import { appendFileSync, chmodSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { derive } from '../test/lab/images.ts';
import { type Lab, startLab } from '../test/lab/lab.ts';
import { startRelay } from '../test/lab/relay.ts';
import { startDeck } from './deck.ts';
import { type Figure, percentile } from './figures.ts';

const run = promisify(execFile);
const rounds = 5;
/** The way there and back of the slow line, in milliseconds: so long that a busy machine does not count as a way. */
const roundTrip = 400;

/** An order to the engine: when it came, and how long its answer took. */
interface Ordered {
	readonly order: string;
	readonly at: number;
	readonly took: () => number;
}

/** A socket before the engine's that keeps when each order came. */
const startRecorder = async (engine: string, socket: string) => {
	let orders: Ordered[] = [];
	const server = createServer((asked, answer) => {
		const { url = '', method = 'GET', headers } = asked;
		const at = performance.now();
		let took = Number.NaN;
		if (method !== 'GET' && method !== 'HEAD') orders.push({ order: `${method} ${url}`, at, took: () => took });
		const onward = request({ socketPath: engine, path: url, method, headers }, (got) => {
			answer.writeHead(got.statusCode ?? 502, got.headers);
			answer.flushHeaders();
			got.on('end', () => {
				took = performance.now() - at;
			});
			got.pipe(answer);
		});
		onward.on('error', () => answer.destroy());
		answer.on('close', () => onward.destroy());
		asked.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(socket, resolve));
	chmodSync(socket, 0o666);
	return {
		socket,
		orders: (): readonly Ordered[] => orders,
		begin: (): void => {
			orders = [];
		},
		stop: (): void => server.closeAllConnections(),
		close: () => server.close(),
	};
};

type Recorder = Awaited<ReturnType<typeof startRecorder>>;

const configOf = (host: string, socket: string): string => `
operator: bench
discover: false
hosts: { box: { ${host}, engine: ${socket} } }
environments:
  production: { protection: open, services: { api: { host: box, watch: 0s, proof: { times: 1, within: 60s } } } }
`;

/** The container's own time: while it is stopped and started, nobody can do anything else. */
const ownTime = (orders: readonly Ordered[]): number =>
	orders.filter(({ order }) => /\/(stop|start)\b/.test(order)).reduce((sum, { took }) => sum + took(), 0);

const scene = async (lab: Lab): Promise<void> => {
	await lab.clear();
	await lab.run('api', 'quiet:v1', { restart: 'unless-stopped' });
	await lab.halt('api');
	await lab.rename('api', 'api-old-1');
	await lab.run('api', 'quiet:v2', { restart: 'unless-stopped' });
};

/** Rolls back by the program; gives the time to its first order, and what it added in all. */
const rollBack = async (lab: Lab, config: string, recorder: Recorder) => {
	await scene(lab);
	const deck = startDeck(['--config', config, 'rollback', 'production/api'], lab.env());
	await deck.shows(/Press enter to do it/);
	recorder.begin();
	const entered = performance.now();
	deck.write('\r');
	const proven = await deck.shows(/VERIFIED/);
	const [first] = recorder.orders();
	const orders = recorder.orders();
	await deck.ended;
	if (first === undefined) throw new Error('nothing was ordered');
	return { first: first.at - entered, all: proven - entered - ownTime(orders) };
};

/** The same steps by hand. */
const script = `set -e
image=$(docker inspect -f '{{.Image}}' api-old-1)
docker inspect api >/dev/null
docker tag "$image" quiet:rb-by-hand
docker create --name api-next --restart no quiet:rb-by-hand sleep 1000000 >/dev/null
docker stop api >/dev/null
docker update --restart no api >/dev/null
docker rename api api-rb-by-hand
docker start api-next >/dev/null
docker rename api-next api
docker update --restart unless-stopped api >/dev/null
test "$(docker inspect -f '{{.Image}} {{.State.Running}}' api)" = "$image true"`;

const byHand = async (lab: Lab, recorder: Recorder): Promise<number> => {
	await scene(lab);
	recorder.begin();
	const began = performance.now();
	await run('sh', ['-c', script], { env: { ...process.env, DOCKER_HOST: `unix://${recorder.socket}` } });
	return performance.now() - began - ownTime(recorder.orders());
};

/** Another name for the lab's host, behind a slow line. */
const addSlowHost = async (lab: Lab) => {
	if (lab.sshd === undefined) throw new Error('no sshd');
	const { port, knownHosts, config, key, hostKey } = lab.sshd;
	const relay = await startRelay(port);
	appendFileSync(knownHosts, `[127.0.0.1]:${relay.port} ${hostKey}\n`);
	const lines = ['HostName 127.0.0.1', `Port ${relay.port}`, 'User ops', `IdentityFile ${key}`, 'IdentitiesOnly yes'];
	appendFileSync(config, `Host slow\n${lines.map((line) => `\t${line}\n`).join('')}`);
	return relay;
};

const times = async <T>(measure: () => Promise<T>): Promise<readonly T[]> => {
	const all: T[] = [];
	for (let round = 0; round < rounds; round += 1) all.push(await measure());
	return all;
};
const median = (values: readonly number[]): number => percentile(values, 0.5);

/** What watchdeck adds to a roll back of a container, here and over ssh. */
export const overhead = async (): Promise<readonly Figure[]> => {
	const lab = await startLab({ images: ['quiet'], ssh: true });
	try {
		await derive(lab.engine, 'quiet:v2', ['ENV RELEASE=2'], 'quiet:v1');
		const recorder = await startRecorder(lab.socket, join(lab.folder, 'recorder.sock'));
		chmodSync(lab.folder, 0o755);
		const relay = await addSlowHost(lab);
		const local = await times(() => rollBack(lab, lab.config(configOf('local: true', recorder.socket)), recorder));
		const near = await times(() => rollBack(lab, lab.config(configOf('ssh: slow', recorder.socket)), recorder));
		relay.delay(roundTrip / 2);
		const far = await times(() => rollBack(lab, lab.config(configOf('ssh: slow', recorder.socket)), recorder));
		const hand = await times(() => byHand(lab, recorder));
		await relay.stop();
		recorder.stop();
		recorder.close();
		const first = (all: typeof local) => median(all.map((one) => one.first));
		const whole = median(local.map(({ all }) => all));
		// Seen over there: half of the last way is not ours to wait for. There is no part of a way there and back.
		const trips = Math.round((first(far) - first(near)) / roundTrip - 0.5);
		return [
			{ what: 'enter to the first order, locally', unit: 'ms', value: first(local), must: 50, aim: 30 },
			{ what: 'enter to the first order, ssh without a way', unit: 'ms', value: first(near), must: 50, aim: 30 },
			{ what: 'enter to the first order, ways there and back', unit: 'times', value: trips, must: 3, aim: 2 },
			{ what: 'roll back but its stop and start', unit: 'ms', value: whole, must: 1000, aim: 500 },
			{ what: 'the same by the docker command line', unit: 'ms', value: median(hand), must: 1000, aim: 1000 },
		];
	} finally {
		await lab.stop();
	}
};
