import type { Call } from '../core/call.ts';
import { callText } from '../core/call-text.ts';
import type { Event } from '../core/event.ts';
import type { Journal } from '../core/journal.ts';
import type { Host, Millis, Result } from '../core/model.ts';
import type { Probe, Reach, Reading } from '../core/probe.ts';
import type { Carrier } from '../io/carrier.ts';
import { sha256 } from '../io/hash.ts';
import { isAlive, sessionName } from '../io/identity.ts';
import { type Log, openLog } from '../io/log.ts';
import { type ActingOutside, makeOutside, type Outside } from '../io/outside.ts';
import type { Paths } from '../io/paths.ts';
import { planId } from '../io/random.ts';
import { openRows } from '../io/sqlite.ts';
import { makeVault, type Vault } from '../io/vault.ts';
import { kinds } from '../probes/index.ts';
import { makeJournal } from '../store/journal.ts';
import { type Ledger, makeLedger } from '../store/ledger.ts';
import type { LinesStore } from '../store/lines.ts';
import type { NumbersStore } from '../store/series.ts';
import { migrations } from '../store/tables.ts';
import { type Acting, makeActing } from './acting.ts';
import type { EventfulStore } from './eventful-store.ts';
import { type LogFollower, makeLogFollower } from './logs.ts';
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
	/** The commands in this config may be run. */
	readonly accepted: boolean;
	/** The file of journal and ledger; the demo has one of its own. */
	readonly database: string;
	readonly demo?: (host: Host) => Carrier;
	/** Asks for the passphrase of a key; none where nobody can be asked. */
	readonly passphrase?: (key: string) => Promise<string | undefined>;
	/** SIGHUP or SIGTERM came. */
	readonly stop: AbortSignal;
	/** Log lines came: draw. */
	readonly linesChanged: () => void;
}

/** A watchdeck at work, whether it draws or not. */
export interface Session {
	readonly outside: Outside | ActingOutside;
	readonly scheduler: Scheduler;
	readonly acting: Acting;
	readonly logs: LogFollower;
	readonly journal: Result<Journal>;
	readonly ledger: Result<Ledger>;
	readonly vault: Vault;
	readonly log: Log | undefined;
	readonly close: () => Promise<void>;
}

/** Connects store, probes, actions and journal to the outside. Nothing is read before the scheduler is set. */
export const openSession = async (opening: Opening): Promise<Session> => {
	const { store, env, now, wait, stop } = opening;
	const end = new AbortController();
	const emit = (event: Event) => store.dispatch(event);
	const vault = makeVault({ env, now, accepted: () => opening.accepted, ...ownUid() });
	const log = await openLog(opening.paths.log, vault.redact);
	const rows = await openRows({ file: opening.database, migrations });
	const journal = rows.ok
		? ({
				ok: true,
				value: dyingJournal(makeJournal({ rows: rows.value, digest: sha256, redact: vault.redact }), env),
			} as const)
		: rows;
	const ledger = rows.ok ? ({ ok: true, value: makeLedger(rows.value) } as const) : rows;
	const outside = makeOutside({
		hosts: store.state().fleet.hosts,
		vault,
		env,
		now,
		onLink: (host, link) => emit({ type: 'link/changed', at: now(), host, link }),
		...(log.ok
			? {
					onCall: (call, answer) => log.value.info('call', { call: callFacts(call), ok: answer.ok, took: answer.took }),
				}
			: {}),
		...(opening.demo === undefined ? {} : { demo: opening.demo }),
		ssh: sshAbilities(opening),
		readOnly: store.state().readOnly,
	});
	const scheduler = makeScheduler({
		kinds,
		ask: outside.ask,
		follow: outside.follow,
		now,
		wait,
		chance: Math.random,
		emit,
		samples: (samples) => opening.numbers.append(samples),
		redact: vault.redact,
	});
	const acting = makeActing({
		...('order' in outside ? { order: outside.order } : {}),
		ask: outside.ask,
		journal,
		read: (probe, signal) => readOnce(probe, { ask: outside.ask, follow: outside.follow, now, signal }),
		now,
		wait,
		emit,
		digest: sha256,
		state: store.state,
		planId,
		refresh: (hosts) =>
			scheduler.refresh((probe) => probe.kind === 'docker' && hosts.some((host) => probe.of === `host/${host}`)),
		session: sessionName(),
		isAlive,
		signal: end.signal,
		stop,
	});
	const logs = makeLogFollower({
		follow: outside.follow,
		lines: opening.lines,
		redact: vault.redact,
		now,
		wait,
		changed: opening.linesChanged,
	});
	return {
		outside,
		scheduler,
		acting,
		logs,
		journal,
		ledger,
		vault,
		log: log.ok ? log.value : undefined,
		close: async () => {
			scheduler.stop();
			logs.stop();
			end.abort();
			await outside.close();
			if (rows.ok) rows.value.close();
			if (log.ok) await log.value.close();
		},
	};
};

const ownUid = (): { readonly uid?: number } => {
	const uid = process.getuid?.();
	return uid === undefined ? {} : { uid };
};

const sshAbilities = ({ env, passphrase }: Opening) => {
	const configFile = env['WATCHDECK_SSH_CONFIG'];
	return {
		...(passphrase === undefined ? {} : { passphrase }),
		...(configFile === undefined ? {} : { configFile }),
	};
};

/** What our own log says of a call: never its body, headers or input. */
const callFacts = (call: Call): Readonly<Record<string, unknown>> => ({
	effect: call.effect,
	host: call.host,
	text: callText(call),
});

/** Reads the probe of a check once; what a probe kind throws is a bug of ours and told as one. */
const readOnce = async (probe: Probe, reach: Reach): Promise<Result<Reading>> => {
	const kind = kinds.find((one) => one.kind === probe.kind);
	if (kind === undefined)
		return { ok: false, failure: { kind: 'bug', message: `there is no probe kind ${probe.kind}` } };
	try {
		return await kind.read(probe, reach);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		return { ok: false, failure: { kind: 'bug', message: `the ${probe.kind} probe failed by itself: ${message}` } };
	}
};
