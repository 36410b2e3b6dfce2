import { known } from '../../known.ts';
import { lengthText } from '../../length-text.ts';
import type { Image, Millis, Release, Service } from '../../model.ts';
import type { Plan } from '../../plan.ts';
import type { Run } from '../../state.ts';
import type { Want } from '../../want.ts';
import type { ShareOf } from '../service/shares.ts';

/** A release that a roll back could go to, with how we know it, in words. */
export interface Target {
	readonly image: string;
	readonly label: string;
	readonly proof: string;
	/** The share of its requests that failed while it served; missing where that is not known. */
	readonly errors?: number;
	readonly can: string;
	/** Whether it may be picked: its image is here, or can be pulled. */
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

/** What a target's row is made from; `to`: the image that is gone to. */
interface Listing {
	readonly service: Service;
	readonly plan: Plan;
	readonly to: string;
	readonly now: Millis;
	readonly share: ShareOf;
}

function targetOf({ service, plan, to, now, share }: Listing, release: Release): readonly Target[] {
	if (release.image === undefined || release.can === 'runs') return [];
	const chosen = release.image.id === to;
	// Without a container there is nothing that could be rolled back, whichever images are there; of a Swarm it may run elsewhere.
	const isHad = release.can === 'ready' || release.can === 'pull';
	const pick = (service.instances.length > 0 || service.swarm !== undefined) && isHad;
	const lost = chosen && release.proof === 'image only' && plan.proven?.startsWith('ran here') === true;
	return [
		{
			image: release.image.id,
			label: release.label,
			proof: lost ? 'what showed that it ran here is gone' : proofText(service, release, now),
			...known({ errors: share(release) }),
			can: canText[release.can],
			pick,
			chosen,
		},
	];
}

/** A target that is not known any more still has its row, so that the cursor is not on another one unseen. */
function lostRow({ plan, to }: Listing): Target {
	return { image: to, label: plan.to ?? '?', proof: 'not known here any more', can: '?', pick: false, chosen: true };
}

/** The images of a service's releases in the order in which they are listed. */
export function targetOrder(service: Service | undefined): readonly string[] {
	return service?.releases.flatMap(({ image }) => image?.id ?? []) ?? [];
}

/** Rows in the order they had when the plan was opened: none moves under the cursor. What is new comes last. */
function inOrder(targets: readonly Target[], order: readonly string[]): readonly Target[] {
	const place = (image: string) => (order.includes(image) ? order.indexOf(image) : order.length);
	return targets.toSorted((a, b) => place(a.image) - place(b.image));
}

/** What the targets are told from; `share`: how well each served, where our history is at hand. */
export interface Told {
	readonly now: Millis;
	readonly share?: ShareOf;
}

/** The releases that a roll back's plan names, newest first; none for other actions. */
export function planTargets(
	{ plan, order = [] }: Pick<Run, 'plan' | 'order'>,
	service: Service | undefined,
	{ now, share = () => undefined }: Told,
): readonly Target[] {
	const to = wanted(plan.want);
	if (to === undefined || service === undefined) return [];
	const listing = { service, plan, to, now, share };
	const targets = service.releases.flatMap((release) => targetOf(listing, release));
	const all = targets.some(({ chosen }) => chosen) ? targets : [lostRow(listing), ...targets];
	return inOrder(all, order);
}

/** The want for the next target in a direction; undefined where there is no other. */
export function otherTarget(targets: readonly Target[], way: 1 | -1): Want | undefined {
	const open = targets.filter((target) => target.pick || target.chosen);
	const next = open[open.findIndex((target) => target.chosen) + way];
	return next?.pick ? { action: 'rollback', to: next.image } : undefined;
}
