import type { CarriedCall } from './carried.ts';
import type { LogsUi } from './logs/looks.ts';
import type { Millis } from './model.ts';
import type { Sought } from './runbook/sought.ts';
import type { State } from './state.ts';
import type { Want } from './want.ts';

/** The screens, by name; each has its file in `screens/`. */
export type ScreenName =
	| 'fleet'
	| 'environment'
	| 'service'
	| 'logs'
	| 'releases'
	| 'runbooks'
	| 'walk'
	| 'backups'
	| 'journal'
	| 'hosts'
	| 'welcome';

/** A line of text that is being typed. While there is one, it takes all keys but Escape and Enter. */
export interface Field {
	readonly of:
		| 'filter'
		| 'search'
		| 'palette'
		| 'confirm'
		| 'reason'
		| 'help'
		| 'save'
		| 'operator'
		| 'image'
		| 'why'
		| 'note'
		| 'goto'
		| 'value';
	readonly text: string;
	/** Cursor, in UTF-16 units, at a grapheme's edge. */
	readonly at: number;
	/** It was entered as it stands, and is not what was asked for. */
	readonly refused?: true;
}

/** What lies over the screen and takes the keys first. */
export type Dialog =
	| { readonly is: 'help'; readonly scroll?: number }
	| { readonly is: 'palette'; readonly selected: number }
	/** `choice`: what was chosen for a run that is held, before `enter`. */
	| {
			readonly is: 'plan';
			readonly run: string;
			readonly scroll: number;
			readonly more: boolean;
			readonly choice?: Choice;
	  }
	/** A rollback's targets, when another than the preselected one is wanted. */
	| { readonly is: 'entry'; readonly run: string; readonly scroll: number }
	/** A change that somebody else's lock is in the way of: who holds it, in words, and since when it is waited for. */
	| {
			readonly is: 'locked';
			readonly want: Want;
			readonly service: string;
			readonly text: string;
			readonly waiting?: Millis;
	  }
	/** A call to the outside, the whole of it. */
	| { readonly is: 'call'; readonly call: CarriedCall; readonly scroll: number }
	/** A shell on a host or in a service's container, before it is opened. `stage`: the second question was asked. */
	| { readonly is: 'shell'; readonly of: string; readonly stage?: 'asking' }
	/** `leaving`: what goes on with the runs is started, or what is under way ends its step; `refused`: why that cannot be. */
	| { readonly is: 'quit'; readonly leaving?: 'starting' | 'ending'; readonly refused?: string }
	/** The score of a drill. */
	| { readonly is: 'drill' }
	/** Asks which image is to be deployed. `refused`: what was entered and is no name of one. */
	| { readonly is: 'image'; readonly service: string; readonly refused?: string }
	/** Asks who acts. `refused`: what was entered and is no name. `next`: what wanted to be opened meanwhile and comes after it. */
	| { readonly is: 'operator'; readonly account: string; readonly refused?: string; readonly next?: Dialog }
	/** What else can be done in a walk, at a step of it. */
	| { readonly is: 'walk-more'; readonly walk: string; readonly step: string; readonly selected: number }
	/** Asks for a line of text in a walk. `refused`: what was entered and cannot be taken. */
	| {
			readonly is: 'walk-ask';
			readonly walk: string;
			readonly step: string;
			readonly asks: WalkAsks;
			/** The value that is asked for; without it its name is typed, too. */
			readonly name?: string;
			readonly refused?: string;
	  }
	/** The steps of a walk, to go to one. */
	| { readonly is: 'walk-goto'; readonly walk: string; readonly selected: number }
	/** Before anything is done in it: whether the text of a strange runbook is accepted, or a walk of somebody else is taken over. */
	| { readonly is: 'walk-sure'; readonly walk: string; readonly of: 'text' | 'walk'; readonly scroll?: number }
	/** A run that was begun and has no end. `stage` and `choice`: how far the choice among its ways out is confirmed. */
	| {
			readonly is: 'interrupted';
			readonly run: string;
			readonly scroll?: number;
			readonly choice?: Choice;
			readonly stage?: 'asking' | 'typing';
	  };

/** What is asked for in a walk: why a step is skipped or failed, or the walk given up; a note, a host, a value, a file. */
export type WalkAsks = 'skip' | 'fail' | 'give up' | 'note' | 'host' | 'value' | 'save';

/** What a person can choose for a run that does not go on by itself. */
export type Choice = 'undo' | 'other' | 'finish' | 'retry' | 'leave';

/** A sentence over the last line, until a key or 10 s for each of its rows, 30 s at most. */
export interface Message {
	readonly tone: 'plain' | 'warning';
	readonly text: string;
	readonly at: Millis;
	/** It is true until then, and not shown after; else it stands as long as its reader needs. */
	readonly until?: Millis;
}

/** What the operator looks at and types: screen, dialog, selection, cursor. */
export interface Ui {
	readonly screen: ScreenName;
	readonly back: readonly ScreenName[];
	/** The service that Service and Logs are about. */
	readonly service?: string;
	/** The environment that Environment is about. */
	readonly environment?: string;
	/** The walk that Walk is about. */
	readonly walk?: string;
	/** What Walk is to be about once it is there. */
	readonly sought?: Sought;
	/** The runbook that is wanted is to be walked, and not only read. */
	readonly begins?: true;
	/** The release with which others are compared, by the id of its row; none: what runs. */
	readonly compared?: string;
	/** The selected row, by id. */
	readonly selected: { readonly [S in ScreenName]?: string };
	/** Fleet's rows in the order they were last sorted; they are sorted anew when the cursor has been still for 5 s. */
	readonly order: readonly string[];
	readonly moved: Millis;
	readonly folded: readonly string[];
	readonly filter: { readonly [S in ScreenName]?: string };
	readonly field?: Field;
	readonly dialog?: Dialog;
	readonly message?: Message;
	/** Keys are ignored until then (a plan was just opened, or a dialog that nobody asked for). */
	readonly guard: Millis;
	/** On Walk `enter` is not heard until then: what it would do has only just become another thing. */
	readonly walkGuard?: Millis;
	readonly size: { readonly columns: number; readonly rows: number };
	/** Live updates are paused: the screen shows the state as it was then. */
	readonly paused?: Millis;
	/** What was known when they were paused. */
	readonly held?: Pick<
		State,
		'services' | 'conditions' | 'layers' | 'links' | 'engines' | 'pings' | 'hostFacts' | 'tops'
	>;
	readonly logs: LogsUi;
	/** Tabs of the Service screen: which, and how far it is scrolled. */
	readonly tab: number;
	readonly scroll: number;
	/** The time that the curves of the Service screen show; none was chosen yet: its usual one. */
	readonly span?: Millis;
	/** Nothing to watch was found: where it was looked for, in words. Shown by Welcome. */
	readonly looked?: readonly string[];
}
