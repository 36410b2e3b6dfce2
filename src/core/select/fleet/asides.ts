import { isLost } from '../../condition/freshness.ts';
import { isServing } from '../../condition/layers.ts';
import { wayBack } from '../../engine/target.ts';
import { hostOf } from '../../ids.ts';
import type { Millis, Service } from '../../model.ts';
import type { LayerFact, State } from '../../state.ts';
import { datasetsOf } from '../backups/datasets.ts';
import { asideText } from '../backups/words.ts';
import { protectionOf } from '../plan/stand.ts';

const named = (of: string): string => {
	const host = hostOf(of);
	return host === undefined ? of : `host ${host}`;
};

function isBad({ layer, observed, every }: LayerFact, now: Millis): boolean {
	if (isServing(layer) || layer === 'backup' || isLost(observed, every, now)) return false;
	return observed.value?.is === 'down' || observed.value?.is === 'degraded';
}

/** Of what is protected, a service that ran something before and has nothing left to go back to. */
function isStranded(state: State, service: Service, now: Millis): boolean {
	const protection = protectionOf(state, service.id, now);
	return (protection === 'protected' || protection === 'locked') && wayBack(service)?.can === 'gone';
}

/**
 * What makes no service worse and yet is not as it should be, in a few words each: backups with a light that is bad first,
 * then services without a way back, then jobs and open ports.
 */
export function asidesOf(state: State, now: Millis): readonly string[] {
	const backups = datasetsOf(state, now).flatMap((dataset) => {
		const text = asideText(dataset, now);
		return text === undefined ? [] : [`${named(dataset.of)}: ${text}`];
	});
	const others = Object.entries(state.layers).flatMap(([of, facts]) =>
		Object.values(facts).flatMap((fact) => (isBad(fact, now) ? [`${named(of)}: ${fact.source}`] : [])),
	);
	const stranded = Object.values(state.services).filter((service) => isStranded(state, service, now));
	return [
		...backups,
		...stranded.map((service) => `${service.id}: no way back, ${wayBack(service)?.label} is GONE`),
		...others.toSorted(),
	];
}
