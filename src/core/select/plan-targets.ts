import { lengthText } from '../length-text.ts';
import type { Image, Millis, Release, Service } from '../model.ts';
import type { Plan, Want } from '../plan.ts';

/** A release that a roll back could go to, with how we know it, in words. */
export interface Target {
	readonly image: string;
	readonly label: string;
	readonly proof: string;
	readonly can: string;
	/** Whether it may be picked: its image is here, or may be fetched. */
	readonly pick: boolean;
	readonly chosen: boolean;
}

function stoppedOf(service: Service, image: Image): string | undefined {
	return service.former.find((instance) => instance.image.id === image.id)?.name;
}

/** How we know that a release ran here. */
function proofText(service: Service, release: Release, now: Millis): string {
	switch (release.proof) {
		case 'ledger': {
			const ended = release.until ?? release.at;
			return ended === undefined
				? 'ran here, by the ledger'
				: `ran here until ${lengthText(now - ended)} ago, by the ledger`;
		}
		case 'container': {
			const name = release.image === undefined ? undefined : stoppedOf(service, release.image);
			return name === undefined ? 'ran here, by a stopped container' : `stopped container ${name}`;
		}
		case 'platform':
			return 'ran here, by its platform';
		case 'image only':
			return 'never ran here';
	}
}

const canText: Readonly<Record<Release['can'], string>> = {
	runs: 'RUNS',
	ready: 'READY',
	pull: 'PULL',
	gone: 'GONE',
	unknown: '?',
};

function wanted(want: Want): string | undefined {
	return want.action === 'rollback' ? want.to : undefined;
}

/** The releases that a roll back's plan names, newest first; none for other actions. */
export function planTargets(plan: Plan, service: Service | undefined, now: Millis): readonly Target[] {
	const to = wanted(plan.want);
	if (to === undefined || service === undefined) return [];
	return service.releases.flatMap((release): readonly Target[] => {
		if (release.image === undefined || release.can === 'runs') return [];
		return [
			{
				image: release.image.id,
				label: release.label,
				proof: (release.image.id === to ? plan.proven : undefined) ?? proofText(service, release, now),
				can: canText[release.can],
				pick: release.can === 'ready' || release.can === 'pull',
				chosen: release.image.id === to,
			},
		];
	});
}

/** The want for the next target in a direction; undefined where there is no other. */
export function otherTarget(targets: readonly Target[], way: 1 | -1): Want | undefined {
	const open = targets.filter((target) => target.pick || target.chosen);
	const next = open[open.findIndex((target) => target.chosen) + way];
	return next?.pick ? { action: 'rollback', to: next.image } : undefined;
}
