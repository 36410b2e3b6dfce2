import type { Instance, Millis, Release, Service } from '../model.ts';
import { planLabel } from './labels.ts';

/** What a name made by one of our plans says: of which container, by which plan. */
export interface MadeName {
	readonly base: string;
	readonly plan: string;
}

function madeName(name: string, mark: 'rb' | 'next'): MadeName | undefined {
	const [, base, found, plan] = /^(.+)-(rb|next)-([0-9a-f]{8})$/s.exec(name) ?? [];
	return base === undefined || plan === undefined || found !== mark ? undefined : { base, plan };
}

/** The name of a container that a roll back has kept, taken apart: `NAME-rb-ID`. */
export function keptOf(name: string): MadeName | undefined {
	return madeName(name, 'rb');
}

/** A container that a plan is making or has left half made: `NAME-next-ID`, with the label of that plan. */
export function halfMadeOf({ name, labels }: Instance): MadeName | undefined {
	const made = madeName(name, 'next');
	return made !== undefined && labels[planLabel] === made.plan ? made : undefined;
}

/** Whether a container's process is over, or was never begun. */
export function isStopped({ state }: Instance): boolean {
	return state === 'exited' || state === 'dead' || state === 'created';
}

/** How long a roll back keeps the old container where no verified change comes before; its plan says so. */
export const keptFor: Millis = 7 * 86_400_000;

/** The stopped containers that earlier roll backs of this one kept. */
export function earlierKept({ former }: Pick<Service, 'former'>, { host, name }: Instance): readonly Instance[] {
	return former.filter((other) => other.host === host && isStopped(other) && keptOf(other.name)?.base === name);
}

/** What people call a container that they set aside. */
const asideWords = 'old|prev|previous|bak|backup|before|last';
/** What people put behind the name of a container that they set aside: `-old`, `_bak2`, `.v411`, `-20261121`, `-9c1e2ab`. */
const aside = new RegExp(`^[-_.](?:${asideWords}|v?\\d[\\w.-]*|[0-9a-f]{7,64})\\d*$`, 'i');
const asideWord = new RegExp(`^[-_.](?:${asideWords})[-_.]?\\d*$`, 'i');

/** Whether a name looks like that of an earlier container of `base`. Compose puts an id before the name. */
export function isAsideName(name: string, base: string): boolean {
	if (name.startsWith(base) && aside.test(name.slice(base.length))) return true;
	return name.endsWith(`_${base}`) && /^[0-9a-f]{12}$/.test(name.slice(0, -base.length - 1));
}

/** Whether a name says in words that it is an earlier container of `base`: a number alone could be anything's. */
export function isAsideWord(name: string, base: string): boolean {
	return name.startsWith(base) && asideWord.test(name.slice(base.length));
}

/** Clocks and stops being slow, an earlier container may have ended so long after its follower was created. */
const overlap: Millis = 60_000;

/** Whether a stopped container had served before another was created. */
export function endedBefore({ started, ended, state }: Instance, { created }: Instance): boolean {
	if (state !== 'exited' && state !== 'dead') return false;
	if (started === undefined || ended === undefined || created === undefined) return false;
	return ended <= created + overlap;
}

/** The container of a release that a change has put aside and kept, where it is still there. */
export function keptContainer({ former }: Pick<Service, 'former'>, { image }: Release): Instance | undefined {
	return former.find((one) => one.image.id === image?.id && isStopped(one) && keptOf(one.name) !== undefined);
}
