import type { Release, Service } from '../model.ts';
import { withoutContainer } from './by-hand.ts';
import { keptOf } from './former.ts';
import { leftLabel, planLabel } from './labels.ts';

/** The release that `r` goes back to when none is named, and how we know it; or why there is none, in words. */
export type Target = { readonly release: Release; readonly because: string } | { readonly none: string };

/**
 * The image that the roll back left which made what runs now: going back to it would bring the fault back. Said by the
 * container that was made, else (of an earlier watchdeck) by the name of the one that is kept.
 */
function leftImages({ instances, former }: Service): ReadonlySet<string> {
	const plans = new Set(instances.flatMap(({ labels }) => labels[planLabel] ?? []));
	const kept = former.filter(({ name }) => plans.has(keptOf(name)?.plan ?? ''));
	return new Set([...instances.flatMap(({ labels }) => labels[leftLabel] ?? []), ...kept.map(({ image }) => image.id)]);
}

function because(release: Release, { former }: Service): string {
	const stopped = former.find(({ image }) => image.id === release.image?.id);
	if (stopped !== undefined) return `it ran here: its stopped container ${stopped.name} is still there`;
	return release.proof === 'ledger' ? 'it ran here, by the ledger' : 'it ran here';
}

function none(releases: readonly Release[]): string {
	const away = releases.find(({ proof, can }) => proof !== 'image only' && can === 'pull');
	if (away !== undefined)
		return `the image of ${away.label}, which ran here, is not on the host any more; its registry has it`;
	const gone = releases.find(({ proof, can }) => proof !== 'image only' && can === 'gone');
	if (gone !== undefined) return `the image of ${gone.label}, which ran here, is not on the host any more`;
	if (releases.some(({ proof }) => proof === 'image only')) return 'no other release is known to have run here';
	return 'no other release is known';
}

/**
 * The preselected target of a roll back: the newest release that is shown to have run here before the one that runs now
 * and whose image is there. One that was left by a roll back or came after what runs now is the last choice.
 */
export function targetOf(service: Service): Target {
	const { releases, instances } = service;
	if (instances.length === 0) return { none: withoutContainer(service) };
	const ready = releases.filter(({ proof, can, image }) => proof !== 'image only' && can === 'ready' && image);
	const firsts = releases.flatMap(({ can, first }) => (can === 'runs' && first !== undefined ? [first] : []));
	const began = firsts.length > 0 ? Math.min(...firsts) : undefined;
	const left = leftImages(service);
	const earlier = ready.find(
		({ id, first }) => !left.has(id) && (began === undefined || first === undefined || first < began),
	);
	if (earlier !== undefined) return { release: earlier, because: because(earlier, service) };
	const later = ready[0];
	if (later === undefined) return { none: none(releases) };
	const but = left.has(later.id) ? 'the last roll back left it' : 'it came after what runs now';
	return { release: later, because: `${because(later, service)}; ${but}` };
}
