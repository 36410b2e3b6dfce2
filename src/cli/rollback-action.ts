import { failed } from '../core/failed.ts';
import type { Result, Service } from '../core/model.ts';
import type { ServiceCommand } from './acting.ts';

/** The image id of the release that a word means: its label, the beginning of its id, or its digest. */
const targetOf = ({ id, releases }: Service, word: string): Result<string> => {
	const found = releases.filter(
		({ label, image }) =>
			label === word ||
			image?.digest === word ||
			(word.length >= 6 && image?.id.replace('sha256:', '').startsWith(word.replace('sha256:', ''))),
	);
	const ids = [...new Set(found.flatMap(({ image }) => image?.id ?? []))];
	if (ids.length === 1 && ids[0] !== undefined) return { ok: true, value: ids[0] };
	const known = releases.map(({ label }) => label).join(', ');
	if (ids.length > 1) return failed('refused', `${word} means more than one release of ${id}.`, 'Name its image id.');
	return failed('refused', `${id} has no release ${word}.`, known === '' ? 'None is known.' : `It has: ${known}.`);
};

/** The action as the command line asks for it. Without `to` the best target is meant. */
export const rollbackAction: ServiceCommand = {
	name: 'rollback',
	does: 'roll a service back to an earlier release and prove it',
	options: [
		{
			flags: '--to <release>',
			does: 'the label, image id or digest of a release (default: the one that ran before)',
		},
	],
	want: ({ to }, service) => {
		const target = to === undefined ? ({ ok: true, value: '' } as const) : targetOf(service, to);
		return target.ok ? { ok: true, value: { action: 'rollback', to: target.value } } : target;
	},
};
