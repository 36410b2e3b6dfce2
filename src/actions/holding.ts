import type { Failure, Result } from '../core/model.ts';
import type { Lock } from '../core/plan.ts';
import { beatEvery, type Holder, holderText, lockFailure, parseHolder } from './lock.ts';
import type { Running } from './running.ts';

/** The locks of a run while it goes on. */
export interface Holding {
	/** Takes all locks or none, in the plan's order; those it has already stay. */
	readonly take: () => Promise<Failure | undefined>;
	/** Why the run is no longer alone; asked before each order. */
	readonly lost: () => Promise<Failure | undefined>;
	/** Gives back all that are still its own. */
	readonly release: () => Promise<void>;
}

/** How often a host is asked who holds its lock before it counts as out of reach, and how long between. */
const tries = 3;
const between = 2_000;

async function holderOf(run: Running, lock: Lock): Promise<Result<Holder | undefined>> {
	for (let left = tries; ; left -= 1) {
		const answer = await run.outside.ask(lock.holder, run.outside.signal);
		if (answer.ok) return parseHolder(answer.value);
		if (left <= 1 || run.stopped()) return { ok: false, failure: lockFailure(lock.host, answer) };
		await run.judging.wait(between);
	}
}

async function takeOne(run: Running, lock: Lock): Promise<Failure | undefined> {
	const answer = await run.outside.order(lock.take, run.outside.signal);
	if (answer.ok) return undefined;
	if (answer.reply !== undefined) return lockFailure(lock.host, answer);
	const holder = await holderOf(run, lock);
	return holder.ok && holder.value?.plan === run.plan.id ? undefined : lockFailure(lock.host, answer);
}

async function lostOne(run: Running, lock: Lock): Promise<Failure | undefined> {
	const holder = await holderOf(run, lock);
	if (!holder.ok) return holder.failure;
	if (holder.value?.plan === run.plan.id) return undefined;
	const who = holder.value === undefined ? 'nobody: it was removed' : holderText(holder.value);
	const message = `The lock on ${lock.host} was lost; it is held by ${who}.`;
	return { kind: 'changed', message, fix: 'Find out who changes the service, then go on or leave it.' };
}

async function releaseAll(run: Running, locks: readonly Lock[]): Promise<void> {
	for (const lock of locks) await run.outside.order(lock.release, run.outside.signal);
}

/** Says to each host, every ten seconds, that the holder lives. A beat that fails is found out by `lost`. */
async function beating(run: Running, ended: AbortSignal): Promise<void> {
	for (;;) {
		await run.outside.wait(beatEvery, ended);
		if (ended.aborted) return;
		for (const lock of run.plan.locks) await run.outside.order(lock.beat, run.outside.signal);
	}
}

/** The locks of this run: not taken yet. */
export function holding(run: Running): Holding {
	const { locks } = run.plan;
	const ended = new AbortController();
	let beats: Promise<void> | undefined;
	return {
		take: async () => {
			for (const [index, lock] of locks.entries()) {
				const failure = await takeOne(run, lock);
				if (failure === undefined) continue;
				if (beats === undefined) await releaseAll(run, locks.slice(0, index));
				return failure;
			}
			beats ??= beating(run, ended.signal);
			return undefined;
		},
		lost: async () => {
			for (const lock of locks) {
				const failure = await lostOne(run, lock);
				if (failure !== undefined) return failure;
			}
			return undefined;
		},
		release: async () => {
			ended.abort();
			if (beats === undefined) return;
			await beats;
			await releaseAll(run, locks);
		},
	};
}
