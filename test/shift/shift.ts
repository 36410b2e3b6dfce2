// A shift at the cockpit in a time of its own: `node --expose-gc BUNDLE HOURS STRIDE` prints what the program held, as
// JSON. The bundle is made by `run.ts`.
import { inStrides, pass, realTime, settle, timers } from './fake-time.ts';
import './terminal.ts';
import { mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CockpitOptions, runCockpit } from '../../src/app/cockpit.tsx';
import { findFleet } from '../../src/app/find-fleet.ts';
import { pathsOf } from '../../src/io/paths.ts';
import { saidLines } from './chatter.ts';
import { configText } from './config.ts';
import { connections, cutAll, world } from './far.ts';
import { type Held, held, memory, type Reached, reached } from './held.ts';
import { drawn, resize, type } from './terminal.ts';

/** What came of a shift. */
export interface Shift {
	/** Bytes after each hour. */
	readonly memory: readonly number[];
	/** Before the cockpit was opened, after the first hour, after the last, and when it was left. */
	readonly before: Held;
	readonly first: Held & Reached;
	readonly last: Held & Reached;
	readonly after: Held;
	readonly code: number | 'late';
	/** What was lived through: connections cut, reloads, other sizes, lines of logs, bytes drawn. */
	readonly did: Readonly<Record<'cuts' | 'reloads' | 'sizes' | 'lines' | 'bytes', number>>;
	/** Milliseconds of the real time. */
	readonly took: number;
}

const [hours = 8, stride = 1] = process.argv.slice(2).map(Number);
const minute = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'watchdeck-shift-'));
const config = join(folder, 'watchdeck.yaml');
const env = { HOME: folder, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
const write = (odd: boolean): void => writeFileSync(config, configText(world.fleet, odd), { mode: 0o600 });

/** What the cockpit is opened on: the config as it is found. */
const opening = async (): Promise<CockpitOptions> => {
	const looking = { config, paths: pathsOf(env, folder), folder: '/', env };
	const found = await findFleet(looking);
	if (found.is !== 'config') throw new Error(JSON.stringify(found));
	return { fleet: found.fleet, operator: 'shift', readOnly: false, env, file: { path: config, looking } };
};

const [esc, up, down] = ['\u001b', '\u001b[A', '\u001b[B'];
/** Where the operator is, a minute each: what is pressed to come there, and what there. */
const places: readonly (readonly string[])[] = [
	['1', 'g', ...Array.from({ length: 8 }, () => down), 'g'],
	['1', 'g', down, 'l', '/', ...'ERROR', '\r', 'n', 'n', 'e', 'E', 'G'],
	['1', 'g', down, down, '\r', ...Array.from({ length: 5 }, () => down), up],
	['1', '/', ...'api', '\r', esc, '?', esc, ':', ...'logs', esc],
	['1', 'L', 'p', 'p', 'w', 't', 'G'],
	['0', down, down, '\r', esc],
	['7', down, '9', down, '\r', esc, '5', down],
	['1', 'g', 'p', down, 'p', 'W', '1'],
];
const sizes = [
	[80, 24],
	[120, 40],
	[40, 10],
	[200, 50],
] as const;

/** Somebody deploys: a container anew, with another id, and one that is restarted, by the engine's own API. */
const deploy = async (name: string): Promise<void> => {
	const [host] = world.fleet.hosts;
	if (host === undefined) return;
	const { engine } = world.carrier(host);
	const never = new AbortController().signal;
	const ask = (method: string, url: string, body?: object) =>
		engine({ method, url, headers: {}, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }, never);
	await ask('DELETE', '/containers/job?force=1');
	const image = world.look(host.name)?.engine.images.keys().next().value;
	await ask('POST', '/containers/create?name=job', { Image: image, Labels: { run: name } });
	await ask('POST', '/containers/job/start');
	await ask('POST', '/containers/production-api/restart');
};

const did = { cuts: 0, reloads: 0, sizes: 0 };
const happens = (at: number): void => {
	// All periods divide the hour, so that each ends as the one before it.
	if (at % 5 === 4) {
		did.cuts += connections();
		cutAll();
	}
	if (at % 10 === 7) {
		did.reloads += 1;
		write(at % 20 === 7);
		type('\u0012');
	}
	if (at % 15 === 11) void deploy(`job ${at}`);
	if (at % 3 === 0) {
		const [columns, rows] = sizes[at % sizes.length] ?? sizes[0];
		did.sizes += 1;
		resize(columns, rows);
	}
};

/** A minute of the shift: something happens, the operator goes somewhere, and time goes by. */
const work = async (at: number): Promise<void> => {
	happens(at);
	await pass(2_000);
	const keys = places[at % places.length] ?? [];
	for (const key of keys) {
		type(key);
		await pass(key === esc ? 600 : 200);
	}
	const spent = 2_000 + keys.reduce((sum, key) => sum + (key === esc ? 600 : 200), 0);
	await pass(minute - spent);
};

/** The rest of an hour, always at the same place and size, some time after the last thing that happened. */
const rest = async (): Promise<number> => {
	resize(200, 50);
	for (const key of [esc, '1', 'g']) {
		type(key);
		await pass(1_000);
	}
	await pass(4 * minute - 17_000);
	// What is under way differs less when all had its turn at its own time.
	inStrides(1);
	await pass(minute);
	inStrides(stride);
	return memory();
};

const hour = async (): Promise<number> => {
	for (let at = 0; at < 55; at += 1) await work(at);
	return rest();
};

/** Counts at a moment at which as little is under way as ever in half a minute. */
const countedWhenQuiet = async (): Promise<Held & Reached> => {
	inStrides(1);
	let least = timers();
	for (let step = 0; step < 300; step += 1) {
		await pass(100);
		least = Math.min(least, timers());
	}
	for (let step = 0; step < 600 && timers() > least; step += 1) await pass(100);
	inStrides(stride);
	return { ...held(), ...reached() };
};

/** Two times ctrl-c; a program that does not end is `late`. */
const leave = async (left: Promise<number>): Promise<number | 'late'> => {
	for (let press = 0; press < 2; press += 1) {
		type('\u0003');
		await pass(500);
	}
	await pass(10_000);
	// What is written to the disk takes its time by the real clock, on a busy machine the more of it.
	let code: number | undefined;
	void left.then((given) => {
		code = given;
	});
	for (const late = realTime() + 30_000; code === undefined && realTime() < late; ) await settle(100);
	return code ?? 'late';
};

inStrides(stride);
const began = realTime();
write(false);
const before = held();
const left = runCockpit(await opening());
await pass(minute);
const all = [await hour()];
const first = await countedWhenQuiet();
while (all.length < hours) all.push(await hour());
const last = await countedWhenQuiet();
const code = await leave(left);
await memory();
const shift: Shift = {
	...{ memory: all, before, first, last, after: held(), code },
	did: { ...did, lines: saidLines(), bytes: drawn() },
	took: Math.round(realTime() - began),
};
rmSync(folder, { recursive: true, force: true });
writeSync(1, `${JSON.stringify(shift)}\n`);
