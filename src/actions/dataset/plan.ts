import { canonical } from '../../core/canonical.ts';
import type { ActionOnDataset } from '../../core/dataset/acting.ts';
import { datasetKey } from '../../core/dataset/call.ts';
import type { DatasetKind } from '../../core/dataset/kind.ts';
import { type DatasetSpec, datasetId } from '../../core/dataset/spec.ts';
import type { BackupFound } from '../../core/finding.ts';
import { known } from '../../core/known.ts';
import type { Millis, Result } from '../../core/model.ts';
import type { Plan } from '../../core/plan.ts';
import type { DatasetAction, Want } from '../../core/want.ts';
import { type Claiming, claimedAt } from '../claimed.ts';
import type { Digest } from '../facts.ts';
import { datasetActions } from './index.ts';
import { type Writer, writersOf } from './writers.ts';

/** How long a plan may be confirmed. */
const goodFor: Millis = 300_000;

/** What a plan for a dataset is made from. */
export interface DatasetWanted<A extends DatasetAction = DatasetAction> extends Claiming {
	readonly want: Want<A>;
	readonly spec: DatasetSpec;
	readonly kind: DatasetKind;
	/** Its backups, as they were read just now. */
	readonly found: BackupFound;
	/** Those who write to it, as they were read just now. */
	readonly writers: readonly Writer[];
	readonly now: Millis;
	readonly digest: Digest;
}

/** What a plan for a dataset stands on, as a text: what the config says of it. What lies on its host is looked at by each step. */
export function datasetFacts(spec: DatasetSpec, want: Want): string {
	return canonical({ spec, want });
}

async function joined<A extends DatasetAction>(
	action: ActionOnDataset<A>,
	wanted: DatasetWanted<A>,
): Promise<Result<Plan>> {
	const { want, spec, kind, found, id, now, digest, ask, signal } = wanted;
	const stopped = action.stopsWriters === true ? wanted.writers : [];
	const writers = await writersOf(stopped, { id, ask, signal, asks: { times: 3, within: 120_000 } });
	if (!writers.ok) return writers;
	const made = await action.make(want, spec, { id, kind, found, ask, signal, now, writers: writers.value });
	if (!made.ok) return made;
	const of = datasetId(spec);
	const places = [{ host: spec.host, key: datasetKey(spec) }, ...writers.value.places];
	const locks = await claimedAt(places, wanted, `${action.title} ${of}`);
	if (!locks.ok) return locks;
	const { steps, impact, moment, proof, tidy, from, to, lacks } = made.value;
	// For every A a Want<A> is a Want; the compiler does not see that of an A that it does not know.
	const anyWant = want as Want;
	const plan: Plan = {
		...{ id, action: action.name, want: anyWant, service: of, title: `${action.title.toUpperCase()} ${of}` },
		...(action.tier === 4 || locks.value.beats ? { tier: 4 as const } : {}),
		...known({ from, to, moment, lacks }),
		impact: [...impact, ...locks.value.over],
		...{ made: now, expires: now + goodFor, oldest: now, facts: digest(datasetFacts(spec, anyWant)) },
		locks: locks.value.locks,
		...{ steps, proof, watch: [], unproven: action.stopsWriters === true ? 'hold' : 'leave', tidy },
	};
	return { ok: true, value: plan };
}

/** A plan for a dataset. It asks, and changes nothing. */
export function makeDatasetPlan<A extends DatasetAction>(wanted: DatasetWanted<A>): Promise<Result<Plan>> {
	return joined<A>(datasetActions[wanted.want.action], wanted);
}
