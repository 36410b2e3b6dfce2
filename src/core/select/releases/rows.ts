import type { Millis, Release, Service } from '../../model.ts';
import { began } from '../../release-began.ts';
import type { State } from '../../state.ts';

/** A release of a service, as a row. */
export interface ReleaseRow {
	readonly id: string;
	readonly service: Service;
	readonly release: Release;
}

/** The tabs of the releases' screen, in order. */
export const releaseTabs = ['service', 'all'] as const;

/** The id of a release's row; no name of a service has a blank. */
export function releaseRowId(service: string, release: string): string {
	return `${service} ${release}`;
}

/** The service that a row's id is about. */
export function serviceOfRow(id: string): string {
	return id.slice(0, Math.max(0, id.indexOf(' ')));
}

/** How long a release served the last time, or serves since. */
export function servedFor(release: Release, now: Millis): Millis | undefined {
	const { can, at, until } = release;
	const from = began(release);
	if (can === 'runs') return from === undefined ? undefined : now - from;
	return until === undefined || at === undefined || at > until ? undefined : until - at;
}

function rowsOf(service: Service): readonly ReleaseRow[] {
	return service.releases.map((release) => ({ id: releaseRowId(service.id, release.id), service, release }));
}

/** The releases of one service, newest first. */
export function serviceReleases({ ui, services }: State): readonly ReleaseRow[] {
	const service = services[ui.service ?? ''];
	return service === undefined ? [] : rowsOf(service);
}

/** The releases of all services that ran, the one that came last first. */
export function allReleases({ services }: State): readonly ReleaseRow[] {
	return Object.values(services)
		.flatMap(rowsOf)
		.filter(({ release }) => release.proof !== 'image only')
		.sort((a, b) => (began(b.release) ?? 0) - (began(a.release) ?? 0) || (a.id < b.id ? -1 : 1));
}

/** The rows of the open tab. */
export function releaseRows(state: State): readonly ReleaseRow[] {
	return releaseTabs[state.ui.tab] === 'all' ? allReleases(state) : serviceReleases(state);
}

/** Whether a release is a row of the open tab. */
export function isListed({ ui }: State, { service, release }: ReleaseRow): boolean {
	return releaseTabs[ui.tab] === 'all' ? release.proof !== 'image only' : service.id === ui.service;
}

/** A release by the id of its row. */
export function releaseOf({ services }: State, id: string): ReleaseRow | undefined {
	const service = services[serviceOfRow(id)];
	const release = service?.releases.find((one) => releaseRowId(service.id, one.id) === id);
	return service === undefined || release === undefined ? undefined : { id, service, release };
}
