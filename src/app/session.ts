import type { Answer, Call } from '../core/call.ts';
import { callText } from '../core/call-text.ts';
import type { Event } from '../core/event.ts';
import { failed } from '../core/failed.ts';
import { hostId, hostOf } from '../core/ids.ts';
import type { Journal, Verified } from '../core/journal.ts';
import { known } from '../core/known.ts';
import { usedSamples, wholeSamples } from '../core/measured.ts';
import type { Host, Millis, Result, Sample } from '../core/model.ts';
import type { Probe, ProbeKind, Reach, Reading } from '../core/probe.ts';
import type { Rows } from '../core/rows.ts';
import { untilStartedAgain } from '../core/unkept.ts';
import type { Carrier } from '../io/carrier.ts';
import { sha256 } from '../io/hash.ts';
import { isAlive, sessionName } from '../io/identity.ts';
import { type Log, openLog } from '../io/log.ts';
import { type ActingOutside, makeOutside, type Outside, type OutsideOptions } from '../io/outside.ts';
import type { Paths } from '../io/paths.ts';
import { planId } from '../io/random.ts';
import { search } from '../io/search.ts';
import { openRows } from '../io/sqlite.ts';
import type { AskPassphrase } from '../io/ssh/carrier.ts';
import { makeVault, type Vault } from '../io/vault.ts';
import { kinds } from '../probes/index.ts';
import type { CallsStore } from '../store/calls.ts';
import { makeJournal } from '../store/journal.ts';
import { type Ledger, makeLedger, pruneLedger } from '../store/ledger.ts';
import type { LinesStore } from '../store/lines.ts';
import type { NumbersStore } from '../store/series.ts';
import { migrations } from '../store/tables.ts';
import { verifyJournal } from '../store/verify-journal.ts';
import { type Acting, makeActing } from './acting.ts';
import type { EventfulStore } from './eventful-store.ts';
import { makeKnownNames } from './known-names.ts';
import { type LogFollower, makeLogFollower } from './logs.ts';
import { paces } from './probes.ts';
import { readProbe } from './read-probe.ts';
import { makeScheduler, type Scheduler } from './scheduler.ts';
import { dyingJournal } from './test-hooks.ts';
import { toldJournal } from './told-journal.ts';

/** What a session is opened with. */
export interface Opening {
	readonly store: EventfulStore;
	readonly numbers: NumbersStore;
	readonly lines: LinesStore;
	/** Where the calls to the outside are remembered, if anybody may look at them. */
	readonly calls?: CallsStore;
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly now: () => Millis;
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
	/** The file of journal and ledger; the demo has one of its own. */
	readonly database: string;
	readonly demo?: (host: Host) => Carrier;
	/** Gives this terminal away; missing where nothing is drawn. */
	readonly terminal?: OutsideOptions['terminal'];
	/** Asks for the passphrase of a key; none where nobody can be asked. */
	readonly passphrase?: AskPassphrase;
	/** SIGHUP or SIGTERM came. */
	readonly stop: AbortSignal;
	/** The session of the program that goes on with what is stopped here; nobody does unless one is given. */
	readonly heir?: () => string | undefined;
}

/** A watchdeck at work, whether it draws or not. */
export interface Session {
	readonly outside: Outside | ActingOutside;
	readonly scheduler: Scheduler;
	readonly acting: Acting;
	readonly logs: LogFollower;
	readonly journal: Result<Journal>;
	/** Whether each line of the journal is as it was written. */
	readonly verified: () => Result<Verified>;
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
	const { ask, follow, allowance } = outside;
	const { redact } = vault;
	opening.calls?.redacting(redact);
	const scheduler = makeScheduler({
		...{ kinds, ask, follow, allowance, now, wait, emit, redact },
		chance: Math.random,
		keep: ({ samples, used }, { of }, at) => {
			const ofAll = used === undefined ? [] : usedSamples(store.state(), hostOf(of) ?? '', used, at);
			const { append, numbers } = opening.numbers;
			const single = [...(samples ?? []), ...unstreamed(ofAll, opening)];
			append(single);
			append(wholeSamples(store.state(), single, numbers, at));
		},
	});
	const acting = makeActing({
		...('order' in outside ? { order: outside.order } : {}),
		...{ ask, search, now, wait, emit, planId, isAlive, stop, redact },
		journal: records.journal,
		read: (probe, signal, carry) => readCheck(probe, { ask, follow, allowance, now, signal }, carry),
		past: async (probe, span, signal) => kindOf(probe)?.past?.(probe, { ask, follow, allowance, now, signal }, span),
		digest: sha256,
		state: store.state,
		refresh: (hosts) => scheduler.refresh(isEngineOf(hosts)),
		session: sessionName(),
		...known({ heir: opening.heir }),
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

/** A container that is looked at is streamed each second: between its numbers those of longer times would jump about. */
const unstreamed = (samples: readonly Sample[], { numbers }: Pick<Opening, 'numbers'>): readonly Sample[] =>
	samples.filter(({ series, at }) => at - (numbers.numbers(series)?.last()?.at ?? 0) > 3 * paces.stream.every);

const isEngineOf =
	(hosts: readonly string[]) =>
	({ kind, of }: Probe): boolean =>
		kind === 'docker' && hosts.some((host) => of === hostId(host));

const outsideOptions = (opening: Opening, log: Log | undefined): Omit<OutsideOptions, 'vault'> => {
	const { store, env, now, demo, calls } = opening;
	return {
		hosts: store.state().fleet.hosts,
		env,
		now,
		onLink: (host, link) => store.dispatch({ type: 'link/changed', at: now(), host, link }),
		onCall: (call, answer) => {
			calls?.add(call, now(), answer);
			if (log !== undefined) logCall(log, call, answer);
		},
		...(calls === undefined ? {} : { onStream: (call) => calls.add(call, now()) }),
		...known({ demo, terminal: opening.terminal }),
		...(opening.passphrase === undefined ? {} : { ssh: { passphrase: opening.passphrase } }),
	};
};

/** What to do about a journal that could not be opened; of a damaged one the remedy ends with the next start anyway. */
const openedOnce = (rows: Result<Rows>): Result<Rows> =>
	rows.ok || rows.failure.kind === 'garbled' ? rows : { ok: false, failure: untilStartedAgain(rows.failure) };

/** What is written down: our own log, the journal, the ledger. */
const openRecords = async ({ store, paths, database, env, now }: Opening, { redact }: Vault) => {
	const log = await openLog(paths.log, redact);
	const rows = openedOnce(await openRows({ file: database, migrations }));
	const told = (journal: Journal): Journal => toldJournal(journal, { ...store, now });
	const journal: Result<Journal> = rows.ok
		? { ok: true, value: told(dyingJournal(makeJournal({ rows: rows.value, digest: sha256, redact }), env)) }
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
const readCheck = async (probe: Probe, reach: Reach, carry?: unknown): Promise<Result<Reading>> => {
	const kind = kindOf(probe);
	if (kind !== undefined) return readProbe({ probe, kind, reach, carry });
	return failed('bug', `there is no probe kind ${probe.kind}`);
};

const kindOf = (probe: Probe): ProbeKind | undefined => kinds.find(({ kind }) => kind === probe.kind);
