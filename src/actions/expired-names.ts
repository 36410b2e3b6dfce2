import { imageName } from '../core/engine/image-name.ts';
import { type Pinned, pinnedOn, pinningPlan } from '../core/engine/pinned.ts';
import type { JournalEntry } from '../core/journal.ts';
import type { Millis, Service } from '../core/model.ts';
import { standing } from '../core/run.ts';
import type { State } from '../core/state.ts';
import type { AgedName } from '../core/want.ts';
import { agreedBy, isCalm, lengthOf, type Moment } from './expired.ts';

/** A name of ours on an image, with all that our journal has of the run in it, oldest first. */
export interface Named {
	readonly pinned: Pinned;
	readonly entries: readonly JournalEntry[];
}

/** Whether a container needs the image and has nothing but such names to hold it: then the engine would not let the last one go. */
function isNeeded({ host, image }: Pinned, { engines }: Pick<State, 'engines'>): boolean {
	const { containers = {}, images = [] } = engines[host]?.value ?? {};
	const refs = images.find(({ id }) => id === image)?.refs ?? [];
	const hasOther = refs.some((ref) => imageName(ref)?.tag !== undefined && pinningPlan(ref) === undefined);
	return !hasOther && Object.values(containers).some((one) => one.image.id === image);
}

/**
 * The names on images of a Compose service that may have had their time, for all that the state knows; nothing while the
 * service is not well, is being changed, or is not seen. The journal and the engine have the last word.
 */
export function agedNames(state: State, service: Service, now: Millis): readonly Pinned[] {
	if (service.platform !== 'compose') return [];
	const names = pinnedOn(service, state).filter((pinned) => !isNeeded(pinned, state));
	return names.length > 0 && isCalm(state, service, now) ? names : [];
}

/**
 * A name whose time is over by our journal, as a plan takes it: the change that gave it was verified as long ago as its plan
 * promised, and never less than 7 days. When it was given its engine says, by its own clock, once it is planned.
 */
export function expiredName({ pinned: { host, name }, entries }: Named, { here, there }: Moment): AgedName | undefined {
	const last = entries.at(-1);
	const keeps = standing(entries)?.plan.keeps;
	if (last?.what !== 'verified' || keeps === undefined || agreedBy(entries) === undefined) return undefined;
	const length = lengthOf(keeps);
	return here - last.at >= length ? { host, name, by: there - length } : undefined;
}

/** Why it is removed, as the journal says it: by whose word, and with which change. */
export function agreedTo({ pinned, entries }: Named): string {
	return `as ${agreedBy(entries)} agreed with change ${pinned.plan}`;
}
