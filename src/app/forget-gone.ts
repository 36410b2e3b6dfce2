import type { Service } from '../core/model.ts';
import type { State } from '../core/state.ts';
import type { NumbersStore } from '../store/series.ts';

const containersOf = ({ instances, former }: Service): ReadonlySet<string> =>
	new Set([...instances, ...former].map(({ name }) => name));

/** What the names of the series begin with that lost what they are about. */
const goneOf = (before: Service, after: Service | undefined): readonly string[] => {
	if (after === undefined) return [`${before.id}/`];
	const left = containersOf(after);
	return [...containersOf(before)].filter((name) => !left.has(name)).map((name) => `${before.id}/${name}/`);
};

/** Looks at the state and lets go of the numbers of services and containers that were in the state before and are gone. */
export const makeForgetting = ({ forget }: Pick<NumbersStore, 'forget'>) => {
	let known: State['services'] = {};
	return ({ services }: Pick<State, 'services'>): void => {
		if (services === known) return;
		const now: Readonly<Record<string, Service | undefined>> = services;
		for (const before of Object.values(known)) {
			const after = now[before.id];
			if (after !== before) for (const prefix of goneOf(before, after)) forget(prefix);
		}
		known = services;
	};
};
