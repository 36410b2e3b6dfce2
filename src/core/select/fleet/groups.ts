import type { Condition, Millis, Release, Sample, Service } from '../../model.ts';
import { began } from '../../release-began.ts';
import { seriesName } from '../../series-name.ts';
import type { Feeds, State } from '../../state.ts';
import { type Measure, newest } from '../rows/numbers.ts';
import { rankOf } from '../rows/rows.ts';
import { isMeasured } from '../service/stopped.ts';
import { conditionOf } from './facts.ts';

/** What all services of an environment come to. */
export interface GroupFacts {
	readonly environment: string;
	readonly services: number;
	/** So many are neither down nor unknown. */
	readonly up: number;
	readonly counts: Readonly<Record<Condition['is'], number>>;
	/** The service that stands worst, the longest so. */
	readonly worst?: Service;
	/** The release that came last. */
	readonly release?: Release;
	readonly restarts: number;
}

type Draft = { -readonly [K in keyof GroupFacts]: GroupFacts[K] } & { counts: Record<Condition['is'], number> };

const cameAt = (release: Release | undefined): Millis => (release === undefined ? 0 : (began(release) ?? 0));

function added(draft: Draft, service: Service, state: State): void {
	const { is, since } = conditionOf(state, service.id);
	draft.services += 1;
	draft.counts[is] += 1;
	draft.up += is === 'ok' || is === 'degraded' ? 1 : 0;
	draft.restarts += service.instances.reduce((sum, { restarts }) => sum + restarts, 0);
	const release = service.releases.find(({ can }) => can === 'runs');
	if (release !== undefined && cameAt(release) > cameAt(draft.release)) draft.release = release;
	const { worst } = draft;
	const by = worst === undefined ? -1 : rankOf(state, service.id) - rankOf(state, worst.id);
	if (worst === undefined || by < 0 || (by === 0 && since < conditionOf(state, worst.id).since)) draft.worst = service;
}

/** What the services of each environment come to, by its name. */
export function groupsOf(state: State): Readonly<Record<string, GroupFacts>> {
	const drafts: Record<string, Draft> = {};
	for (const service of Object.values(state.services)) {
		const { environment } = service;
		let draft = drafts[environment];
		if (draft === undefined) {
			const counts = { down: 0, degraded: 0, unknown: 0, ok: 0 };
			draft = { environment, services: 0, up: 0, counts, restarts: 0 };
			drafts[environment] = draft;
		}
		added(draft, service, state);
	}
	return drafts;
}

/** The worst condition of an environment; unknown where nothing of it is known. */
export function worstOf({ counts }: GroupFacts): Condition['is'] {
	if (counts.down > 0) return 'down';
	if (counts.degraded > 0) return 'degraded';
	return counts.unknown > 0 ? 'unknown' : 'ok';
}

/** The highest of a number over the services of an environment; requests are added up. */
export function worstNumber(
	services: readonly Service[],
	measure: Measure,
	{ feeds, now }: { readonly feeds: Feeds; readonly now: Millis },
): Sample | undefined {
	let worst: Sample | undefined;
	let sum = 0;
	for (const service of services) {
		const sample = isMeasured(service, measure) ? newest(feeds, seriesName(service.id, measure), now) : undefined;
		if (sample === undefined) continue;
		sum += sample.value;
		if (worst === undefined || sample.value > worst.value) worst = sample;
	}
	return measure === 'requests' && worst !== undefined ? { ...worst, value: sum } : worst;
}
