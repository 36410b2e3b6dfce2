import type { Failure, FailureKind, Millis, Result } from '../../core/model.ts';
import type { Link } from '../../core/state.ts';
import { unlessEnded } from '../deadline.ts';
import { cancelled, failureOf } from '../failure.ts';
import { makePlaces, type Places } from './places.ts';
import { connectionLost, type Session } from './session.ts';

/** A connection that stands, with the room that it has for commands and for streams of commands. */
export interface Connection {
	readonly session: Session;
	/** Starts a line of a shell, which measures the way: one round trip opens its channel, another one starts it. */
	readonly start: Session['start'];
	readonly commands: Places;
	readonly streams: Places;
	/** For connections that need a command each, where sshd forwards no socket. */
	readonly dials: Places;
	/** The commands by which sockets are reached that sshd does not forward, by their paths. */
	readonly detours: Map<string, readonly string[]>;
	/** How long the way there and back takes, as far as is known. */
	readonly roundTrip: () => Millis;
}

/** The one connection to a host: made when it is first needed, made anew when it broke, but never too often. */
export interface SshLink {
	readonly use: (signal: AbortSignal) => Promise<Result<Connection>>;
	/** How long the way there and back takes; undefined while there is no connection, as far as is known. */
	readonly roundTrip: () => Millis | undefined;
	/** For how long the connection has stood; undefined while there is none. */
	readonly stood: () => Millis | undefined;
	/** Forget why it is down: the next use tries again. */
	readonly retry: () => void;
	/** Resolves when nothing of it is left on this machine. */
	readonly close: () => Promise<void>;
}

/** What a link is made with. `open` logs in once; `random` gives 0..1. */
export interface LinkOptions {
	readonly name: string;
	readonly open: (signal: AbortSignal) => Promise<Result<Session>>;
	readonly onLink: (link: Link) => void;
	readonly now: () => Millis;
	readonly random: () => number;
}

/** sshd allows ten sessions by default, and closed ones linger: at most 6 commands and 2 streams at once. */
const commandPlaces = 6;
const streamPlaces = 2;
/** Connections to an engine that need a command each, where sshd forwards none. */
const dialPlaces = 8;
/** Waits between two tries: doubled each time up to the cap, and any length up to that (full jitter). */
const firstWait: Millis = 1000;
const longestWait: Millis = 30_000;
/** A connection that stood so long was a good one: waits begin anew. */
const stable: Millis = 10_000;
/** These wait for a person; trying again would change nothing, or get us banned. */
const final: ReadonlySet<FailureKind> = new Set(['login', 'host key', 'refused', 'forbidden', 'missing', 'bug']);

type Standing =
	| { readonly is: 'idle' }
	| { readonly is: 'connecting'; readonly done: Promise<Result<Connection>> }
	| { readonly is: 'up'; readonly connection: Connection; readonly since: Millis }
	| { readonly is: 'down'; readonly failure: Failure; readonly retry: Millis | 'never' };

/** When the next try may be, after so many that failed in a row; source: "Exponential Backoff And Jitter", AWS 2015. */
export function waitAfter(failures: number, random: number): Millis {
	return Math.round(random * Math.min(longestWait, firstWait * 2 ** failures));
}

/** So many of the newest round trips count, of which the longest is believed: one lucky packet makes no quick line. */
const remembered = 3;
/** A longer one is none: the other side was busy, or packets were lost. */
const longestTrip: Millis = 4000;

function connectionOf(session: Session): Connection {
	let trips: readonly Millis[] = [session.roundTrip];
	const start: Session['start'] = async (line) => {
		const began = performance.now();
		const channel = await session.start(line);
		trips = [...trips, (performance.now() - began) / 2].slice(-remembered);
		return channel;
	};
	return {
		session,
		start,
		commands: makePlaces(commandPlaces),
		streams: makePlaces(streamPlaces),
		dials: makePlaces(dialPlaces),
		detours: new Map(),
		// Whole milliseconds: some of what takes a time takes no other.
		roundTrip: () => Math.ceil(Math.min(longestTrip, Math.max(...trips))),
	};
}

/** A link that is not connected yet. */
export function makeLink(options: LinkOptions): SshLink {
	const { name, now, onLink } = options;
	const life = new AbortController();
	let standing: Standing = { is: 'idle' };
	let failures = 0;

	const goDown = (failure: Failure) => {
		const retry = final.has(failure.kind) ? 'never' : now() + waitAfter(failures, options.random());
		failures += 1;
		standing = { is: 'down', failure, retry };
		onLink({ is: 'down', since: now(), failure, retry });
	};
	const goUp = (session: Session): Connection => {
		const since = now();
		const connection = connectionOf(session);
		standing = { is: 'up', connection, since };
		session.onClose(() => {
			if (life.signal.aborted || standing.is !== 'up' || standing.connection !== connection) return;
			if (now() - since >= stable) failures = 0;
			goDown(connectionLost(name));
		});
		onLink({ is: 'up', since, through: session.through });
		return connection;
	};
	const connect = async (): Promise<Result<Connection>> => {
		try {
			const opened = await options.open(life.signal);
			if (life.signal.aborted) {
				if (opened.ok) await opened.value.end();
				return { ok: false, failure: cancelled };
			}
			if (opened.ok) return { ok: true, value: goUp(opened.value) };
			goDown(opened.failure);
			return opened;
		} catch (error) {
			const failure = failureOf(error, `The ssh connection to ${name}`);
			goDown(failure);
			return { ok: false, failure };
		}
	};
	const start = (): Promise<Result<Connection>> => {
		onLink({ is: 'connecting', since: now() });
		const done = connect();
		standing = { is: 'connecting', done };
		return done;
	};
	const get = (): Promise<Result<Connection>> => {
		if (life.signal.aborted) return Promise.resolve({ ok: false, failure: cancelled });
		switch (standing.is) {
			case 'up':
				return Promise.resolve({ ok: true, value: standing.connection });
			case 'connecting':
				return standing.done;
			case 'down':
				if (standing.retry === 'never' || standing.retry > now())
					return Promise.resolve({ ok: false, failure: standing.failure });
				return start();
			case 'idle':
				return start();
		}
	};
	return {
		use: (signal) => unlessEnded(get(), signal),
		roundTrip: () => (standing.is === 'up' ? standing.connection.roundTrip() : undefined),
		stood: () => (standing.is === 'up' ? now() - standing.since : undefined),
		retry: () => {
			if (standing.is === 'down') standing = { is: 'idle' };
		},
		close: async () => {
			const last = standing;
			life.abort();
			if (last.is === 'up') await last.connection.session.end();
			if (last.is === 'connecting') await last.done;
		},
	};
}
