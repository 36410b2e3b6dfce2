import type { Ask } from '../call.ts';
import type { BackupFound } from '../finding.ts';
import type { Millis, Result } from '../model.ts';
import type { Check, Plan, PlanStep } from '../plan.ts';
import type { DatasetAction, Want } from '../want.ts';
import type { DatasetKind } from './kind.ts';
import type { DatasetSpec } from './spec.ts';

/** What the steps of an action on a dataset are made from. `id` is the plan's id: eight hex digits. */
export interface DatasetMaking {
	readonly id: string;
	readonly kind: DatasetKind;
	readonly ask: Ask;
	readonly signal: AbortSignal;
	readonly now: Millis;
	/** Its backups, as they were read just now. */
	readonly found: BackupFound;
	/** Those who write to it. */
	readonly writers: Writers;
}

/** How those who write to a dataset are stopped, started again, and what proves that they are well after. */
export interface Writers {
	readonly names: readonly string[];
	readonly stop: readonly PlanStep[];
	readonly start: readonly PlanStep[];
	readonly proof: readonly Check[];
}

/** What an action puts into the plan for a dataset. */
export type DatasetMade = Pick<Plan, 'steps' | 'impact' | 'proof' | 'tidy'> &
	Partial<Pick<Plan, 'from' | 'to' | 'moment' | 'lacks'>>;

/** An action on a dataset. */
export interface ActionOnDataset<A extends DatasetAction> {
	readonly name: A;
	readonly title: string;
	readonly asked: { readonly key?: string };
	readonly tier: 2 | 4;
	/** Those who write to it are stopped meanwhile, so that their locks are taken as well. */
	readonly stopsWriters?: true;
	readonly make: (want: Want<A>, spec: DatasetSpec, making: DatasetMaking) => Promise<Result<DatasetMade>>;
}
/** All of them, by name. */
export type DatasetActions = { readonly [A in DatasetAction]: ActionOnDataset<A> };
