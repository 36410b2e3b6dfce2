import type { Quiet } from '../app/run-headless.ts';
import { fits } from '../app/status.ts';
import type { Result, Service } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import type { Acting } from './acting.ts';

const refused = (message: string, fix: string) => ({ ok: false, failure: { kind: 'refused', message, fix } }) as const;

/** The plan for the one service that the command line means. */
export const planFor = async (
	{ service: pattern, action, to }: Acting,
	{ session, state }: Quiet,
): Promise<Result<Plan>> => {
	const services = Object.values(state().services).filter(({ id }) => fits(pattern, id));
	const [service, ...more] = services;
	if (service === undefined) {
		const known = Object.keys(state().services).join(', ');
		return refused(
			`There is no service ${pattern}.`,
			known === '' ? 'No container was found.' : `There are: ${known}.`,
		);
	}
	if (more.length > 0) {
		return refused(`${pattern} fits ${services.map(({ id }) => id).join(', ')}.`, 'Name exactly one.');
	}
	const target = to === undefined ? ({ ok: true, value: '' } as const) : targetOf(service, to);
	return target.ok ? session.acting.plan(action.want(target.value), service.id) : target;
};

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
	if (ids.length > 1) return refused(`${word} means more than one release of ${id}.`, 'Name its image id.');
	return refused(`${id} has no release ${word}.`, known === '' ? 'None is known.' : `It has: ${known}.`);
};
