import { createHash } from 'node:crypto';
import { confirm } from '../../src/actions/confirm.ts';
import type { Course } from '../../src/actions/course.ts';
import { type Holder, lockOn } from '../../src/actions/lock.ts';
import { type Performing, perform } from '../../src/actions/perform.ts';
import type { Choice, Performed } from '../../src/actions/running.ts';
import type { Answer, Call, Write } from '../../src/core/call.ts';
import type { Event } from '../../src/core/event.ts';
import { containerIs } from '../../src/core/expect.ts';
import type { JournalEntry, Note } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import type { Check, ConfirmedPlan, Consent, Heed, Plan } from '../../src/core/plan.ts';
import type { Probe, Reading } from '../../src/core/probe.ts';
import { order } from '../../src/platforms/engine-call.ts';
import { rollbackSteps } from '../../src/platforms/rollback-steps.ts';
import { answered, type Box, type Engine, lost, makeEngine } from './engine.ts';

export const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** What happens to the order or journal line with this number (from 0, beats and lock reads not counted). */
export type Fault =
	| 'lost after effect'
	| 'lost before effect'
	| 'lost, effect comes late'
	| 'refused'
	| 'refused from here'
	| 'killed before effect'
	| 'killed after effect';
export interface Faults {
	readonly order?: { readonly at: number; readonly is: Fault };
	readonly journal?: { readonly at: number; readonly is: 'fails' | 'fails from here' | 'killed after' };
	/** The stop signal comes while this order is under way. */
	readonly stopAt?: number;
	/** Somebody else takes the lock over just before this order. */
	readonly stolenAt?: number;
}

/** What happens to the order with this number. */
function faultAt(fault: Faults['order'], order: number): Fault | undefined {
	const isMeant = fault?.is === 'refused from here' ? order >= fault.at : order === fault?.at;
	return isMeant ? fault?.is : undefined;
}

/** What is there before anything happens. */
export interface Start {
	readonly running: boolean;
	readonly policy: string;
	readonly networks: number;
	readonly sickTarget?: boolean;
	/** The target ends after a second, and the engine waits to start it again. */
	readonly waitingTarget?: boolean;
	/** The release of today ends as soon as it is started; the usual reason to roll back. */
	readonly crashing?: boolean;
	readonly unproven?: 'hold' | 'undo' | 'leave';
	/** Containers of earlier changes, by id, that the plan tidies up. */
	readonly tidies?: readonly string[];
	/** It is watched for so long after its proof: that the container stays as proven, and its numbers (`numbers`). */
	readonly watch?: number;
	/** What the numbers of the watched service say at a time, as the probe `watched` reads them. */
	readonly numbers?: (now: number) => Result<Reading>;
	/** Another plan than the roll back, with its own containers. */
	readonly other?: { readonly plan: Plan; readonly boxes: readonly Box[] };
	/** Indices of steps that are given no undo although they change something. */
	readonly bare?: readonly number[];
	/** Locks of other programs that the plan heeds, and what their script prints. */
	readonly heeds?: readonly Heed[];
	readonly foreign?: string;
	/** Whose stale lock the plan takes over. */
	readonly over?: Holder;
}

export const usualStart: Start = { running: true, policy: 'unless-stopped', networks: 1 };
export const id = '7f3a0c11';

export interface World {
	readonly engine: Engine;
	readonly plan: Plan;
	readonly entries: JournalEntry[];
	readonly events: Event[];
	/** Every order to the engine that was given, and what the journal had last when it was. */
	readonly given: { readonly call: Call; readonly after: JournalEntry | undefined }[];
	/** How many seconds ago the lock was beaten, each time that the operator chose. */
	readonly beats: readonly number[];
	/** What the containers are, pins and start times left out. */
	readonly snapshot: () => unknown;
	/** So much time goes by while watchdeck does not run. */
	readonly pass: (ms: number) => Promise<void>;
	/** Runs the plan until it ends, is killed ('killed'), or is stopped. */
	readonly go: (faults?: Faults, more?: Partial<Going>) => Promise<Performed | 'killed'>;
}
interface Going {
	/** Another change of the service begins at this time: so long after the run was taken up. */
	readonly supersededAfter: number;
	/** The stop signal comes so long after the run was taken up. */
	readonly stopAfter: number;
	/** The session that goes on with what is stopped. */
	readonly heir: string;
	/** Why it goes back, of a run that was left. */
	readonly cause: string;
	/** What the numbers were while nobody watched. */
	readonly past: Performing['past'];
	/** So long after the run was taken up something happens in the world. */
	readonly later: Later;
	readonly course: Course;
	readonly choices: readonly Choice[];
	/** How long the operator takes to choose. */
	readonly thinks: number;
	/** Chosen in the very moment in which the run says that it is held, as where nobody sits; lost when nobody listens yet. */
	readonly atOnce: Choice;
	/** Changes notes before they are written. */
	readonly redact: (text: string) => string;
	readonly confirmed: ConfirmedPlan;
}

function planOf(engine: Engine, start: Start): Plan {
	const old = [...engine.boxes.values()][0];
	if (old === undefined) throw new Error('no container');
	const steps = rollbackSteps({
		host: 'vps1',
		service: 'production/api',
		id,
		old: {
			id: old.id,
			name: old.name,
			running: old.running,
			grace: 10_000,
			policy: { name: start.policy, tries: 0 },
			json: {},
		},
		image: 'sha256:good',
		repository: 'shop/api',
		body: {
			Image: `shop/api:rb-${id}`,
			Labels: { 'watchdeck.plan': id },
			HostConfig: { RestartPolicy: { Name: start.policy } },
		},
		networks: Array.from({ length: start.networks }, (_, index) => ({ network: `net${index}`, endpoint: {} })),
	});
	const promised = { image: 'sha256:good', labels: { 'watchdeck.plan': id }, healthy: true, restarts: 0 } as const;
	const times = { times: 3, within: 30_000 };
	const healthy = containerIs(
		'api is healthy',
		'production/api',
		{ host: 'vps1', container: 'api', ...promised },
		times,
	);
	return {
		id,
		action: 'rollback',
		want: { action: 'rollback', to: 'sha256:good' },
		service: 'production/api',
		title: 'ROLL BACK production/api',
		impact: [],
		made: 0,
		expires: 300_000,
		oldest: 0,
		facts: 'facts',
		locks: [
			lockOn('vps1', 'container-api', {
				...{ plan: id, who: 'op-1', what: 'roll back' },
				...(start.over === undefined ? {} : { over: start.over }),
			}),
		],
		stands: [{ host: 'vps1', id: old.id, name: old.name, image: old.image }],
		steps: steps.map((step, index) =>
			start.bare?.includes(index) ? { ...step, undo: { none: `Step ${index + 1} cannot be undone.` } } : step,
		),
		proof: [healthy],
		watch: start.watch === undefined ? [] : watchedFor(start.watch, healthy, start.numbers !== undefined),
		unproven: start.unproven ?? 'hold',
		...(start.heeds === undefined ? {} : { heeds: start.heeds }),
		tidy: (start.tidies ?? []).map((box) => order('vps1', 'DELETE', `/containers/${box}?v=0`)),
	};
}

/** The container every 5 s, and the numbers where there are any: half of the readings must come. */
function watchedFor(lasts: number, { say, probe }: Check, numbers: boolean): readonly Check[] {
	const every = 5_000;
	const enough = Math.max(1, Math.floor(lasts / every / 2));
	const check = { holds: 'throughout', lasts, enough } as const;
	const of = { kind: 'watched', of: 'production/api', every, timeout: 1_000, spec: {} };
	return [
		{ ...check, say, probe: { ...probe, every } },
		...(numbers ? [{ ...check, say: 'errors under 5%', probe: of, requests: 10 }] : []),
	];
}

/** A plan as an operator agreed to it. */
export function agreed(plan: Plan, how: Consent['how'], now: number): ConfirmedPlan {
	const word = { plan, tier: 2, protection: 'open', how, by: 'op-1', now, facts: plan.facts, digest } as const;
	const result = confirm(word);
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}

function isFull({ journal }: Faults, line: number): boolean {
	if (journal?.is === 'fails') return line === journal.at;
	return journal?.is === 'fails from here' && line >= journal.at;
}

function isLast({ journal }: Faults, line: number): boolean {
	return journal?.is === 'killed after' && line === journal.at;
}

function stealsAt({ stolenAt }: Faults, note: Note): boolean {
	return note.what === 'begins' && stolenAt === note.step + 1;
}

interface Later {
	readonly after: number;
	readonly does: () => void;
}

function pastOf({ past }: Partial<Going>): Pick<Performing, 'past'> {
	return past === undefined ? {} : { past };
}

function leftOf({ heir, cause }: Partial<Going>): Pick<Performing, 'heir' | 'cause'> {
	return { ...(heir === undefined ? {} : { heir: () => heir }), ...(cause === undefined ? {} : { cause }) };
}

function startLater(all: readonly Later[], at: (delay: number, fire: () => void) => void): void {
	for (const { after, does } of all) at(after, does);
}

/** What happens while the run goes on. */
function laterOf(
	{ supersededAfter, stopAfter, later }: Partial<Going>,
	stop: AbortController,
	superseded: AbortController,
): readonly Later[] {
	return [
		...(supersededAfter === undefined
			? []
			: [{ after: supersededAfter, does: () => superseded.abort('another change began') }]),
		...(stopAfter === undefined ? [] : [{ after: stopAfter, does: () => stop.abort() }]),
		...(later === undefined ? [] : [later]),
	];
}

/** A world with one service that runs a bad release, and a plan to roll it back. */
export function makeWorld(start: Start = usualStart): World {
	let now = 1_000_000;
	const engine = makeEngine(() => now);
	engine.tags.set('shop/api:v2', 'sha256:bad').set('shop/api:v1', 'sha256:good');
	if (start.sickTarget || start.waitingTarget) engine.sick.add('sha256:good');
	if (start.waitingTarget) engine.waiting.add('sha256:good');
	if (start.crashing) engine.crashing.add('sha256:bad');
	const { running, policy } = start;
	const old = { id: 'old1', name: 'api', image: 'sha256:bad', running, policy, labels: {}, networks: ['bridge'] };
	engine.boxes.set('old1', { ...old, started: now, restarts: 0 });
	for (const box of start.other?.boxes ?? []) engine.boxes.set(box.id, { ...box });
	const plan = { ...(start.other?.plan ?? planOf(engine, start)), made: now, expires: now + 300_000 };
	const entries: JournalEntry[] = [];
	const events: Event[] = [];
	const given: World['given'] = [];
	const beats: number[] = [];

	const seenBy = (probe: Probe): Result<Reading> =>
		probe.kind === 'watched' && start.numbers !== undefined ? start.numbers(now) : engine.read(probe);

	async function go(faults: Faults = {}, more: Partial<Going> = {}): Promise<Performed | 'killed'> {
		const first = plan.action === 'tidy' ? 'kept 7 days' : 'enter';
		const confirmed = more.confirmed ?? agreed(plan, entries.length > 0 ? 'resume' : first, now);
		const choices = [...(more.choices ?? [])];
		const listening: ((choice: Choice) => void)[] = [];
		const signal = new AbortController().signal;
		const stop = new AbortController();
		const superseded = new AbortController();
		const timers: { at: number; fire: () => void }[] = [];
		let orders = -1;
		let lines = -1;
		let dead = false;
		let over = false;
		let die = () => {};
		const killed = new Promise<'killed'>((resolve) => {
			die = () => {
				dead = true;
				resolve('killed');
			};
		});
		const never = new Promise<never>(() => {});
		const at = (delay: number, fire: () => void) => timers.push({ at: now + delay, fire });
		const steal = () => {
			const beat = Math.floor(now / 1000);
			engine.locks.set('container-api', { plan: 'other', who: 'op-2', since: 1, beat });
		};
		const faulty: Readonly<Record<Fault, (call: Write) => Answer | Promise<never>>> = {
			refused: (call) => answered(call, { code: 500, text: 'it cannot', err: '' }),
			'refused from here': (call) => answered(call, { code: 500, text: 'it cannot', err: '' }),
			'lost before effect': () => lost,
			'lost after effect': (call) => {
				engine.apply(call);
				return lost;
			},
			'lost, effect comes late': (call) => {
				at(5_000, () => engine.apply(call));
				return lost;
			},
			'killed before effect': () => {
				die();
				return never;
			},
			'killed after effect': (call) => {
				engine.apply(call);
				die();
				return never;
			},
		};

		const redact = more.redact ?? String;
		const written = (note: Note): JournalEntry => {
			// What is read back is what JSON keeps.
			const kept = JSON.parse(redact(JSON.stringify(note))) as Note; // it was a note a moment ago
			return { ...kept, seq: entries.length + 1, prev: '', hash: '' };
		};

		const performing: Performing = {
			confirmed,
			before: [...entries],
			course: more.course ?? 'forward',
			digest,
			signal,
			stop: stop.signal,
			now: () => now,
			emit: (event) => {
				events.push(event);
				if (event.type === 'run/held' && more.atOnce !== undefined) listening.shift()?.(more.atOnce);
			},
			choose: () =>
				new Promise((resolve) => {
					if (more.atOnce !== undefined) return listening.push(resolve);
					return at(more.thinks ?? 0, () => {
						const lock = engine.locks.get('container-api');
						if (lock !== undefined) beats.push(Math.floor(now / 1000) - lock.beat);
						resolve(choices.shift() ?? 'leave');
					});
				}),
			wait: (ms, until) =>
				new Promise((resolve) => {
					if (dead) return;
					if (until.aborted) return resolve();
					until.addEventListener('abort', () => resolve(), { once: true });
					at(ms, resolve);
				}),
			ask: async (call) => {
				if (dead) return never;
				const isForeign = call.via === 'exec' && call.argv[3] === 'watchdeck-foreign';
				return answered(call, isForeign ? { code: 0, text: start.foreign ?? '', err: '' } : engine.apply(call));
			},
			read: async (probe) => (dead ? never : seenBy(probe)),
			superseded: superseded.signal,
			...leftOf(more),
			...pastOf(more),
			order: async (call) => {
				if (dead) return never;
				if (call.via === 'exec') return answered(call, engine.apply(call));
				orders += 1;
				if (faults.stopAt === orders) stop.abort();
				given.push({ call, after: entries.at(-1) });
				const fault = faultAt(faults.order, orders);
				return fault === undefined ? answered(call, engine.apply(call)) : faulty[fault](call);
			},
			journal: {
				open: async () => ({ ok: true, value: entries }),
				read: async () => ({ ok: true, value: entries }),
				append: async (note) => {
					if (dead) return never;
					lines += 1;
					if (isFull(faults, lines)) return { ok: false, failure: { kind: 'full', message: 'The disk is full.' } };
					if (stealsAt(faults, note)) steal();
					const entry = written(note);
					entries.push(entry);
					if (!isLast(faults, lines)) return { ok: true, value: entry };
					die();
					return never;
				},
			},
		};

		startLater(laterOf(more, stop, superseded), at);
		const pump = async () => {
			while (!over && !dead) {
				await new Promise((resolve) => setImmediate(resolve));
				const next = timers.sort((a, b) => a.at - b.at).shift();
				if (next === undefined) continue;
				now = Math.max(now, next.at);
				next.fire();
			}
		};
		const pumping = pump();
		const came = await Promise.race([perform(performing), killed]);
		over = true;
		await pumping;
		// Effects that were under way when the program died still come.
		if (came === 'killed') now += 60_000;
		return came;
	}

	const snapshot = () =>
		[...engine.boxes.values()]
			.map(({ id: box, name, image, running, policy, networks }) => ({ box, name, image, running, policy, networks }))
			.sort((a, b) => (a.box < b.box ? -1 : 1));
	const pass = async (ms: number) => {
		now += ms;
	};
	return { engine, plan, entries, events, given, beats, snapshot, pass, go };
}
