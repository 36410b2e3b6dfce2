import type { Answer, Reply, Way } from '../core/call.ts';
import { failed } from '../core/failed.ts';
import { lengthText } from '../core/length-text.ts';
import { lockKeyOf } from '../core/lock.ts';
import { lockFolder, staleSeconds } from '../core/lock-folder.ts';
import type { Failure, Millis, Result, Service } from '../core/model.ts';
import type { Lock } from '../core/plan.ts';
import { codes, lockScript } from './lock-script.ts';

/** How often the holder says that it lives. */
export const beatEvery: Millis = 10_000;
const timeout: Millis = 20_000;
const longest = 200;

/** Who holds a lock. Times are ages, as told by the host's own clock. */
export interface Holder {
	readonly plan: string;
	readonly who: string;
	readonly what: string;
	readonly why: string;
	/** How long it has been held. */
	readonly held: Millis;
	/** How long ago the holder last said that it lives. */
	readonly quiet: Millis;
	readonly stale: boolean;
	/** It still beats, but its run has its end: that it was given back, or that it was taken at all, was not heard. */
	readonly left?: true;
}

/** What is written into a lock. `over`: whose lock is taken over, also while it beats; whoever plans that asks first. */
export interface Claim {
	readonly plan: string;
	readonly who: string;
	readonly what: string;
	readonly why?: string;
	readonly over?: Holder;
}

/** Text as one line of the lock's file. */
function line(text: string): string {
	return text.replace(/\p{Cc}+/gu, ' ').slice(0, longest);
}

/**
 * The name of a service's lock on its hosts, the same for every operator whatever their config calls the service; a
 * failure when its container's name cannot be the name of a file.
 */
export function lockKey(service: Service): Result<string> {
	const key = lockKeyOf(service);
	if (/^[a-z]+-[A-Za-z0-9][A-Za-z0-9_.-]{0,200}$/.test(key)) return { ok: true, value: key };
	const message = `The container of ${service.id} has a name that no lock can have.`;
	return failed('refused', message, 'Rename it: docker rename OLD NEW.');
}

function call(
	host: string,
	words: readonly string[],
): Extract<Way, { via: 'exec' }> & { timeout: Millis; most: number } {
	return { via: 'exec', host, argv: ['sh', '-c', lockScript(), 'watchdeck-lock', ...words], timeout, most: 4_096 };
}

/** The lock with this key on a host, for a plan. */
export function lockOn(host: string, key: string, claim: Claim): Lock {
	const words = [
		claim.plan,
		claim.who,
		claim.what,
		claim.why ?? '',
		claim.over?.plan ?? '',
		...(claim.over?.stale === false ? ['force'] : []),
	].map(line);
	return {
		host,
		take: { ...call(host, ['take', key, ...words]), effect: 'write' },
		holder: { ...call(host, ['holder', key]), effect: 'read' },
		beat: { ...call(host, ['beat', key, claim.plan]), effect: 'write' },
		release: { ...call(host, ['release', key, claim.plan]), effect: 'write' },
		...(claim.over === undefined ? {} : { over: holderText(claim.over) }),
	};
}

/** Where the reason stands in the words with which a lock is taken. */
const whyAt = 9;

/** The lock with this reason in it, for all who ask why it is held. */
export function explained(lock: Lock, why: string): Lock {
	const { take } = lock;
	return take.via === 'exec' ? { ...lock, take: { ...take, argv: take.argv.with(whyAt, line(why)) } } : lock;
}

/** Whether a lock was taken from somebody else just now, by what the script printed. */
export function wasTakenOver({ text }: Reply): boolean {
	return /^over=./m.test(text);
}

/** Who holds the lock by what the script printed; undefined when nobody does. */
export function parseHolder(reply: Reply): Result<Holder | undefined> {
	const fields = new Map(
		reply.text.split('\n').flatMap((row): [string, string][] => {
			const at = row.indexOf('=');
			return at < 0 ? [] : [[row.slice(0, at), row.slice(at + 1)]];
		}),
	);
	const seconds = (name: string) => Number(fields.get(name) ?? Number.NaN);
	const now = seconds('now');
	if (fields.get('state') === 'free') return { ok: true, value: undefined };
	if (fields.get('state') !== 'held' || !Number.isFinite(now + seconds('since') + seconds('beat'))) {
		const message = `The lock could not be read: ${line(reply.text) || 'no answer'}.`;
		return failed('garbled', message, `Look at ${lockFolder} on the host.`);
	}
	const quiet = now - seconds('beat');
	const text = (name: string) => fields.get(name) ?? '';
	return {
		ok: true,
		value: {
			plan: text('plan'),
			who: text('who'),
			what: text('what'),
			why: text('why'),
			held: (now - seconds('since')) * 1_000,
			quiet: quiet * 1_000,
			stale: Math.abs(quiet) >= staleSeconds,
		},
	};
}

function beatText({ stale, quiet, left }: Holder): string {
	if (stale) return `silent for ${lengthText(quiet)}, so it is stale`;
	return left === true ? 'left behind: that change has ended' : 'still at it';
}

/** Who holds a lock, as a sentence's end: `op-2 (restart production/api, plan 7f3a0c11) since 3m 5s ago, …`. */
export function holderText(holder: Holder): string {
	const why = holder.why === '' ? '' : `: ${holder.why}`;
	return `${holder.who} (${holder.what}, plan ${holder.plan}${why}), ${holder.held < 1_000 ? 'since just now' : `since ${lengthText(holder.held)} ago`}, ${beatText(holder)}`;
}

/** A failed order about a lock as a failure in words: who holds it, or why locks cannot be used on that host. */
export function lockFailure(host: string, answer: Extract<Answer, { ok: false }>): Failure {
	const { reply } = answer;
	if (reply?.code === codes.held) {
		const holder = parseHolder(reply);
		const who = holder.ok && holder.value !== undefined ? holderText(holder.value) : 'somebody else';
		const fix =
			'Wait for it or talk to its holder; a lock that is silent for a minute can be taken over by a new plan.';
		return { kind: 'refused', message: `The lock on ${host} is held by ${who}.`, fix };
	}
	if (reply?.code === codes.guarded) {
		const message = `The lock on ${host} is just being changed, or whoever did so was killed: ${line(reply.err).trim()}.`;
		const fix = 'It goes by itself within two minutes: try again then, an interrupted change by `watchdeck resume`.';
		return { kind: 'refused', message, fix };
	}
	if (reply?.code !== codes.unusable) return answer.failure;
	const message = `No lock can be taken on ${host}: ${line(reply.err).trim()}.`;
	const fix = `There, as root: install -d -m 2770 -g docker ${lockFolder} (after each restart of the host, or by tmpfiles.d).`;
	return { kind: 'forbidden', message, fix };
}
