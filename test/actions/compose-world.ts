// A roll back on a host with a simulated Compose, by the real plan, `perform` and journal, that can be killed anywhere.
import { expect } from 'vitest';
import { confirm } from '../../src/actions/confirm.ts';
import type { Course } from '../../src/actions/course.ts';
import { perform } from '../../src/actions/perform.ts';
import { makePlan } from '../../src/actions/plan.ts';
import type { Performed } from '../../src/actions/running.ts';
import type { Answer, Call, Order, Reply } from '../../src/core/call.ts';
import { readList } from '../../src/core/engine/list.ts';
import type { Journal, JournalEntry } from '../../src/core/journal.ts';
import type { Release, Service } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { Probe } from '../../src/core/probe.ts';
import { compose } from '../../src/platforms/compose.ts';
import { kinds } from '../../src/probes/index.ts';
import { type ComposeHost, composeHost, FILE_NAME, idOf } from '../simulated/compose-host.ts';
import { digest } from './world.ts';

export const id = '7f3a0c11';
const never = new AbortController().signal;
const forever = () => new Promise<never>(() => {});

/**
 * Where it is killed: as the line with this number is to be written, or as it was; before that order of Compose; or about its
 * own order with this number, from 0, whose answer may also be lost.
 */
export interface Kill {
	readonly line?: number;
	readonly written?: boolean;
	readonly order?: number;
	readonly call?: { readonly at: number; readonly is: Cut };
}
/** `within`: what the order began is cut as well. */
export type Cut = 'killed before' | 'killed within' | 'killed after' | 'lost before' | 'lost after';

/** Where orders go: to a host with a simulated Compose. */
export type Ordered = Pick<ComposeHost, 'ask' | 'apply'>;

export async function servedBy(host: Ordered): Promise<Service> {
	const call = {
		via: 'engine',
		host: 'vps1',
		method: 'GET',
		path: '/containers/json',
		timeout: 1,
		effect: 'read',
	} as const;
	const answer = await host.ask(call);
	const list = readList('vps1', answer.ok ? answer.value.text : '');
	if (!list.ok) throw new Error(list.failure.message);
	const image = (name: string) => ({ id: idOf(name), ref: FILE_NAME });
	const runs: Release = { id: idOf('OLD'), label: 'v2', image: image('OLD'), proof: 'ledger', can: 'runs' };
	const before: Release = { id: idOf('NEW'), label: 'v1', image: image('NEW'), proof: 'ledger', can: 'ready' };
	return {
		...{ id: 'production/api', environment: 'production', name: 'api', platform: 'compose', hosts: ['vps1'] },
		...{ instances: list.value.map(({ instance }) => instance), former: [], releases: [runs, before] },
	};
}

/** Something that lives until it is killed. */
interface Life {
	readonly killed: Promise<'killed'>;
	readonly die: () => void;
	readonly isDead: () => boolean;
}
function lifeOf(): Life {
	const { promise, resolve } = Promise.withResolvers<'killed'>();
	let isDead = false;
	const die = () => {
		isDead = true;
		resolve('killed');
	};
	return { killed: promise, die, isDead: () => isDead };
}

/** A journal whose writer is killed at a line, before it is written or after. */
function journalOf(entries: JournalEntry[], { line: at, written }: Kill, { die, isDead }: Life): Journal {
	let line = 0;
	return {
		open: async () => ({ ok: true, value: entries }),
		read: async () => ({ ok: true, value: entries }),
		append: async (note) => {
			const isNow = line === at;
			line += 1;
			if (isNow && written !== true) die();
			if (isDead()) return forever();
			const entry = { ...note, seq: entries.length + 1, prev: '', hash: '' };
			entries.push(entry);
			if (!isNow) return { ok: true, value: entry };
			die();
			return forever();
		},
	};
}

const isTool = (call: Call) => call.via === 'exec' && call.argv[3] === 'watchdeck-compose';
const answerOf = (value: Reply): Answer =>
	value.code === 0 || (value.code >= 200 && value.code < 300)
		? { ok: true, took: 1, value }
		: { ok: false, took: 1, failure: { kind: 'refused', message: value.err }, reply: value };

const lost: Answer = { ok: false, took: 1, failure: { kind: 'timeout', message: 'no answer in time' } };
const isLock = (call: Call) => call.via === 'exec' && call.argv[3] === 'watchdeck-lock';

/** Gives orders to the host; whoever gives them is killed together with Compose, before its order with that number. */
function orderOf(host: Ordered, { order: at, call: cut }: Kill, { die, isDead }: Life): Order {
	let calls = 0;
	const dead = () => {
		die();
		return forever();
	};
	return async (call) => {
		if (isDead()) return forever();
		if (at !== undefined && isTool(call)) {
			host.apply(call, at - 1);
			return dead();
		}
		if (isLock(call)) return answerOf(host.apply(call));
		calls += 1;
		switch (calls - 1 === cut?.at ? cut.is : undefined) {
			case undefined:
				return answerOf(host.apply(call));
			case 'killed before':
				return dead();
			case 'killed within':
				host.apply(call, 0);
				return dead();
			case 'killed after':
				host.apply(call);
				return dead();
			case 'lost before':
				return lost;
			case 'lost after':
				host.apply(call);
				return lost;
		}
	};
}

/** A plan with its journal, to be carried out and to be killed on its way. */
export function runsOf(host: Ordered, plan: Plan, began = 1_000_000) {
	let clock = began;
	const entries: JournalEntry[] = [];
	const go = (course: Course, kill: Kill = {}): Promise<Performed | 'killed'> => {
		const life = lifeOf();
		const reach = { ask: host.ask, follow: async function* () {}, now: () => clock, signal: never };
		const read = async (probe: Probe) => {
			const kind = kinds.find((one) => one.kind === probe.kind);
			if (kind === undefined) throw new Error(`no probe kind ${probe.kind}`);
			return kind.read(probe, reach);
		};
		const how = entries.length > 0 ? 'resume' : 'enter';
		const confirmed = confirm({
			...{ plan, tier: 2, protection: 'open', how, by: 'op-1', now: plan.made, facts: plan.facts, digest },
		});
		if (!confirmed.ok) throw new Error(confirmed.failure.message);
		const performing = perform({
			...{ confirmed: confirmed.value, before: [...entries], course, read, digest },
			...{ order: orderOf(host, kill, life), journal: journalOf(entries, kill, life) },
			...{ signal: never, stop: never, ask: host.ask, now: () => clock, emit: () => {} },
			choose: async () => 'leave',
			// What beats waits for the end; the rest takes no time but on the clock.
			wait: (ms, until) =>
				new Promise((resolve) => {
					if (ms >= 10_000) return until.addEventListener('abort', () => resolve(), { once: true });
					clock += ms;
					setImmediate(resolve);
				}),
		});
		return Promise.race([performing, life.killed]);
	};
	return { entries, go };
}

/** A host whose `api` runs OLD, with a plan to go back to NEW. */
export async function composeWorld(tool: 'v2' | '1.29') {
	const host = composeHost(tool);
	host.tags.set('app:v1', 'NEW');
	host.tags.set(FILE_NAME, 'OLD');
	host.compose.tag('OLD');
	host.compose.up();
	const now = 1_000_000;
	const made = await makePlan({
		...{ want: { action: 'rollback', to: '' }, service: await servedBy(host), platform: compose, watch: 0, id },
		...{ by: 'op-1', now, oldest: now, digest, ask: host.ask, signal: never },
	});
	if (!made.ok) throw new Error(made.failure.message);
	const plan = made.value;
	const isEnd = (image: 'OLD' | 'NEW') => {
		expect(host.boxes()).toEqual([{ image, state: 'running', proper: true }]);
		expect(host.tags.get(FILE_NAME)).toBe(image);
	};
	return { host, plan, ...runsOf(host, plan, now), isEnd };
}
