import { tookText } from '../../core/backup/restored.ts';
import { unreadCondition } from '../../core/backup/unread.ts';
import type { ActionOnDataset, DatasetMade, DatasetMaking } from '../../core/dataset/acting.ts';
import { datasetKey, datasetWrite, type Told } from '../../core/dataset/call.ts';
import { datasetProbe } from '../../core/dataset/probe.ts';
import { type DatasetSpec, datasetId } from '../../core/dataset/spec.ts';
import { failed } from '../../core/failed.ts';
import type { BackupCopy } from '../../core/finding.ts';
import { bytes } from '../../core/format.ts';
import { lengthText } from '../../core/length-text.ts';
import { listed } from '../../core/listed.ts';
import { counted } from '../../core/select/rows/words.ts';
import { given } from './making.ts';
import { copyMeant } from './meant.ts';

/** What restored data are asked, as the script takes it: a question is one line. */
export function askedOf({ tables, newest, checks }: DatasetSpec): Told {
	// A field is never empty: a shell takes several tabs for one.
	const line = (text: string | number | undefined) => String(text ?? '-').replaceAll(/\s+/g, ' ');
	return [
		...(tables.length === 0 ? [] : ([['tables', tables.join(',')]] as const)),
		...(newest === undefined
			? []
			: ([['newest', `${newest.table}\t${newest.column}\t${Math.round(newest.within / 1_000)}`]] as const)),
		...checks.map(
			({ name, least, most, is, ask }) =>
				['check', [name, least, most, is === undefined ? undefined : `=${is}`, ask].map(line).join('\t')] as const,
		),
	];
}

/** Whether its data are asked of a server, which has one beside it for a test. */
const isServer = ({ kind }: DatasetMaking['kind']): boolean => kind !== 'files' && kind !== 'sqlite';

/** What the config asks of restored data; a kind may ask more by itself. */
function askedText({ tables, newest, checks }: DatasetSpec): string {
	return listed([
		...(tables.length === 0 ? [] : [`its ${counted(tables.length, 'table')}`]),
		...(newest === undefined ? [] : ['its newest row']),
		...(checks.length === 0 ? [] : [counted(checks.length, 'check')]),
	]);
}

function placeText({ verify, container, host }: DatasetSpec, { kind }: DatasetMaking): string {
	if (verify.in === 'server') return 'a scratch database of the same server, which is dropped after';
	if (verify.image !== undefined) return `a throwaway container of ${verify.image} without network`;
	return container === undefined
		? `${isServer(kind) ? `a ${kind.title}` : 'a folder'} of its own on ${host}, without network, which is removed after`
		: `a throwaway container of the image of ${container}, without network`;
}

function impactOf(spec: DatasetSpec, copy: BackupCopy, making: DatasetMaking): readonly string[] {
	const asked = askedText(spec);
	return [
		`Restores ${bytes(copy.bytes)} into ${placeText(spec, making)}. What is live is not touched.`,
		asked === ''
			? 'It is only restored: the config names no tables, newest row or checks to ask for.'
			: `Then asks for ${asked}.`,
	];
}

function momentOf({ at }: BackupCopy, { found, now }: DatasetMaking): readonly string[] {
	const last = found.proofs?.find(({ is }) => is === 'ok');
	const takes =
		last === undefined
			? 'It was never restored before: how long it takes is not known.'
			: `The last restore test took ${tookText(last.took)}.`;
	return [`It is of ${lengthText(now - at)} ago. ${takes}`];
}

/** A restore test: apart, timed, asked, removed. */
export const verify: ActionOnDataset<'verify'> = {
	name: 'verify',
	title: 'verify',
	asked: {},
	tier: 2,
	make: async ({ file }, spec, making) => {
		const copy = copyMeant(file, spec, making);
		if (!copy.ok) return copy;
		const { id, kind, found } = making;
		if (found.unread === true)
			return failed('forbidden', `${datasetId(spec)}: ${unreadCondition.because}.`, unreadCondition.fix);
		const name = copy.value.file;
		const image = spec.verify.image === undefined ? [] : ([['image', spec.verify.image]] as const);
		const told: Told = [
			...([
				['id', id],
				['name', name],
				['where', spec.verify.in],
			] as const),
			...image,
		];
		const asked = askedOf(spec);
		const last = found.proofs?.find(({ is }) => is === 'ok');
		const made: DatasetMade = {
			steps: [
				{
					say: `restore ${name} apart, time it, ${asked.length === 0 ? '' : 'ask its checks, '}and remove it again`,
					does: datasetWrite(spec, kind, 'verify', [...told, ['lock', datasetKey(spec)], ...asked]),
					undo: datasetWrite(spec, kind, 'sweep', told),
					took: { never: given },
					undone: 'accepted',
					converges: true,
					progress: last === undefined ? {} : { takes: last.took },
				},
			],
			moment: momentOf(copy.value, making),
			impact: impactOf(spec, copy.value, making),
			proof: [
				{
					say: `${name} was restored in a test${asked.length === 0 ? '' : ', and its checks passed'}`,
					probe: { ...datasetProbe(spec, { proven: name }), of: datasetId(spec), every: 2_000 },
					...{ holds: 'again', times: 1, within: 30_000 },
				},
			],
			tidy: [],
			to: name,
		};
		return { ok: true, value: made };
	},
};
