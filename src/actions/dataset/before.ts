import { datasetKey } from '../../core/dataset/call.ts';
import { datasetId } from '../../core/dataset/spec.ts';
import type { Result } from '../../core/model.ts';
import type { Plan } from '../../core/plan.ts';
import { claimedAt } from '../claimed.ts';
import { backup } from './backup.ts';
import type { DatasetWanted } from './plan.ts';

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
			steps: [...made.value.steps, ...whole.steps],
			tidy: [...whole.tidy, ...made.value.tidy],
		};
	}
	return { ok: true, value: whole };
}
