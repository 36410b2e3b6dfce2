import type { DatasetMade, DatasetMaking } from '../../core/dataset/acting.ts';
import { datasetKey, datasetRead, datasetWrite } from '../../core/dataset/call.ts';
import { type PutAside, parseLost } from '../../core/dataset/lost.ts';
import { type DatasetSpec, datasetId } from '../../core/dataset/spec.ts';
import { lengthText } from '../../core/length-text.ts';
import type { Millis } from '../../core/model.ts';

/** So long what a restore put aside stays, as what it dumped first does. */
const keptFor: Millis = 7 * 86_400_000;

/** What removes what the restores of these plans put aside. */
export function forgetting(
	spec: DatasetSpec,
	{ kind, id }: DatasetMaking,
	plans: readonly string[],
): DatasetMade['tidy'] {
	if (plans.length === 0) return [];
	return [
		datasetWrite(spec, kind, 'forget', [
			['id', id],
			['lock', datasetKey(spec)],
			...plans.map((plan) => ['old', plan] as const),
		]),
	];
}

/** What earlier restores put aside, as a backup finds it: what of it goes, and what is said of all of it. */
export interface AsideNow {
	readonly tidy: DatasetMade['tidy'];
	readonly says: readonly string[];
}

/** What lies aside now; `clock`: the time by the host's clock. What hinders a restore, so that it is not told, hinders no backup. */
export async function asideNow(spec: DatasetSpec, making: DatasetMaking, clock: Millis): Promise<AsideNow> {
	const { kind, ask, signal } = making;
	const answer = kind.restores === 'beside' ? await ask(datasetRead(spec, kind, 'lost'), signal) : undefined;
	const aside = answer?.ok === true ? parseLost(answer.value.text).aside : [];
	// Of what nobody knows the age of, nobody knows that its time is over.
	const isOver = ({ at }: PutAside) => at > 0 && clock - at >= keptFor;
	const says = aside.map((one) => {
		const old = one.at === 0 ? '' : ` ${lengthText(Math.max(0, clock - one.at))} ago`;
		const what = `What the restore ${one.plan} put aside${old}`;
		return isOver(one)
			? `${what} is removed afterwards.`
			: `${what} still takes its room: \`watchdeck restore ${datasetId(spec)} --back ${one.plan}\` puts it back, and a backup removes it once that was ${lengthText(keptFor)} ago.`;
	});
	return {
		says,
		tidy: forgetting(
			spec,
			making,
			aside.filter(isOver).map(({ plan }) => plan),
		),
	};
}
