import type { Event } from '../core/event.ts';
import { failureText, refusalText } from '../core/failure-text.ts';
import { hostId, nameOf } from '../core/ids.ts';
import type { Failure, Millis } from '../core/model.ts';
import { logsKey } from '../core/select/logs/about.ts';
import type { Choice, State } from '../core/state.ts';
import { inBackground } from './in-background.ts';
import type { makeLedgerKeeper } from './keep-ledger.ts';
import type { Session } from './session.ts';

/** What effects work with beside the session. */
export interface EffectParts {
	readonly session: Session;
	readonly state: () => State;
	readonly emit: (event: Event) => void;
	readonly now: () => Millis;
	readonly ledger: ReturnType<typeof makeLedgerKeeper>;
	/** What only a cockpit can do; the command line leaves it out. */
	readonly cockpit?: {
		readonly copy: (text: string) => Promise<string>;
		readonly copyPlan: (run: string) => Promise<string>;
		readonly saveLog: (path: string) => Promise<string>;
		/** Looks for what was kept on a host and has had its time. */
		readonly removeExpired: (host: string) => Promise<void>;
		/** Reads the config anew. */
		readonly reload: () => Promise<void>;
		readonly shell: (of: string) => Promise<void>;
		readonly edit: () => Promise<void>;
		readonly page: (text: string) => Promise<void>;
		readonly suspend: () => void;
		readonly demo: () => void;
		readonly quit: () => void;
	};
}
type Effects = {
	readonly [T in Event['type']]?: (event: Extract<Event, { readonly type: T }>, parts: EffectParts) => void;
};

/** What a choice for a run means that an earlier session left. */
const ways: { readonly [C in Choice]: 'finish' | 'undo' | 'handled' } = {
	finish: 'finish',
	retry: 'finish',
	undo: 'undo',
	leave: 'handled',
};

/** What each event sets going. What comes of it are events again. */
const effects: Effects = {
	'probe/read': ({ probe, reading, recovered, at }, parts) => {
		const { session, ledger, state, cockpit } = parts;
		if (reading.engine !== undefined && probe.kind === 'docker') {
			const { host, whole } = reading.engine;
			ledger.read(state(), host, at);
			if (whole && cockpit !== undefined) guarded(parts, () => cockpit.removeExpired(host));
		}
		// An engine that answers again is read anew at once: nobody knows what it did meanwhile.
		if (probe.kind === 'ping' && recovered === true) {
			guarded(parts, () => session.scheduler.refresh(({ of, kind }) => of === probe.of && kind === 'docker'));
		}
	},
	'link/changed': ({ host, link }, parts) => {
		if (link.is === 'up') guarded(parts, () => parts.session.scheduler.refresh(({ of }) => of === hostId(host)));
	},
	'action/wanted': ({ want, service }, parts) => {
		const { session, state, emit, now } = parts;
		guarded(parts, async () => {
			const plan = await session.acting.plan(want, service);
			if (state().making?.service !== service) return;
			if (plan.ok) emit({ type: 'plan/made', at: now(), plan: plan.value });
			else emit({ type: 'plan/refused', at: now(), service, failure: plan.failure });
		});
	},
	'plan/agreed': ({ run, how }, parts) => {
		const { session, state, emit, now } = parts;
		const plan = state().runs[run]?.plan;
		if (plan === undefined) return;
		const said = how === 'typed service' ? { typed: nameOf(plan.service) } : {};
		const refuse = (failure: Failure) => emit({ type: 'plan/refused', at: now(), service: plan.service, failure });
		const confirmed = session.acting.confirm(plan, how, said);
		if (!confirmed.ok) return refuse(confirmed.failure);
		guarded(parts, async () => {
			const performed = await session.acting.perform(confirmed.value);
			if (!performed.ok) refuse(performed.failure);
		});
	},
	'run/chosen': ({ run, choice }, parts) => {
		const { session, state, emit, now } = parts;
		if (session.acting.choose(run, choice)) return;
		guarded(parts, async () => {
			const resumed = await session.acting.resume(run, ways[choice]);
			if (resumed.ok) return;
			const because = refusalText(failureText(resumed.failure), true);
			emit({ type: 'run/ended', at: now(), run, outcome: 'REFUSED', because });
			const { dialog } = state().ui;
			if (dialog?.is !== 'plan' || dialog.run !== run) emit(told('warning', because, now()));
		});
	},
	'screen/opened': ({ screen }, parts) => {
		if (screen === 'journal') guarded(parts, () => tellJournal(parts));
	},
	'refresh/wanted': (_event, parts) => {
		const { session, state, emit, now } = parts;
		for (const { name } of state().fleet.hosts) session.outside.retry(name);
		guarded(parts, async () => {
			await parts.cockpit?.reload();
			await session.scheduler.refresh(({ kind }) => kind !== 'stats');
			emit(told('plain', 'everything was read anew', now()));
		});
	},
	'logs/marked': ({ at }, { session, state }) => {
		const log = logsKey(state().ui);
		if (log !== '') session.logs.mark(log, `mark by ${state().operator} at ${new Date(at).toISOString()}`);
	},
	'logs/saved': ({ path }, parts) => sayOf(parts, (cockpit) => cockpit.saveLog(path)),
	'text/copied': ({ text }, parts) => sayOf(parts, (cockpit) => cockpit.copy(text)),
	'plan/copied': ({ run }, parts) => sayOf(parts, (cockpit) => cockpit.copyPlan(run)),
	'shell/agreed': ({ of }, parts) => outOf(parts, (cockpit) => cockpit.shell(of)),
	'edit/wanted': (_event, parts) => outOf(parts, (cockpit) => cockpit.edit()),
	'page/wanted': ({ text }, parts) => outOf(parts, (cockpit) => cockpit.page(text)),
	'suspend/wanted': (_event, { cockpit }) => cockpit?.suspend(),
	'demo/wanted': (_event, { cockpit }) => cockpit?.demo(),
	'quit/wanted': (_event, { cockpit }) => cockpit?.quit(),
};

/** Sets going what an event sets going. */
export const runEffects = (event: Event, parts: EffectParts): void => {
	// An event's own effect takes just that event; the compiler cannot see that of a table's entry and its key.
	const effect = effects[event.type] as ((event: Event, parts: EffectParts) => void) | undefined;
	effect?.(event, parts);
};

/** Gives the state what the journal has. */
export const tellJournal = async ({
	session,
	emit,
	now,
}: Pick<EffectParts, 'session' | 'emit' | 'now'>): Promise<void> => {
	const entries = session.journal.ok ? await session.journal.value.read({ limit: 5000 }) : session.journal;
	if (entries.ok) emit({ type: 'journal/read', at: now(), entries: entries.value });
	else emit({ type: 'journal/failed', at: now(), failure: entries.failure });
};

const told = (tone: 'plain' | 'warning', text: string, at: Millis): Event => ({
	type: 'message/shown',
	at,
	message: { tone, text, at },
});

/** A promise that nobody waits for: what goes wrong in it is a bug of ours and is said. */
export const guarded = ({ session, emit, now }: EffectParts, work: () => Promise<void>): void => {
	inBackground(work(), (error) => {
		const message = error instanceof Error ? error.message : String(error);
		session.log?.warn('effect failed', { message, stack: error instanceof Error ? error.stack : undefined });
		emit(told('warning', `watchdeck itself failed: ${message}. Please report it with its log file.`, now()));
	});
};

const outOf = (parts: EffectParts, work: (cockpit: NonNullable<EffectParts['cockpit']>) => Promise<void>): void => {
	const { cockpit } = parts;
	if (cockpit !== undefined) guarded(parts, () => work(cockpit));
};

const sayOf = (parts: EffectParts, work: (cockpit: NonNullable<EffectParts['cockpit']>) => Promise<string>): void => {
	const { cockpit, emit, now } = parts;
	if (cockpit === undefined) return;
	guarded(parts, async () => emit(told('plain', await work(cockpit), now())));
};
