import type { DatasetMade } from '../../core/dataset/acting.ts';
import { datasetKey } from '../../core/dataset/call.ts';
import { datasetId } from '../../core/dataset/spec.ts';
import { known } from '../../core/known.ts';
import type { Result } from '../../core/model.ts';
import type { Plan, PlanStep } from '../../core/plan.ts';
import { claimedAt } from '../claimed.ts';
import { backup } from './backup.ts';
import type { DatasetWanted } from './plan.ts';

/** The steps of a backup, with its proof behind the last: what follows begins only where that holds. */
function provenSteps({ steps, proof }: DatasetMade): readonly PlanStep[] {
	return steps.map((step, index) => (index === steps.length - 1 ? { ...step, ...known({ check: proof[0] }) } : step));
}

/** What a plan begins with: the backups of these datasets, under their locks too. A backup that is whole stays, whatever comes after. */
export async function backedUpBefore(plan: Plan, wanted: readonly DatasetWanted[]): Promise<Result<Plan>> {
	let whole = plan;
	for (const one of wanted) {
		const { spec, ask, signal, now, kind, found } = one;
		const of = datasetId(spec);
		const writers = { names: [], stop: [], start: [], proof: [] };
		const made = await backup.make({ action: 'backup' }, spec, { id: plan.id, ask, signal, now, kind, found, writers });
		if (!made.ok) return made;
		const locks = await claimedAt(
			[{ host: spec.host, key: datasetKey(spec) }],
			one,
			`back up ${of} before ${plan.title}`,
		);
		if (!locks.ok) return locks;
		whole = {
			...whole,
			...(locks.value.beats ? { tier: 4 as const } : {}),
			impact: [
				...whole.impact,
				`First ${of} is backed up: ${made.value.to ?? ''} in ${spec.folder}.`,
				...locks.value.over,
			],
			locks: [...whole.locks, ...locks.value.locks].toSorted((a, b) =>
				a.host < b.host ? -1 : a.host > b.host ? 1 : 0,
			),
			steps: [...provenSteps(made.value), ...whole.steps],
			tidy: [...whole.tidy, ...made.value.tidy],
			...(made.value.lacks === undefined ? {} : { lacks: [...(whole.lacks ?? []), ...made.value.lacks] }),
		};
	}
	return { ok: true, value: whole };
}
