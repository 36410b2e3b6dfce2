import type { Event } from '../core/event.ts';
import { failureText, refusalText } from '../core/failure-text.ts';
import { hostId, nameOf } from '../core/ids.ts';
import type { JournalEntry } from '../core/journal.ts';
import { known } from '../core/known.ts';
import { lengthText } from '../core/length-text.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import type { Consent, Plan } from '../core/plan.ts';
import { goesThrough, type Probe } from '../core/probe.ts';
import { isAwaiting } from '../core/reduce/locked.ts';
import { logsKey } from '../core/select/logs/about.ts';
import type { State } from '../core/state.ts';
import type { Choice } from '../core/ui.ts';
import { isOfDataset } from '../core/want.ts';
import { planId } from '../io/random.ts';
import { type ArmingParts, arm, disarm } from './arming.ts';
import { inBackground } from './in-background.ts';
import type { makeLedgerKeeper } from './keep-ledger.ts';
import type { Session } from './session.ts';
import { openSought } from './walks/open-sought.ts';
import type { Walks } from './walks/walks.ts';

/** What effects work with beside the session. */
export interface EffectParts {
	readonly session: Session;
	readonly state: () => State;
	readonly emit: (event: Event) => void;
	readonly now: () => Millis;
	readonly ledger: ReturnType<typeof makeLedgerKeeper>;
	/** Walks through runbooks; missing where nobody walks. */
	readonly walks?: Walks;
	/** What only a cockpit can do; the command line leaves it out. */
	readonly cockpit?: {
		readonly copy: (text: string) => Promise<string>;
		readonly openLink: (address: string) => Promise<string>;
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
		/** Draws all of the screen anew: somebody else may have written over it. */
		readonly repaint: () => Promise<void>;
		readonly demo: () => void;
		/** Leaves the cockpit to begin its drill again. */
		readonly again: () => void;
		readonly quit: () => void;
		/** Leaves what runs to another program, and then the cockpit. */
		readonly leaveRunning: () => Promise<void>;
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
	other: 'handled',
};

/** What each event sets going. What comes of it are events again. */
const effects: Effects = {
	'probe/read': ({ probe, reading, recovered, at }, parts) => {
		const { session, ledger, state, cockpit } = parts;
		if (reading.engine !== undefined && probe.kind === 'docker') {
			const { host, whole, ended } = reading.engine;
			const containers = state().engines[host]?.value?.containers;
			if (containers !== undefined) session.logs.heard({ host, containers, ...known({ ended }) });
			guarded(parts, () => ledger.read(state(), host, at));
			if (whole && cockpit !== undefined) guarded(parts, () => cockpit.removeExpired(host));
		}
		// An engine that answers again is read anew at once: nobody knows what it did meanwhile.
		if (probe.kind === 'ping' && recovered === true) {
			guarded(parts, () => session.scheduler.refresh(({ of, kind }) => of === probe.of && kind === 'docker'));
		}
	},
	'link/changed': ({ host, link }, parts) => {
		if (link.is !== 'up') return;
		const { scheduler } = parts.session;
		scheduler.wake((probe) => goesThrough(probe, host));
		guarded(parts, () => scheduler.refresh(({ of }) => of === hostId(host)));
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
	'lock/awaited': ({ want, service }, parts) => {
		const { session, state, emit, now } = parts;
		guarded(parts, async () => {
			const made = await session.acting.whenFree({
				plan: () => session.acting.plan(want, service),
				goesOn: () => isAwaiting(state(), service),
				told: (failure) => emit({ type: 'lock/seen', at: now(), service, failure }),
			});
			if (!isAwaiting(state(), service)) return;
			if (made.ok) return emit({ type: 'lock/freed', at: now(), service, plan: made.value });
			emit({ type: 'dialog/closed', at: now() });
			emit({ type: 'plan/refused', at: now(), service, failure: made.failure });
		});
	},
	'plan/agreed': ({ run, how }, parts) => {
		const { session, state, emit, now } = parts;
		const { plan, why } = state().runs[run] ?? {};
		if (plan === undefined) return;
		const said = known({ typed: typedOf(how, plan), why });
		const refuse = (failure: Failure) => emit({ type: 'plan/refused', at: now(), service: plan.service, failure });
		const confirmed = session.acting.confirm(plan, how, said);
		if (!confirmed.ok) return refuse(confirmed.failure);
		guarded(parts, async () => {
			const taken = await parts.walks?.whyNot(plan);
			if (taken !== undefined) return refuse({ kind: 'refused', message: taken });
			const performed = await session.acting.perform(confirmed.value);
			if (!performed.ok) refuse(performed.failure);
			wishOther(parts, run);
		});
	},
	'run/chosen': ({ run, choice }, parts) => {
		const { session, state, emit, now } = parts;
		if (session.acting.choose(run, choice === 'other' ? 'leave' : choice)) return;
		guarded(parts, async () => {
			// Of what is grave the dialog asked for it.
			const resumed = await session.acting.resume(run, ways[choice], state().runs[run]?.plan.service);
			if (resumed.ok) return wishOther(parts, run);
			const because = refusalText(failureText(resumed.failure), true);
			emit({ type: 'run/ended', at: now(), run, outcome: 'REFUSED', because });
			const { dialog } = state().ui;
			if (dialog?.is !== 'plan' || dialog.run !== run) emit(told('warning', because, now()));
		});
	},
	'run/held': ({ run, because }, parts) => sayOfRun(parts, run, `is held for you: ${because}`),
	'runbooks/read': (_event, { state, emit, now }) => openSought(state(), now()).forEach(emit),
	'walk/wanted': (event, parts) => walking(parts, (walks) => walks.wanted(event)),
	'walk/run': (event, parts) => walking(parts, (walks) => walks.run(event)),
	'walk/stopped': (event, parts) => parts.walks?.stopped(event),
	'walk/did': (event, parts) => walking(parts, (walks) => walks.did(event)),
	'walk/saved': (event, parts) => walking(parts, (walks) => walks.saved(event)),
	'walk/accepted': (event, parts) => walking(parts, (walks) => walks.accepted(event)),
	'plan/closed': (_event, parts) => parts.walks?.planClosed(),
	'plan/confirmed': (event, parts) => walking(parts, (walks) => walks.planConfirmed(event)),
	'run/ended': (event, parts) => {
		const { run, outcome, because } = event;
		walking(parts, (walks) => walks.planEnded(event));
		const plan = parts.state().runs[run]?.plan;
		// Its lights are of now, and not of minutes ago.
		if (plan !== undefined && isOfDataset(plan.want)) {
			const isOf = ({ kind, name }: Pick<Probe, 'kind' | 'name'>) => kind === 'dataset' && name === plan.service;
			guarded(parts, () => parts.session.scheduler.refresh(isOf));
		}
		if (outcome !== 'REFUSED') sayOfRun(parts, run, `${outcome}: ${because}`);
	},
	'plan/noted': (event, parts) => {
		parts.session.acting.heard(event.entry);
		if (event.entry.what === 'walked') walking(parts, (walks) => walks.heard(event));
	},
	'screen/opened': ({ screen }, parts) => {
		if (screen === 'journal') guarded(parts, () => tellJournal(parts));
	},
	'refresh/wanted': (_event, parts) => {
		const { session, state, emit, now } = parts;
		for (const { name } of state().fleet.hosts) session.outside.retry(name);
		outOf(parts, (cockpit) => cockpit.repaint());
		guarded(parts, async () => {
			await parts.cockpit?.reload();
			await session.scheduler.refresh(({ kind }) => kind !== 'stats');
			emit(told('plain', 'everything was read anew', now()));
		});
	},
	'arm/wanted': ({ environment, length }, parts) => {
		const said = `${environment} is armed for ${lengthText(length)}: each change asks for the service's name`;
		guarded(parts, () => armed(parts, (arming) => arm(arming, { environment, length }), said));
	},
	'disarm/wanted': ({ environment }, parts) => {
		guarded(parts, () => armed(parts, (arming) => disarm(arming, environment), `${environment} is locked again`));
	},
	'logs/marked': ({ at }, { session, state }) => {
		const log = logsKey(state().ui);
		if (log !== '') session.logs.mark(log, `mark by ${state().operator} at ${new Date(at).toISOString()}`);
	},
	'logs/saved': ({ path }, parts) => sayOf(parts, (cockpit) => cockpit.saveLog(path)),
	'link/opened': ({ address }, parts) => sayOf(parts, (cockpit) => cockpit.openLink(address)),
	'text/copied': ({ text }, parts) => sayOf(parts, (cockpit) => cockpit.copy(text)),
	'plan/copied': ({ run }, parts) => sayOf(parts, (cockpit) => cockpit.copyPlan(run)),
	'shell/agreed': ({ of }, parts) => outOf(parts, (cockpit) => cockpit.shell(of)),
	'edit/wanted': (_event, parts) => outOf(parts, (cockpit) => cockpit.edit()),
	'page/wanted': ({ text }, parts) => outOf(parts, (cockpit) => cockpit.page(text)),
	'suspend/wanted': (_event, { cockpit }) => cockpit?.suspend(),
	'demo/wanted': (_event, { cockpit }) => cockpit?.demo(),
	'drill/wanted': (_event, { cockpit }) => cockpit?.again(),
	'leave/wanted': (_event, parts) => outOf(parts, (cockpit) => cockpit.leaveRunning()),
	'quit/wanted': (_event, { cockpit }) => cockpit?.quit(),
};

/** What was typed, where `how` says that something was. */
const typedOf = (how: Consent['how'], { service }: Plan): string | undefined => {
	if (how === 'typed env/service') return service;
	return how === 'typed service' ? nameOf(service) : undefined;
};

/** Sets going what an event sets going. */
export const runEffects = (event: Event, parts: EffectParts): void => {
	// An event's own effect takes just that event; the compiler cannot see that of a table's entry and its key.
	const effect = effects[event.type] as ((event: Event, parts: EffectParts) => void) | undefined;
	effect?.(event, parts);
};

/** Arms or disarms an environment, and tells that it is so, or why it is not. */
const armed = async (
	{ session, state, emit, now }: EffectParts,
	change: (parts: ArmingParts) => Promise<Result<JournalEntry>>,
	said: string,
): Promise<void> => {
	const entry = await change({ state: state(), journal: session.journal, now: now(), newId: planId() });
	if (!entry.ok) return emit(told('warning', refusalText(failureText(entry.failure)), now()));
	emit({ type: 'plan/noted', at: now(), entry: entry.value });
	emit(told('plain', said, now()));
};

/** A run that was left for another target: its locks are given back by now, and the targets are shown. */
const wishOther = ({ state, emit, now }: EffectParts, id: string): void => {
	const run = state().runs[id];
	if (run?.other !== true) return;
	emit({ type: 'action/wanted', at: now(), want: { action: 'rollback', to: '' }, service: run.plan.service });
};

/** How a run that was watched goes on, where its dialog was left: minutes later somebody does something else. */
const sayOfRun = ({ state, emit, now }: EffectParts, id: string, text: string): void => {
	const { runs, ui } = state();
	const run = runs[id];
	const isShown = ui.dialog?.is === 'plan' && ui.dialog.run === id;
	if (run === undefined || isShown) return;
	// What takes long is left to itself meanwhile: a watch, and what is done to data.
	if (!isOfDataset(run.plan.want) && !run.entries.some(({ what }) => what === 'proven')) return;
	emit(told(run.outcome === 'VERIFIED' ? 'plain' : 'warning', `${run.plan.title} ${text}`, now()));
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

const walking = (parts: EffectParts, work: (walks: Walks) => Promise<void>): void => {
	const { walks } = parts;
	if (walks !== undefined) guarded(parts, () => work(walks));
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
