import { armedUntil } from '../armed.ts';
import { blindness } from '../condition/engine.ts';
import { environmentName } from '../engine/draft.ts';
import { placeOf } from '../engine/place.ts';
import type { Millis, Protection } from '../model.ts';
import type { State } from '../state.ts';

const strictness: readonly Protection[] = ['open', 'guarded', 'protected', 'locked'];

/**
 * What the config says of an environment; one that it does not name is `protected`, and so is one that is locked while its
 * operator has armed it.
 */
export function environmentProtection(
	state: Pick<State, 'fleet' | 'journal' | 'operator'>,
	environment: string,
	now: Millis,
): Protection {
	const said = state.fleet.environments.find(({ name }) => name === environment)?.protection ?? 'protected';
	return said === 'locked' && armedUntil(state, environment, now) !== undefined ? 'protected' : said;
}

/** The environments of all that is known to run on a host, also of the containers that are in no service. */
function environmentsOn({ services, engines }: State, host: string): readonly string[] {
	const here = Object.values(services).filter(({ hosts }) => hosts.includes(host));
	const claimed = new Set(here.flatMap(({ instances, former }) => [...instances, ...former]).map(({ id }) => id));
	const rest = Object.values(engines[host]?.value?.containers ?? {}).filter(({ id }) => !claimed.has(id));
	return [
		...here.map(({ environment }) => environment),
		...rest.map((container) => environmentName(placeOf(container).environment)),
	];
}

/** The environments of which the config lists no service: discovery may find theirs on any host. */
function environmentsAnywhere({ fleet }: State): readonly string[] {
	const listed = new Set(fleet.services.map(({ environment }) => environment));
	return fleet.environments.map(({ name }) => name).filter((name) => !listed.has(name));
}

/**
 * The protection of a host: whoever is on it can change all that runs there, so it is the strictest of theirs. While it is
 * not known what runs there it is `protected` at the least, and what may be there counts as if it were.
 */
export function hostProtection(state: State, host: string, now: Millis): Protection {
	const isKnown = blindness(state, host, now) === undefined;
	const all = [...environmentsOn(state, host), ...(isKnown ? [] : environmentsAnywhere(state))];
	const found = new Set<Protection>(all.map((environment) => environmentProtection(state, environment, now)));
	if (!isKnown) found.add('protected');
	return strictness.findLast((one) => found.has(one)) ?? 'protected';
}
