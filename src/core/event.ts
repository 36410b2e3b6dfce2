import type { Fleet } from './config/fleet.ts';
import type { DrillEvent } from './drill/event.ts';
import type { LedgerLine } from './engine/facts.ts';
import type { JournalEntry, Outcome } from './journal.ts';
import type { LogsUi } from './logs/looks.ts';
import type { Condition, Failure, Millis, Stood } from './model.ts';
import type { ConfirmedPlan, Plan } from './plan.ts';
import type { Probe, Reading } from './probe.ts';
import type { WalkEvent } from './runbook/event.ts';
import type { LeftRun, Link } from './state.ts';
import type { Choice, Dialog, Field, Message, ScreenName } from './ui.ts';
import type { Want } from './want.ts';

/** Everything that happens. Nouns and participles; `reduce` is the only one that answers them with a new state. */
export type Event = { readonly at: Millis } & (OutsideEvent | ActionEvent | WalkEvent | DrillEvent | UiEvent);

/** News of the outside. */
export type OutsideEvent =
	/** `recovered`: it had been missed before. */
	| { readonly type: 'probe/read'; readonly probe: Probe; readonly reading: Reading; readonly recovered?: true }
	| { readonly type: 'probe/missed'; readonly probe: Probe; readonly failure: Failure }
	| { readonly type: 'link/changed'; readonly host: string; readonly link: Link }
	/** The conditions as they follow from facts and numbers now. */
	| { readonly type: 'conditions/settled'; readonly conditions: Readonly<Record<string, Condition>> }
	/** The history was opened: how all stood when it was last watched. */
	| { readonly type: 'history/opened'; readonly stood: Readonly<Record<string, Stood>> }
	/** The config was read anew. */
	| { readonly type: 'fleet/changed'; readonly fleet: Fleet }
	| { readonly type: 'ledger/read'; readonly lines: readonly LedgerLine[] }
	| { readonly type: 'journal/read'; readonly entries: readonly JournalEntry[] }
	/** Which runs go on without a cockpit; another program carries them out. */
	| { readonly type: 'runs/left'; readonly left: readonly LeftRun[] }
	/** The journal could not be read. */
	| { readonly type: 'journal/failed'; readonly failure: Failure }
	/** Something was to be added to the journal or the ledger, which lie in one file; a failure says why it was not. */
	| { readonly type: 'journal/tried'; readonly failure?: Failure }
	/** The history was opened or written to; a failure says why it is not kept. */
	| { readonly type: 'history/tried'; readonly failure?: Failure };

/** The way of a change. */
export type ActionEvent =
	| { readonly type: 'action/wanted'; readonly want: Want; readonly service: string }
	| { readonly type: 'plan/made'; readonly plan: Plan }
	| { readonly type: 'plan/refused'; readonly service: string; readonly failure: Failure }
	/** The operator waits for somebody else's lock: who holds it meanwhile, and that it is free. */
	| { readonly type: 'lock/awaited'; readonly want: Want; readonly service: string }
	| { readonly type: 'lock/seen'; readonly service: string; readonly failure: Failure }
	| { readonly type: 'lock/freed'; readonly service: string; readonly plan: Plan }
	/** The first step of agreeing: in `guarded` the dialog then waits for `y`, in `protected` for the service's name. */
	| { readonly type: 'plan/asked'; readonly run: string }
	/** The operator agreed in the dialog; an effect makes a `ConfirmedPlan` of it. */
	| {
			readonly type: 'plan/agreed';
			readonly run: string;
			readonly how: 'enter' | 'y' | 'typed service' | 'typed env/service';
	  }
	/** The operator said why it is done; nothing takes back what was said. Of what is grave the name is asked for next. */
	| { readonly type: 'plan/explained'; readonly run: string; readonly why: string }
	| { readonly type: 'plan/confirmed'; readonly confirmed: ConfirmedPlan }
	| { readonly type: 'plan/closed'; readonly run: string }
	| { readonly type: 'plan/copied'; readonly run: string }
	| { readonly type: 'plan/noted'; readonly entry: JournalEntry }
	/** How far the order of a step is: in one line, then in some more. */
	| { readonly type: 'step/told'; readonly run: string; readonly step: number; readonly told: readonly string[] }
	| {
			readonly type: 'check/read';
			readonly run: string;
			readonly say: string;
			readonly passed: number;
			readonly of: number;
			readonly because: string;
	  }
	| { readonly type: 'run/held'; readonly run: string; readonly because: string; readonly left: readonly string[] }
	/** What the operator chose for a held run. */
	| { readonly type: 'run/chosen'; readonly run: string; readonly choice: Choice }
	| {
			readonly type: 'run/ended';
			readonly run: string;
			readonly outcome: Outcome;
			readonly because: string;
			readonly left?: readonly string[];
	  }
	/** Another program took this run up in the same moment: it is none of ours. */
	| { readonly type: 'run/elsewhere'; readonly run: string };

/** What the operator does. */
export type UiEvent =
	| {
			readonly type: 'screen/opened';
			readonly screen: ScreenName;
			readonly service?: string;
			readonly environment?: string;
			/** What Logs is to show: an environment's logs together, the time around an event. */
			readonly logs?: Pick<LogsUi, 'group' | 'around'>;
	  }
	| { readonly type: 'screen/left' }
	/** `rested`: no key did it; the row on which the cursor has stood from the beginning is the chosen one from now on. */
	| { readonly type: 'row/selected'; readonly id: string; readonly rested?: true }
	/** Releases are compared with this one from now on; without an id, with what runs. */
	| { readonly type: 'release/compared'; readonly id?: string }
	| { readonly type: 'rows/ordered'; readonly ids: readonly string[] }
	| { readonly type: 'group/folded'; readonly id: string; readonly folded: boolean }
	| { readonly type: 'field/opened'; readonly of: Field['of']; readonly text: string }
	| { readonly type: 'field/edited'; readonly text: string; readonly cursor: number }
	| { readonly type: 'field/entered' }
	/** What was entered is not what was asked for: the line stays open, and its dialog says so. */
	| { readonly type: 'field/refused' }
	| { readonly type: 'field/closed' }
	/** `unasked`: no key opened it, so that the keys which come just now were meant for something else. */
	| { readonly type: 'dialog/opened'; readonly dialog: Dialog; readonly unasked?: true }
	| { readonly type: 'dialog/closed' }
	/** The operator said who acts. */
	| { readonly type: 'operator/named'; readonly name: string }
	| { readonly type: 'message/shown'; readonly message: Message }
	| { readonly type: 'window/resized'; readonly columns: number; readonly rows: number }
	| { readonly type: 'updates/paused'; readonly paused: boolean }
	| { readonly type: 'logs/moved'; readonly logs: Partial<LogsUi> }
	| { readonly type: 'logs/saved'; readonly path: string }
	| { readonly type: 'logs/marked' }
	| { readonly type: 'text/copied'; readonly text: string }
	/** A page is to be shown by the browser of this machine. */
	| { readonly type: 'link/opened'; readonly address: string }
	| { readonly type: 'view/scrolled'; readonly scroll: number; readonly tab?: number; readonly span?: Millis }
	| { readonly type: 'refresh/wanted' }
	/** A locked environment is to be armed for so long, or locked again before its time. */
	| { readonly type: 'arm/wanted'; readonly environment: string; readonly length: Millis }
	| { readonly type: 'disarm/wanted'; readonly environment: string }
	/** The operator wants a shell and has confirmed it as far as it takes. */
	| { readonly type: 'shell/agreed'; readonly of: string }
	/** The config is to be edited in the operator's own editor. */
	| { readonly type: 'edit/wanted' }
	/** A long text is to be read in the operator's own pager. */
	| { readonly type: 'page/wanted'; readonly text: string }
	| { readonly type: 'suspend/wanted' }
	| { readonly type: 'demo/wanted' }
	| { readonly type: 'quit/wanted' }
	/** What runs is to go on without this cockpit, which is left. */
	| { readonly type: 'leave/wanted' };
