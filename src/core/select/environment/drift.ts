import { shortId } from '../../format.ts';
import type { Release, Service } from '../../model.ts';
import type { State } from '../../state.ts';
import { environmentsOf } from '../rows/rows.ts';

/** What runs elsewhere under the same name and is another release. */
export interface Drift {
	/** The other environment. */
	readonly from: string;
	/** How many services of the same name it has. */
	readonly shared: number;
	readonly differs: readonly { readonly name: string; readonly there: string }[];
}

function runs({ releases }: Service): Release | undefined {
	return releases.find(({ can }) => can === 'runs');
}

function isSame(a: Release, b: Release): boolean {
	return a.image !== undefined && b.image !== undefined ? a.image.id === b.image.id : a.label === b.label;
}

/** What another release is called; where both have one label, by its image. */
function nameOf(there: Release, here: Release): string {
	return there.label === here.label && there.image !== undefined ? shortId(there.image.id) : there.label;
}

/** How the releases of an environment differ from those of the others that have services of the same names. */
export function driftOf(state: State, environment: string): readonly Drift[] {
	const services = Object.values(state.services);
	const here = services.filter((service) => service.environment === environment);
	return environmentsOf(state).flatMap((from): readonly Drift[] => {
		if (from === environment) return [];
		const there = new Map(services.flatMap((one) => (one.environment === from ? [[one.name, one] as const] : [])));
		const pairs = here.flatMap((mine) => {
			const theirs = there.get(mine.name);
			const [a, b] = [runs(mine), theirs === undefined ? undefined : runs(theirs)];
			return a === undefined || b === undefined ? [] : [{ name: mine.name, here: a, there: b }];
		});
		if (pairs.length === 0) return [];
		const differs = pairs
			.filter((pair) => !isSame(pair.here, pair.there))
			.map(({ name, here: mine, there }) => ({ name, there: nameOf(there, mine) }));
		return [{ from, shared: pairs.length, differs }];
	});
}

/** The drift in a sentence: `api differs from staging (v413); as in dev`. */
export function driftText(drifts: readonly Drift[]): string {
	const differing = drifts
		.filter(({ differs }) => differs.length > 0)
		.map(({ from, differs }) => `${from} has ${differs.map(({ name, there }) => `${name} ${there}`).join(', ')}`);
	const same = drifts.filter(({ differs }) => differs.length === 0).map(({ from }) => from);
	return [...differing, ...(same.length === 0 ? [] : [`the same in ${same.join(', ')}`])].join('; ');
}
