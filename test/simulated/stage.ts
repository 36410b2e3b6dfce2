// Real plans, the real way of carrying them out, its journal and its undo, against a simulated host in simulated time; and a
// program that dies wherever it is told to.
import { createHash } from 'node:crypto';
import { confirm } from '../../src/actions/confirm.ts';
import type { Course } from '../../src/actions/course.ts';
import { type Surroundings, withGates } from '../../src/actions/gates.ts';
import { type Performing, perform } from '../../src/actions/perform.ts';
import { makePlan } from '../../src/actions/plan.ts';
import type { Performed } from '../../src/actions/running.ts';
import type { Answer, Call, Write } from '../../src/core/call.ts';
import type { ServiceSpec } from '../../src/core/config/fleet.ts';
import type { LedgerLine } from '../../src/core/engine/facts.ts';
import { group } from '../../src/core/engine/group.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Platform } from '../../src/core/making.ts';
import type { Result, Service } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { Probe, Reading } from '../../src/core/probe.ts';
import { engineAfter } from '../../src/core/reduce/engine.ts';
import { hasEnded } from '../../src/core/run.ts';
import type { ServiceAction, Want } from '../../src/core/want.ts';
import type { Carrier } from '../../src/io/carrier.ts';
import { makeBox } from '../../src/io/demo/box.ts';
import { makeDemoCarrier } from '../../src/io/demo/carrier.ts';
import type { DemoService } from '../../src/io/demo/catalogue.ts';
import type { Engine } from '../../src/io/demo/engine/types.ts';
import { makeHost } from '../../src/io/demo/world.ts';
import { makeOutside } from '../../src/io/outside.ts';
import { makeVault } from '../../src/io/vault.ts';
import { docker as plain } from '../../src/platforms/docker.ts';
import { swarm } from '../../src/platforms/swarm.ts';
import { docker } from '../../src/probes/docker.ts';
import { kinds } from '../../src/probes/index.ts';
import { fleetOf, specOf } from '../core/engine/world.ts';
import { type SwarmHost, swarmHost } from './swarm-carrier.ts';

/**
 * Where the program dies, or an answer is lost: after the journal's line with this number, or about the order with this number,
 * from 0; or the host is lost, as soon as its lock is taken.
 */
export type Cut =
	| { readonly line: number }
	| { readonly lost: 'once locked' }
	| { readonly order: number; readonly is: 'killed before' | 'killed after' | 'lost before' | 'lost after' };

/** How a start of the program ended; `orders`, `lines`: how many it gave and wrote. */
export interface Came {
	readonly performed: Performed | 'killed';
	readonly orders: number;
	readonly lines: number;
}

/** What differs between the stages. `spec`: what the config says of the service, `before`: what stands before its host. */
export interface Setting {
	readonly replicas?: number;
	readonly spec?: Pick<ServiceSpec, 'gates' | 'after' | 'canary'>;
	readonly before?: (host: Carrier) => Carrier;
}

/** A host with one service, production/api, and the program beside it. */
export interface Stage {
	readonly plan: (want: Want<ServiceAction>) => Promise<Plan>;
	/** Carries the plan out until its end, or until it is killed there. */
	readonly go: (plan: Plan, course?: Course, cut?: Cut) => Promise<Came>;
	/** An order of somebody else, answered. */
	readonly order: (call: Write) => Promise<Answer>;
	/** Removes the image of a release that ran, which the ledger remembers then; gives its id. */
	readonly lose: (release: string) => Promise<string>;
	readonly entries: readonly JournalEntry[];
	readonly engine: () => Engine;
	readonly locks: () => readonly string[];
	readonly swarm?: SwarmHost;
	/** So much time goes by while the program does not run. */
	readonly pass: (ms: number) => Promise<void>;
}

const HOST = 'vps1';
const began = Date.UTC(2026, 10, 21, 14);
const day = 86_400_000;
/** A Swarm does so much by itself in a second. */
const STEPS = 5;
const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const service: DemoService = {
	...{ environment: 'production', name: 'api', kind: 'api', host: HOST, container: 'api', compose: false },
	...{ repository: 'registry.demo/shop/api', releases: ['v1', 'v2', 'v3'], ran: [2 * day, day], port: 8001 },
};
const lost: Answer = { took: 1, ok: false, failure: { kind: 'timeout', message: 'no answer in time' } };
const never = new Promise<never>(() => {});

/** Time that only goes on when everybody waits for it. */
function makeTime() {
	let now = began;
	let timers: { readonly at: number; readonly fire: () => void }[] = [];
	const passed: ((ms: number) => void)[] = [];
	const wait = (ms: number, signal: AbortSignal): Promise<void> =>
		new Promise((resolve) => {
			if (signal.aborted) return resolve();
			const timer = { at: now + ms, fire: resolve };
			timers.push(timer);
			const drop = () => {
				timers = timers.filter((one) => one !== timer);
				resolve();
			};
			signal.addEventListener('abort', drop, { once: true });
		});
	const turn = () => new Promise((resolve) => setImmediate(resolve));
	const jump = (to: number) => {
		const ms = Math.max(0, to - now);
		now += ms;
		for (const hear of passed) hear(ms);
	};
	/** Lets time go by until this is settled. */
	const until = async <T>(promise: Promise<T>): Promise<T> => {
		let settled = false;
		const marked = promise.finally(() => {
			settled = true;
		});
		while (!settled) {
			await turn();
			await turn();
			if (settled) break;
			const next = timers.toSorted((one, other) => one.at - other.at)[0];
			if (next === undefined) continue;
			timers = timers.filter((one) => one !== next);
			jump(next.at);
			next.fire();
		}
		return marked;
	};
	return { now: () => now, wait, until, jump, passed };
}

const isLock = (call: Call) => call.via === 'exec' && call.argv[3] === 'watchdeck-lock';
const faultAt = (cut: Cut | undefined, order: number) =>
	cut !== undefined && 'order' in cut && cut.order === order ? cut.is : undefined;
const isLast = (cut: Cut | undefined, line: number) => cut !== undefined && 'line' in cut && cut.line === line;

/** A host on which production/api runs its release v3, and ran v2 before; of a Swarm with so many replicas. */
export async function makeStage(kind: 'docker' | 'swarm', setting: Setting = {}): Promise<Stage> {
	const { replicas = 2, before: wrapped = (host: Carrier) => host } = setting;
	const time = makeTime();
	const signal = new AbortController().signal;
	const alone = kind === 'swarm' ? { ...service, ran: [] } : service;
	const box = makeBox(() => makeHost(HOST, [alone], { seed: 1, story: false, now: began }), time);
	const bare = makeDemoCarrier({ name: HOST, box, time, mishap: () => 'none' });
	const engine = () => box.host().engine;
	const onSwarm = kind === 'swarm' ? swarmHost({ host: HOST, bare, engine, now: time.now }) : undefined;
	const outside = makeOutside({
		hosts: [{ name: HOST, reach: 'demo' }],
		vault: makeVault({ env: {}, accepted: () => false, now: time.now }),
		env: {},
		now: time.now,
		onLink: () => undefined,
		demo: () => wrapped(onSwarm?.carrier ?? bare),
	});
	// A name that no registry gave: what it means only the nodes know.
	const path = `/images/${encodeURIComponent(`${service.repository}:v2`)}/tag?repo=built/api&tag=v2`;
	const call = { effect: 'write', via: 'engine', host: HOST, method: 'POST', path, timeout: 10_000 } as const;
	const tagged = await time.until(outside.order(call, signal));
	if (!tagged.ok) throw new Error(tagged.failure.message);
	let owed = 0;
	time.passed.push((ms) => {
		owed += (ms * STEPS) / 1000;
		onSwarm?.work(Math.floor(owed));
		owed -= Math.floor(owed);
	});
	if (onSwarm !== undefined) {
		const { repository } = service;
		const spec = (tag: string) => ({
			Name: 'api',
			Mode: { Replicated: { Replicas: replicas } },
			TaskTemplate: { ContainerSpec: { Image: `${repository}:${tag}` }, ForceUpdate: 0 },
			UpdateConfig: { FailureAction: 'pause' as const, Order: 'stop-first' as const },
		});
		onSwarm.begin(spec('v2'));
		time.jump(time.now() + 60_000);
		onSwarm.respec(() => spec('v3'));
		time.jump(time.now() + 60_000);
	}
	const reach = () => ({ ask: outside.ask, follow: outside.follow, now: time.now, signal, anew: true as const });
	const fleet = fleetOf([specOf('api', kind === 'swarm' ? { platform: 'swarm' } : {})]);

	const ledger: LedgerLine[] = [];
	async function lose(release: string): Promise<string> {
		const image = [...engine().images.values()].find(({ program }) => program.release === release);
		if (image === undefined) throw new Error(`there is no image of ${release}`);
		const [digest = ''] = image.digests.map((name) => name.slice(name.indexOf('@') + 1));
		const of = { id: image.id, ref: `${service.repository}:${release}`, digest };
		const seen = { service: 'production/api', host: HOST, container: 'api', image: of };
		ledger.push({ ...seen, first: time.now() - 60_000, last: time.now() });
		const gone = { ...call, method: 'DELETE', path: `/images/${encodeURIComponent(image.id)}?force=1` } as const;
		const answer = await time.until(outside.order(gone, signal));
		if (!answer.ok) throw new Error(answer.failure.message);
		return image.id;
	}

	async function serviceNow(): Promise<Service> {
		const probe: Probe = { kind: 'docker', of: `host/${HOST}`, every: 30_000, timeout: 10_000, spec: { host: HOST } };
		const read = await docker.read(probe, reach(), undefined);
		if (!read.ok || read.value.engine === undefined)
			throw new Error(`the engine was not read: ${JSON.stringify(read)}`);
		const state = engineAfter(undefined, read.value.engine, time.now());
		const found = state === undefined ? [] : group(fleet, { [HOST]: state.value }, ledger);
		const api = found.find(({ id }) => id === 'production/api');
		if (api === undefined) throw new Error('there is no production/api');
		return api;
	}

	async function read(probe: Probe, carry?: unknown): Promise<Result<Reading>> {
		const found = kinds.find((one) => one.kind === probe.kind);
		if (found === undefined) throw new Error(`no kind ${probe.kind}`);
		return found.read(probe, reach(), carry);
	}
	const surroundings: Surroundings = { peer: () => ({}), lines: [] };

	const entries: JournalEntry[] = [];
	const ownOf = (id: string) => entries.filter(({ run }) => run === id);
	let plans = 0x7f3a0c10;
	async function plan(want: Want<ServiceAction>): Promise<Plan> {
		const now = time.now();
		plans += 1;
		const platform: Platform = kind === 'swarm' ? swarm : plain;
		const of = { service: await time.until(serviceNow()), platform, id: plans.toString(16), by: 'op-1' };
		const spec = setting.spec === undefined ? {} : { spec: specOf('api', setting.spec), surroundings };
		const made = await time.until(
			makePlan({
				want,
				...of,
				...spec,
				hasEnded: async (run) => hasEnded(ownOf(run)),
				now,
				oldest: now,
				watch: 10_000,
				digest,
				ask: outside.ask,
				signal,
			}),
		);
		if (!made.ok) throw new Error(made.failure.message);
		const judging = { read, now: time.now, wait: (ms: number) => time.wait(ms, signal), stopped: () => false };
		return time.until(withGates(made.value, judging));
	}

	async function go(of: Plan, course: Course = 'forward', cut?: Cut): Promise<Came> {
		const before = ownOf(of.id);
		const how = before.length > 0 ? 'resume' : 'enter';
		const word = { plan: of, tier: 2, protection: 'open', how, by: 'op-1', now: time.now(), facts: of.facts } as const;
		const confirmed: Result<Performing['confirmed']> = confirm({ ...word, digest });
		if (!confirmed.ok) throw new Error(confirmed.failure.message);
		let [orders, lines, dead] = [0, 0, false];
		let die = () => {};
		const killed = new Promise<'killed'>((resolve) => {
			die = () => {
				dead = true;
				resolve('killed');
			};
		});
		const alive = <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) => {
			return (...args: A): Promise<T> => (dead ? never : call(...args).then((value) => (dead ? never : value)));
		};
		const dies = (): Promise<never> => {
			die();
			return never;
		};
		let isOff = false;
		const heard = (answer: Answer): Answer => {
			isOff = cut !== undefined && 'lost' in cut;
			return isOff ? lost : answer;
		};
		const order = async (call: Write): Promise<Answer> => {
			const carried = () => outside.order(call, signal);
			if (isLock(call)) return isOff ? lost : carried().then(heard);
			const fault = faultAt(cut, orders);
			orders += 1;
			switch (fault) {
				case undefined:
					return carried();
				case 'lost before':
					return lost;
				case 'lost after':
					return carried().then(() => lost);
				case 'killed before':
					return dies();
				case 'killed after':
					return carried().then(dies);
			}
		};
		const performing: Performing = {
			confirmed: confirmed.value,
			before,
			course,
			digest,
			signal,
			stop: signal,
			now: time.now,
			emit: () => undefined,
			// Nobody sits there.
			choose: async () => 'later',
			wait: (ms, over) => (dead ? never : time.wait(ms, over).then(() => (dead ? never : undefined))),
			ask: alive(async (call) => (isOff ? lost : outside.ask(call, signal))),
			order: alive(order),
			read: alive((probe, _signal, carry) => read(probe, carry)),
			journal: {
				open: async () => ({ ok: true, value: entries }),
				read: async () => ({ ok: true, value: entries }),
				append: alive(async (note) => {
					// What is read back is what JSON keeps.
					const entry: JournalEntry = JSON.parse(
						JSON.stringify({ ...note, seq: entries.length + 1, prev: '', hash: '' }),
					);
					entries.push(entry);
					lines += 1;
					return isLast(cut, lines - 1) ? dies() : { ok: true, value: entry };
				}),
			},
		};
		const performed = await time.until(Promise.race([perform(performing), killed]));
		return { performed, orders, lines };
	}
	return {
		plan,
		go,
		lose,
		entries,
		engine,
		order: (call) => time.until(outside.order(call, signal)),
		locks: () => Object.keys(box.host().locks),
		...(onSwarm === undefined ? {} : { swarm: onSwarm }),
		pass: (ms) => time.until(time.wait(ms, signal)),
	};
}
