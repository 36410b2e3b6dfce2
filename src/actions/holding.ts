import type { Failure, Millis, Result } from '../core/model.ts';
import type { Lock } from '../core/plan.ts';
import { foreignHeld } from './foreign.ts';
import { beatEvery, type Holder, holderText, lockFailure, parseHolder, wasTakenOver } from './lock.ts';
import type { Running } from './running.ts';

/** The locks of a run while it goes on. */
export interface Holding {
	/** Takes all locks or none, in the plan's order; those it has already stay. */
	readonly take: () => Promise<Failure | undefined>;
	/** Why the run is no longer alone; asked before each order. Before the first one, right after it was taken, that said so. */
	readonly lost: () => Promise<Failure | undefined>;
	/** Gives back all that are still its own. */
	readonly release: () => Promise<void>;
	/** Beats no more and gives nothing back: whoever goes on with the run takes them by its name. */
	readonly leave: () => Promise<void>;
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

/** A lock that is ours now. `over`: it was taken from somebody else for it. */
type Taken = { readonly ok: true; readonly over: boolean } | { readonly ok: false; readonly failure: Failure };

async function takeOne(run: Running, lock: Lock): Promise<Taken> {
	const answer = await run.outside.order(lock.take, run.outside.signal);
	if (answer.ok) return { ok: true, over: wasTakenOver(answer.value) };
	if (answer.reply === undefined) {
		const holder = await holderOf(run, lock);
		// The answer that would say it was lost: as far as anybody knows the lock was still the other's.
		if (holder.ok && holder.value?.plan === run.plan.id) return { ok: true, over: lock.over !== undefined };
	}
	return { ok: false, failure: lockFailure(lock.host, answer) };
}

/** Takes a lock; what is taken from somebody else is written down, and where it cannot be, the lock is given back. */
async function takeNoted(run: Running, lock: Lock): Promise<Failure | undefined> {
	const taken = await takeOne(run, lock);
	if (!taken.ok) return taken.failure;
	if (!taken.over) return undefined;
	const unwritten = await run.note({
		what: 'taken over',
		text: `the lock on ${lock.host} of ${lock.over ?? 'somebody else'}`,
	});
	if (unwritten !== undefined) await releaseAll(run, [lock]);
	return unwritten;
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

/** The answer to taking a lock says who holds it: so long it needs no other. A program that was suspended since then asks. */
const justTaken: Millis = 2_000;

/** The locks of this run: not taken yet. */
export function holding(run: Running): Holding {
	const { locks, heeds = [] } = run.plan;
	const ended = new AbortController();
	let beats: Promise<void> | undefined;
	let taken: Millis | undefined;
	const isJustTaken = (): boolean => {
		const since = run.outside.now() - (taken ?? Number.NaN);
		taken = undefined;
		return since >= 0 && since < justTaken;
	};
	return {
		take: async () => {
			const isFirst = beats === undefined;
			for (const [index, lock] of locks.entries()) {
				const failure = await takeNoted(run, lock);
				taken ??= run.outside.now();
				if (failure === undefined) continue;
				if (beats === undefined) await releaseAll(run, locks.slice(0, index));
				return failure;
			}
			// Asked under our own locks: since the plan was made another program may have begun.
			const foreign = isFirst ? await foreignHeld(heeds, run.outside.ask, run.outside.signal) : undefined;
			if (foreign !== undefined) {
				await releaseAll(run, locks);
				return foreign;
			}
			beats ??= beating(run, ended.signal);
			return undefined;
		},
		lost: async () => {
			if (isJustTaken()) return undefined;
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
		leave: async () => {
			ended.abort();
			await beats;
			beats = undefined;
		},
	};
}

/** Locks that can be taken again once they were given back. */
export function renewable(run: Running): Holding {
	let now = holding(run);
	return {
		take: () => now.take(),
		lost: () => now.lost(),
		leave: () => now.leave(),
		release: async () => {
			const before = now;
			now = holding(run);
			await before.release();
		},
	};
}

/** What a change of locks alone came to: whose were taken over, as the journal has it. */
export function takenText({ entries }: Pick<Running, 'entries'>): string {
	const over = entries.flatMap((entry) =>
		entry.what === 'taken over' ? [`taken over and given back: ${entry.text}`] : [],
	);
	return over.length > 0 ? over.join('; ') : 'the lock was free by then';
}
