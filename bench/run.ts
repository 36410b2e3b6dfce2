// `npm run bench`: the budgets, measured on the built program, as a table and as JSON. Nothing here is a test.
// With names (`npm run bench -- shift scale`) only those rows are measured, and printed alone.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lab, labAbsent, startLab } from '../test/lab/lab.ts';
import { backup } from './backup.ts';
import { cpuOf, rssOf, startDeck } from './deck.ts';
import { type Figure, percentile, table } from './figures.ts';
import { firstNumbers } from './first-numbers.ts';
import { follow } from './follow.ts';
import { holdKey, idleOf, pressKeys } from './keys.ts';
import { overhead } from './overhead.ts';
import { scale } from './scale.ts';
import { shift } from './shift.ts';
import { walk } from './walk.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchdeck-bench-'));
const env = {
	XDG_STATE_HOME: join(folder, 'state'),
	XDG_CONFIG_HOME: join(folder, 'config'),
	WATCHDECK_OPERATOR: 'bench',
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const painted = /WATCHDECK[\s\S]*(?:quit|help)/;

const firstPaint = async (): Promise<readonly Figure[]> => {
	const times: number[] = [];
	const cpus: number[] = [];
	for (let run = 0; run < 8; run += 1) {
		const deck = startDeck(['demo'], env);
		const at = await deck.shows(painted);
		cpus.push(cpuOf(deck.pid));
		times.push(at - deck.started);
		await deck.quit();
	}
	// The first run fills the compile cache.
	return [
		{ what: 'first paint p50', unit: 'ms', value: percentile(times.slice(1), 0.5), must: 300, aim: 200 },
		{ what: 'CPU to first paint', unit: 'ms', value: percentile(cpus.slice(1), 0.5), must: 250, aim: 180 },
	];
};

/** Key latency with so many services, after the first readings are in. */
const withServices = async (services: number) => {
	const deck = startDeck(['demo', '--services', String(services)], env);
	await deck.shows(painted);
	await pause(6000);
	return deck;
};

const keys = async (): Promise<readonly Figure[]> => {
	const deck = await withServices(1000);
	const idle = await idleOf(deck, 8);
	const cost = await pressKeys(deck, 300);
	const held = await holdKey(deck, 5);
	await deck.quit();
	return [
		{ what: 'key to screen p50, 1,000 services', unit: 'ms', value: percentile(cost.latencies, 0.5), must: 10, aim: 4 },
		{
			what: 'key to screen p99, 1,000 services',
			unit: 'ms',
			value: percentile(cost.latencies, 0.99),
			must: 25,
			aim: 16,
		},
		{ what: 'CPU a key', unit: 'ms', value: cost.cpu, must: 12, aim: 6 },
		{ what: 'bytes a key', unit: 'bytes', value: cost.bytes, must: 2048, aim: 1024 },
		{ what: 'key held at 30/s', unit: 'frames/s', value: held.frames, must: 28, aim: 28, atLeast: true },
		{ what: 'lag after release', unit: 'ms', value: held.lag, must: 16, aim: 16 },
		{ what: 'idle bytes, 1,000 services', unit: 'bytes/s', value: idle.bytes, must: 5120, aim: 2048 },
	];
};

const rows = async (): Promise<Figure> => {
	const [many, few] = [await withServices(2000), await withServices(60)];
	const [latencies, others] = [(await pressKeys(many, 150)).latencies, (await pressKeys(few, 150)).latencies];
	await Promise.all([many.quit(), few.quit()]);
	const value = percentile(latencies, 0.5) / percentile(others, 0.5);
	return { what: '2,000 rows against 60: key latency', unit: 'times', value, must: 1.2, aim: 1 };
};

/** CPU of the engine with its containerd. */
const engineCpu = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuOf(pid), 0);

/** The memory of a cockpit that watches what runs, after so long. */
const memoryOf = async (lab: Lab, seconds: number): Promise<number> => {
	const deck = startDeck([], { ...env, ...lab.env() });
	await deck.shows(painted);
	await pause(seconds * 1000);
	const rss = rssOf(deck.pid);
	await deck.quit();
	return rss;
};

const few = 20;
const many = 100;
/** A shift is measured, not its first seconds, in which Node still compiles. */
const warm = 40;
const measured = 20;

const containers = async (): Promise<readonly Figure[]> => {
	const lab = await startLab({ images: ['quiet'] });
	try {
		for (let index = 0; index < few; index += 1) await lab.run(`quiet-${index}`, 'quiet:v1');
		const little = await memoryOf(lab, warm + measured);
		for (let index = few; index < many; index += 1) await lab.run(`quiet-${index}`, 'quiet:v1');
		const pids = lab.pids();
		const before = engineCpu(pids);
		await pause(15_000);
		const alone = (engineCpu(pids) - before) / 15;
		const deck = startDeck([], { ...env, ...lab.env() });
		await deck.shows(painted);
		await pause(warm * 1000);
		const watched = engineCpu(pids);
		const idle = await idleOf(deck, measured);
		const caused = (engineCpu(pids) - watched) / measured - alone;
		const rss = rssOf(deck.pid);
		const told = (await firstNumbers(deck.pieces(), 20)) - deck.started;
		await deck.quit();
		const grown = (rss - little) / (many - few);
		return [
			{ what: 'idle CPU, 100 containers live', unit: '%', value: idle.cpu / 10, must: 2, aim: 1 },
			{ what: 'idle bytes, 100 containers live', unit: 'bytes/s', value: idle.bytes, must: 5120, aim: 2048 },
			{ what: 'first CPU and memory of all on the screen', unit: 'ms', value: told, must: 1500, aim: 1200 },
			{ what: 'RSS, 100 containers', unit: 'MiB', value: rss, must: 180, aim: 120 },
			{ what: 'RSS grows by, a container', unit: 'MiB', value: grown, must: 0.2, aim: 0.1 },
			{ what: 'engine CPU caused, 100 containers', unit: '%', value: caused / 10, must: 4, aim: 2 },
		];
	} finally {
		await lab.stop();
	}
};

/** What is measured, by the names that the command line takes: `npm run bench -- shift`. */
const measures: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
	paint: firstPaint,
	keys,
	rows: async () => [await rows()],
	follow: () => follow(folder, env),
	shift: async () => [await shift()],
	scale: () => scale(folder, env),
	walk: () => walk(folder, env),
	backup: async () => {
		const absent = labAbsent();
		if (absent === undefined) return backup(folder, env);
		process.stderr.write(`skipped: what a backup costs: ${absent}\n`);
		return [];
	},
	overhead: async () => {
		const absent = labAbsent();
		if (absent === undefined) return overhead();
		process.stderr.write(`skipped: what a change costs: ${absent}\n`);
		return [];
	},
	containers: async () => {
		const absent = labAbsent();
		if (absent === undefined) return containers();
		process.stderr.write(`skipped: 100 containers: ${absent}\n`);
		return [];
	},
};

const wanted = process.argv.slice(2);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(measures)) {
	if (wanted.length === 0 || wanted.includes(name)) figures.push(...(await measure()));
}
process.stdout.write(`${table(figures)}\n`);
const results = join(import.meta.dirname, 'results.json');
if (wanted.length === 0) {
	writeFileSync(results, `${JSON.stringify({ node: process.version, cpu: cpuModel(), figures }, undefined, '\t')}\n`);
}
rmSync(folder, { recursive: true, force: true });

function cpuModel(): string {
	return /model name\s*: (.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown';
}
