import type { DatasetMaking } from '../../core/dataset/acting.ts';
import { datasetRead, type Told } from '../../core/dataset/call.ts';
import { parseLost, type RestoreStand } from '../../core/dataset/lost.ts';
import { type DatasetSpec, datasetId } from '../../core/dataset/spec.ts';
import { failed } from '../../core/failed.ts';
import type { Result } from '../../core/model.ts';
import { newestTold } from './making.ts';

/** What a restore would cost now, and why there can be none. */
export async function costOf(
	spec: DatasetSpec,
	{ kind, ask, signal }: DatasetMaking,
	since: number,
): Promise<Result<RestoreStand>> {
	const told: Told = [...newestTold(spec), ['made', String(since)]];
	const answer = await ask(datasetRead(spec, kind, 'lost', told), signal);
	if (!answer.ok) return answer;
	const cost = parseLost(answer.value.text);
	const of = datasetId(spec);
	const { followers } = cost;
	if (followers !== undefined && followers > 0) {
		const message = `${followers} ${followers === 1 ? 'server follows' : 'servers follow'} the one of ${of}: a restore here would change them under their readers.`;
		return failed(
			'refused',
			message,
			'Take them out of use first, restore, then make them anew (pg_basebackup, REPLICAOF).',
		);
	}
	if (cost.slots + cost.subscriptions > 0) {
		const message = `${of} is replicated logically (${cost.slots} slots, ${cost.subscriptions} subscriptions): restored data would not fit what the other side has.`;
		return failed('refused', message, 'Drop slots and subscriptions first, restore, then begin the replication anew.');
	}
	if (cost.against !== undefined)
		return failed('refused', `${of} cannot be restored as it is: ${cost.against.why}.`, cost.against.fix);
	if (followers === undefined && 'server' in kind.form.shape)
		return failed(
			'refused',
			`The server of ${of} did not say whether others follow it.`,
			'Let the config log in as somebody who may see that, and try again.',
		);
	return { ok: true, value: cost };
}
