import type { Quiet } from '../app/run-headless.ts';
import { fits } from '../app/status.ts';
import { failed } from '../core/failed.ts';
import type { Failure, Result, Service } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import type { State } from '../core/state.ts';
import type { Acting } from './acting.ts';

/** The plan for the one service that the command line means. */
export const planFor = async (
	{ service: pattern, action, to }: Acting,
	{ session, state }: Quiet,
): Promise<Result<Plan>> => {
	const services = Object.values(state().services).filter(({ id }) => fits(pattern, id));
	const [service, ...more] = services;
	if (service === undefined) {
		const unread = state().fleet.hosts.flatMap(({ name }) => failureOn(state(), name) ?? []);
		if (unread.length > 0) return { ok: false, failure: unknownSince(pattern, unread) };
		const known = Object.keys(state().services).join(', ');
		return failed(
			'refused',
			`There is no service ${pattern}.`,
			known === '' ? 'No container was found.' : `There are: ${known}.`,
		);
	}
	if (more.length > 0) {
		return failed('refused', `${pattern} fits ${services.map(({ id }) => id).join(', ')}.`, 'Name exactly one.');
	}
	// It was asked a moment ago: to ask again would take as long, to say the same.
	const [failure] = service.hosts.flatMap((host) => failureOn(state(), host) ?? []);
	if (failure !== undefined) return { ok: false, failure };
	const target = to === undefined ? ({ ok: true, value: '' } as const) : targetOf(service, to);
	return target.ok ? session.acting.plan(action.want(target.value), service.id) : target;
};

/** Why a host could not be read, with its name. */
const failureOn = ({ links, engines }: State, host: string): Failure | undefined => {
	const link = links[host];
	const failure = link?.is === 'down' ? link.failure : engines[host]?.failure;
	return failure === undefined ? undefined : { ...failure, message: `${host}: ${failure.message}` };
};

const unknownSince = (pattern: string, unread: readonly Failure[]): Failure => ({
	kind: 'missing',
	message: [`There is no service ${pattern} as far as can be read.`, ...unread.map(({ message }) => message)].join(
		'\n',
	),
	...(unread[0]?.fix === undefined ? {} : { fix: unread[0].fix }),
});

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
