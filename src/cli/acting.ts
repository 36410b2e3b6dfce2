import type { Result, Service } from '../core/model.ts';
import type { PlanFile } from '../core/plan-file.ts';
import type { DatasetAction, ServiceAction, Want } from '../core/want.ts';
import type { Ready } from './find.ts';

/** What an action may be told beside its service, as it was typed; each action says which of them it takes. */
export interface ActionFlags {
	readonly to?: string;
	readonly image?: string;
	readonly canary?: true;
	/** The name of a backup. */
	readonly backup?: string;
	/** What is live is not dumped first. */
	readonly withoutDump?: true;
	/** A run that is taken back. */
	readonly back?: string;
	/** What stands behind the service. */
	readonly argument?: string;
}

/** A flag that an action takes beside those of all actions: as commander writes it, and what it does. */
export interface ActionOption {
	readonly flags: string;
	readonly does: string;
}

interface Described {
	readonly name: string;
	readonly does: string;
	/** What it takes behind the service, as commander writes it. */
	readonly argument?: { readonly form: string; readonly does: string };
	readonly options?: readonly ActionOption[];
}

/** What a command of an action on a service needs to know of it. */
export interface ServiceCommand extends Described {
	readonly of?: never;
	/** What is wanted of a service by what was typed, or why that cannot be meant. */
	readonly want: (flags: ActionFlags, service: Service) => Result<Want<ServiceAction>>;
}
/** What a command of an action on a dataset needs to know of it. */
export interface DatasetCommand extends Described {
	readonly of: 'dataset';
	readonly want: (flags: ActionFlags) => Result<Want<DatasetAction>>;
}
/** What a command of an action needs to know of it. */
export type ActionCommand = ServiceCommand | DatasetCommand;

/** An action as the command line asks for it. */
export interface Acting extends Ready, ActionFlags {
	readonly service: string;
	readonly action: ActionCommand;
	readonly dryRun?: true;
	readonly yes?: true;
	/** How long somebody else's lock is waited for, as it was typed. */
	readonly waitLock?: string;
	readonly json?: true;
	readonly readOnly?: true;
	/** How long it is watched after its proof, as it was typed; unless given, as the config says. */
	readonly watch?: string;
	/** Why it is done: for the journal and the lock. */
	readonly reason?: string;
	/** ENV/SERVICE, typed once more: what is grave asks for it. */
	readonly confirm?: string;
	/** The plan that somebody made and somebody read: what is planned now must be the same. */
	readonly reviewed?: PlanFile;
}
