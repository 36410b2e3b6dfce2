import type { Release, Service } from '../model.ts';
import { withoutContainer } from './by-hand.ts';
import { keptOf } from './former.ts';
import { leftLabel, planLabel } from './labels.ts';

/** The release that `r` goes back to when none is named, and how we know it; or why there is none, and what helps, in words. */
export type Target =
	| { readonly release: Release; readonly because: string }
	| { readonly none: string; readonly fix?: string };

/**
 * The image that the roll back left which made what runs now: going back to it would bring the fault back. Said by the
 * container that was made, else (of an earlier watchdeck) by the name of the one that is kept.
 */
function leftImages({ instances, former }: Service): ReadonlySet<string> {
	const unsaid = instances.filter(({ labels }) => labels[leftLabel] === undefined);
	const plans = new Set(unsaid.flatMap(({ labels }) => labels[planLabel] ?? []));
	const kept = former.filter(({ name }) => plans.has(keptOf(name)?.plan ?? ''));
	return new Set([...instances.flatMap(({ labels }) => labels[leftLabel] ?? []), ...kept.map(({ image }) => image.id)]);
}

function because(release: Release, { former }: Service): string {
	const stopped = former.find(({ image }) => image.id === release.image?.id);
	if (stopped !== undefined) return `it ran here: its stopped container ${stopped.name} is still there`;
	return release.proof === 'ledger' ? 'it ran here, by the ledger' : 'it ran here';
}

/** The newest release that ran here before and now is so. */
function earlier(releases: readonly Release[], can: Release['can']): Release | undefined {
	return releases.find((release) => release.proof !== 'image only' && release.can === can);
}

/** What brings the image of a release back to its host, so that one can go back to it. */
function bringBack({ image }: Release): string {
	const commit = image?.revision === undefined ? '' : ` from commit ${image.revision.slice(0, 8)}`;
	return `build and push it again${commit}, or load it there (docker load)`;
}

function none(releases: readonly Release[]): Target {
	const unknown = earlier(releases, 'unknown');
	if (unknown !== undefined) {
		const not = 'is not seen on the host; whether its registry has it is not known';
		return { none: `the image of ${unknown.label}, which ran here, ${not}` };
	}
	const gone = earlier(releases, 'gone');
	if (gone !== undefined) {
		return { none: `the image of ${gone.label}, which ran here, is not on the host any more`, fix: bringBack(gone) };
	}
	if (releases.some(({ proof }) => proof === 'image only')) {
		return { none: 'no other release is known to have run here' };
	}
	return { none: 'no other release is known' };
}

/** The newest release that ran here and that its registry has, where nothing is on the host to go back to. */
function pulled(service: Service): Target | undefined {
	const release = earlier(service.releases, 'pull');
	if (release?.image === undefined) return undefined;
	return { release, because: `${because(release, service)}; its image is pulled first` };
}

/**
 * The preselected target of a roll back: the newest release that is shown to have run here before the one that runs now
 * and whose image is there. One that was left by a roll back or came after what runs now is the last choice; only where
 * none is there, one that has to be pulled first.
 */
export function targetOf(service: Service): Target {
	const { releases, instances } = service;
	if (instances.length === 0 && service.swarm === undefined) return { none: withoutContainer(service) };
	const ready = releases.filter(({ proof, can, image }) => proof !== 'image only' && can === 'ready' && image);
	const firsts = releases.flatMap(({ can, first }) => (can === 'runs' && first !== undefined ? [first] : []));
	const began = firsts.length > 0 ? Math.min(...firsts) : undefined;
	const left = leftImages(service);
	const earlier = ready.find(
		({ id, first }) => !left.has(id) && (began === undefined || first === undefined || first < began),
	);
	if (earlier !== undefined) return { release: earlier, because: because(earlier, service) };
	const later = ready[0];
	if (later === undefined) return pulled(service) ?? none(releases);
	const but = left.has(later.id) ? 'the last roll back left it' : 'it came after what runs now';
	return { release: later, because: `${because(later, service)}; ${but}` };
}

/** Whether there is a way back now, and to which release: that of the best one which ran here; undefined where none is known. */
export function wayBack(service: Service): Release | undefined {
	const target = targetOf(service);
	if ('release' in target) return target.release;
	if (service.instances.length === 0) return undefined;
	const { releases } = service;
	return earlier(releases, 'unknown') ?? earlier(releases, 'gone');
}
