import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { type Dataset, datasetsOf, hasBackups } from '../backups/datasets.ts';
import { environmentOfDataset } from '../environment/rows.ts';

/** The datasets as Fleet's rows show them; `any` is false where no backup is watched. */
export interface FleetBackups {
	readonly any: boolean;
	/** By the service or host (`host/NAME`) that they are of, and by environment. */
	readonly ofRow: ReadonlyMap<string, readonly Dataset[]>;
	readonly ofGroup: ReadonlyMap<string, readonly Dataset[]>;
}

const none: FleetBackups = { any: false, ofRow: new Map(), ofGroup: new Map() };

/** Reads them once a second: with each reading would be often for what changes once a day. */
export function keptBackups(): (state: State, now: Millis) => FleetBackups {
	let known: { readonly now: Millis; readonly fleet: State['fleet']; readonly value: FleetBackups } | undefined;
	return (state, now) => {
		if (known?.now === now && known.fleet === state.fleet) return known.value;
		known = { now, fleet: state.fleet, value: hasBackups(state) ? backupsOf(state, now) : none };
		return known.value;
	};
}

function backupsOf(state: State, now: Millis): FleetBackups {
	const datasets = datasetsOf(state, now);
	const environment = environmentOfDataset(state);
	return {
		any: true,
		ofRow: Map.groupBy(datasets, ({ of }) => of),
		ofGroup: Map.groupBy(datasets, ({ of }) => environment(of)),
	};
}
