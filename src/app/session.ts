import type { Answer, Call } from '../core/call.ts';
import { callText } from '../core/call-text.ts';
import type { Event } from '../core/event.ts';
import { failed } from '../core/failed.ts';
import { hostId } from '../core/ids.ts';
import type { Journal } from '../core/journal.ts';
import type { Host, Millis, Result } from '../core/model.ts';
import type { Probe, Reach, Reading } from '../core/probe.ts';
import type { Carrier } from '../io/carrier.ts';
import { sha256 } from '../io/hash.ts';
import { isAlive, sessionName } from '../io/identity.ts';
import { type Log, openLog } from '../io/log.ts';
import { type ActingOutside, makeOutside, type Outside, type OutsideOptions } from '../io/outside.ts';
import type { Paths } from '../io/paths.ts';
import { planId } from '../io/random.ts';
import { openRows } from '../io/sqlite.ts';
import type { AskPassphrase } from '../io/ssh/carrier.ts';
import { makeVault, type Vault } from '../io/vault.ts';
import { kinds } from '../probes/index.ts';
import { makeJournal, verifyJournal } from '../store/journal.ts';
import { type Ledger, makeLedger, pruneLedger } from '../store/ledger.ts';
import type { LinesStore } from '../store/lines.ts';
import type { NumbersStore } from '../store/series.ts';
import { migrations } from '../store/tables.ts';
import { type Acting, makeActing } from './acting.ts';
import type { EventfulStore } from './eventful-store.ts';
import { makeKnownNames } from './known-names.ts';
import { type LogFollower, makeLogFollower } from './logs.ts';
import { readProbe } from './read-probe.ts';
import { makeScheduler, type Scheduler } from './scheduler.ts';
import { dyingJournal } from './test-hooks.ts';

/** What a session is opened with. */
export interface Opening {
	readonly store: EventfulStore;
	readonly numbers: NumbersStore;
	readonly lines: LinesStore;
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly now: () => Millis;
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
	/** The file of journal and ledger; the demo has one of its own. */
	readonly database: string;
	readonly demo?: (host: Host) => Carrier;
	/** Asks for the passphrase of a key; none where nobody can be asked. */
	readonly passphrase?: AskPassphrase;
	/** SIGHUP or SIGTERM came. */
	readonly stop: AbortSignal;
}

/** A watchdeck at work, whether it draws or not. */
export interface Session {
	readonly outside: Outside | ActingOutside;
	readonly scheduler: Scheduler;
	readonly acting: Acting;
	readonly logs: LogFollower;
	readonly journal: Result<Journal>;
	/** How many lines the journal has, when each is as it was written. */
	readonly verified: () => Result<number>;
	readonly ledger: Result<Ledger>;
	readonly vault: Vault;
	readonly log: Log | undefined;
	readonly close: () => Promise<void>;
}

/** Connects store, probes, actions and journal to the outside. Nothing is read before the scheduler is set. */
export const openSession = async (opening: Opening): Promise<Session> => {
	const { store, env, now, wait, stop, lines } = opening;
	const end = new AbortController();
	const emit = (event: Event) => store.dispatch(event);
	// A config that was not accepted never comes as far as here.
	const vault = makeVault({ env, now, accepted: () => true, names: makeKnownNames(store.state), ...ownUid() });
	const records = await openRecords(opening, vault);
	const outside = makeOutside({ ...outsideOptions(opening, records.log), vault, readOnly: store.state().readOnly });
	const { ask, follow } = outside;
	const { redact } = vault;
	const scheduler = makeScheduler({
		...{ kinds, ask, follow, now, wait, emit, redact },
		chance: Math.random,
		samples: (samples) => opening.numbers.append(samples),
	});
	const acting = makeActing({
		...('order' in outside ? { order: outside.order } : {}),
		...{ ask, now, wait, emit, planId, isAlive, stop, redact },
		journal: records.journal,
		read: (probe, signal) => readCheck(probe, { ask, follow, now, signal }),
		digest: sha256,
		state: store.state,
		refresh: (hosts) => scheduler.refresh(isEngineOf(hosts)),
		session: sessionName(),
		signal: end.signal,
	});
	const logs = makeLogFollower({ follow, lines, redact, now, wait });
	const close = async (): Promise<void> => {
		scheduler.stop();
		logs.stop();
		end.abort();
		await outside.close();
		await records.close();
	};
	return { outside, scheduler, acting, logs, vault, ...records, close };
};

const isEngineOf =
	(hosts: readonly string[]) =>
	({ kind, of }: Probe): boolean =>
		kind === 'docker' && hosts.some((host) => of === hostId(host));

const outsideOptions = (opening: Opening, log: Log | undefined): Omit<OutsideOptions, 'vault'> => {
	const { store, env, now, demo } = opening;
	return {
		hosts: store.state().fleet.hosts,
		env,
		now,
		onLink: (host, link) => store.dispatch({ type: 'link/changed', at: now(), host, link }),
		...(log === undefined ? {} : { onCall: (call, answer) => logCall(log, call, answer) }),
		...(demo === undefined ? {} : { demo }),
		...(opening.passphrase === undefined ? {} : { ssh: { passphrase: opening.passphrase } }),
	};
};

/** What is written down: our own log, the journal, the ledger. */
const openRecords = async ({ paths, database, env, now }: Opening, { redact }: Vault) => {
	const log = await openLog(paths.log, redact);
	const rows = await openRows({ file: database, migrations });
	const journal: Result<Journal> = rows.ok
		? { ok: true, value: dyingJournal(makeJournal({ rows: rows.value, digest: sha256, redact }), env) }
		: rows;
	const pruned = rows.ok && !rows.value.readOnly ? pruneLedger(rows.value, now()) : undefined;
	// Nothing is lost by it: the next start tries again.
	if (pruned?.ok === false && log.ok) log.value.info('ledger not pruned', { why: pruned.failure.message });
	const ledger: Result<Ledger> = rows.ok ? { ok: true, value: makeLedger(rows.value) } : rows;
	return {
		journal,
		ledger,
		verified: () => (rows.ok ? verifyJournal({ rows: rows.value, digest: sha256 }) : rows),
		log: log.ok ? log.value : undefined,
		close: async (): Promise<void> => {
			if (rows.ok) rows.value.close();
			if (log.ok) await log.value.close();
		},
	};
};

const ownUid = (): { readonly uid?: number } => {
	const uid = process.getuid?.();
	return uid === undefined ? {} : { uid };
};

/** Orders and failures are written to our own log; readings that went well, ten a second, would fill a disk. */
const logCall = (log: Log, call: Call, { ok, took }: Answer): void => {
	if (call.effect === 'write' || !ok) log.info('call', { call: callFacts(call), ok, took });
};

/** What our own log says of a call: never its body, headers or input. */
const callFacts = (call: Call): Readonly<Record<string, unknown>> => ({
	effect: call.effect,
	host: call.host,
	text: callText(call),
});

/** Reads the probe of a check once. */
const readCheck = async (probe: Probe, reach: Reach): Promise<Result<Reading>> => {
	const kind = kinds.find((one) => one.kind === probe.kind);
	if (kind !== undefined) return readProbe({ probe, kind, reach });
	return failed('bug', `there is no probe kind ${probe.kind}`);
};
