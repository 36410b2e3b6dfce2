import type { Write } from './call.ts';
import type { Millis } from './model.ts';
import type { Expectation } from './runbook/expectation.ts';

/** A name that a change gave an image and whose time is over, if it was given by then, in milliseconds by its host's clock. */
export interface AgedName {
	readonly host: string;
	readonly name: string;
	readonly by: Millis;
}

/** What can be wanted of a service. A new action is a line here. `to` of a rollback is an image id, `containers` are ids. */
export interface ServiceWants {
	/** `image`: its name, as it was typed. `canary`: a share of it first, watched, then the next. */
	deploy: { readonly image: string; readonly canary?: true };
	restart: object;
	rollback: { readonly to: string };
	/** `drill`: the drill that it breaks the service for. */
	stop: { readonly drill?: string };
	start: object;
	scale: { readonly to: number };
	tidy: { readonly containers: readonly string[]; readonly names?: readonly AgedName[] };
	takeover: object;
}
/** What can be wanted of a dataset. */
export interface DatasetWants {
	backup: object;
	/** `file`: the name of one; '': the newest. */
	verify: { readonly file: string };
	/**
	 * `file`: the name of a backup; '': the newest. `undumped`: what is live is only put aside, since it cannot be dumped any
	 * more. `back`: the plan of the restore whose data are taken back.
	 */
	restore: { readonly file: string; readonly undumped?: true } | { readonly back: string };
}
/** A command as a walk gives it out, and as people read it. */
export interface TypedCommand {
	readonly call: Write;
	readonly shown: string;
}
/** What can be wanted in a walk through a runbook. */
export interface WalkWants {
	/**
	 * A command of its document. `of`: what the walk is about, where that is a service; `line`: of the command in the document, missing
	 * where it is all of its block.
	 */
	run: {
		readonly walk: string;
		readonly runbook: string;
		readonly step: string;
		readonly line?: number;
		readonly title: string;
		readonly of?: string;
		readonly command: TypedCommand;
		readonly undo?: TypedCommand;
		readonly expect: readonly Expectation[];
		/** What is expected of it, in words that nobody can look for. */
		readonly expected?: string;
	};
}
/** What can be wanted. */
export interface Wants extends ServiceWants, DatasetWants, WalkWants {}
/** The actions, by name; each has its file in `actions/`, those of datasets in `actions/dataset/`. */
export type ActionName = keyof Wants;
/** The actions on a service, and on a dataset. */
export type ServiceAction = keyof ServiceWants;
export type DatasetAction = keyof DatasetWants;
/** Whether something is wanted of a dataset. */
export function isOfDataset(want: Want): want is Want<DatasetAction> {
	return want.action === 'backup' || want.action === 'verify' || want.action === 'restore';
}
/** Whether it is a command of a walk. */
export function isOfWalk(want: Want): want is Want<'run'> {
	return want.action === 'run';
}
/** A dataset as the subject of a plan: `dataset production/shop`. */
export function datasetSubject(id: string): string {
	return `dataset ${id}`;
}
/** The actions that no operator asks for: done by themselves, as an earlier plan said, and never over another's lock. */
export type Unasked = 'tidy';
/** The actions on a service that an operator asks for. */
export type Asked = Exclude<ServiceAction, Unasked>;
/** What is wanted of an action: its name with what it needs to know. */
export type Want<A extends ActionName = ActionName> = { [K in A]: { readonly action: K } & Wants[K] }[A];
