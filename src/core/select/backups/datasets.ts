import { type Light, type Lights, lightNames } from '../../backup/light.ts';
import { lightsOf } from '../../backup/lights.ts';
import { isLost } from '../../condition/freshness.ts';
import type { BackupFound } from '../../finding.ts';
import { hostOf } from '../../ids.ts';
import { lengthText } from '../../length-text.ts';
import type { Condition, Millis } from '../../model.ts';
import type { LayerFact, State } from '../../state.ts';
import { conditionSigns } from '../rows/words.ts';

/** A light as one sign, that of the condition that it is like. */
export const lightSigns: Readonly<Record<Light['is'], string>> = {
	...{ ok: conditionSigns.ok, bad: conditionSigns.down, unknown: conditionSigns.unknown },
};

/** How each looks to the eye. */
export const lightTones = { ok: 'ok', bad: 'bad', unknown: 'unknown' } as const;

/** A dataset and how its backups stand. `of`: the service or host (`host/NAME`) that it is of. */
export interface Dataset extends Lights {
	readonly id: string;
	readonly of: string;
	readonly found: BackupFound;
	/** How old the newest is, in milliseconds. */
	readonly age: Millis | undefined;
	/** The worst of its lights; `down` where there is nothing to go back to. */
	readonly is: Condition['is'];
	readonly fact: LayerFact;
}

/** Why nothing can be said of a dataset now; undefined where it is read as it should be. */
function unread({ observed, every }: LayerFact, now: Millis): string | undefined {
	if (!isLost(observed, every, now)) return undefined;
	if (observed.failure !== undefined) return observed.failure.message;
	return observed.at === undefined ? 'not read yet' : `not read for ${lengthText(now - observed.at)}`;
}

/** What a probe found; one that could not find anything yet has a dataset of which nothing is known. */
function foundBy({ layer, kind, source, findings = [] }: LayerFact): readonly BackupFound[] {
	const found = findings.flatMap((one) => (one.is === 'backup' ? [one] : []));
	if (layer !== 'backup' || found.length > 0) return found;
	// The probe of a dataset has its id as its name.
	if (kind !== 'dataset') return [{ is: 'backup', name: source, place: '-' }];
	return [{ is: 'backup', name: source.slice(source.indexOf('/') + 1), dataset: source, place: '-' }];
}

/** Whether a light must be well: of a line under `probes`, which looks at one place, only whether the newest is young enough. */
export function isAsked({ dataset }: BackupFound, name: keyof Lights): boolean {
	return dataset !== undefined || name === 'ran';
}

function worstIs(found: BackupFound, lights: Lights, fact: LayerFact): Condition['is'] {
	// Only of these two an emptiness is told: that nothing was restored yet leaves the backups where they are.
	const isBare = lights.ran.is === 'bad' || lights.sane.is === 'bad';
	if (isBare && fact.observed.value?.is === 'down') return 'down';
	if (lightNames.some((name) => lights[name].is === 'bad')) return 'degraded';
	return lightNames.some((name) => lights[name].is === 'unknown' && isAsked(found, name)) ? 'unknown' : 'ok';
}

function ofFact(of: string, fact: LayerFact, now: Millis): readonly Dataset[] {
	return foundBy(fact).map((found): Dataset => {
		const lights = lightsOf(found, { at: fact.observed.at, lost: unread(fact, now) }, now);
		const age = found.newest === undefined ? undefined : now - found.newest;
		const id = found.dataset ?? `${of} ${fact.source} ${found.name} ${found.place}`;
		return { id, of, found, age, ...lights, is: worstIs(found, lights, fact), fact };
	});
}

/** The lights in the order in which a broken one is told: what there is to go back to comes before what proves it. */
const telling = ['ran', 'sane', 'restored', 'offSite'] as const;

/** The light by which a dataset stands worst: the first that is bad, else the first that is unknown and should not be. */
export function worstLight(dataset: Dataset): keyof Lights | undefined {
	const { found } = dataset;
	return (
		telling.find((name) => dataset[name].is === 'bad') ??
		telling.find((name) => dataset[name].is === 'unknown' && isAsked(found, name))
	);
}

/** Where a dataset stands among others: 0 is the worst. */
function datasetRank(dataset: Dataset): number {
	if (dataset.is === 'down') return 0;
	const worst = worstLight(dataset);
	if (worst === undefined) return 9;
	const rank = telling.indexOf(worst);
	return dataset[worst].is === 'bad' ? 1 + rank : 5 + rank;
}

/** Whether nobody knows how old the newest backup is: it is not read, or dated in the future. */
export function isAgeless({ ran, age }: Dataset): boolean {
	return age === undefined || (ran.is === 'unknown' && (ran.at === undefined || age < 0));
}

/** What a dataset is called where others stand beside it: `production/shop`, `uploads on production/web`, `db on vps1`. */
export function datasetTitle({ found, of }: Dataset): string {
	return found.dataset ?? `${found.name} on ${hostOf(of) ?? of}`;
}

/** All datasets whose backups are known; those with nothing to go back to first, then by their worst light, then the oldest. */
export function datasetsOf({ layers }: Pick<State, 'layers'>, now: Millis): readonly Dataset[] {
	return Object.entries(layers)
		.flatMap(([of, facts]) => Object.values(facts).flatMap((fact) => ofFact(of, fact, now)))
		.sort((a, b) => datasetRank(a) - datasetRank(b) || (b.age ?? 0) - (a.age ?? 0) || (a.id < b.id ? -1 : 1));
}

/** Whether anything looks for backups, also where it has not read any yet. */
export function hasBackups({ layers, fleet }: Pick<State, 'layers' | 'fleet'>): boolean {
	const { probes = [], datasets = [] } = fleet;
	if (datasets.length > 0 || probes.some(({ layer }) => layer === 'backup')) return true;
	return Object.values(layers).some((facts) => Object.values(facts).some(({ layer }) => layer === 'backup'));
}
