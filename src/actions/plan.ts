import type { ProbeSpec, ServiceSpec } from '../core/config/fleet.ts';
import { failed } from '../core/failed.ts';
import { known } from '../core/known.ts';
import { listed } from '../core/listed.ts';
import type { Action, Asks, CanaryAsks, KeptName, Made, Platform } from '../core/making.ts';
import type { Instance, Millis, Result, Service } from '../core/model.ts';
import type { Check, Plan } from '../core/plan.ts';
import { leavesServiceAlone, undoReach } from '../core/undo.ts';
import type { ServiceAction, Want } from '../core/want.ts';
import { afterChecks, watchedAfter } from '../core/watch/after.ts';
import { usualWatch, watchOf } from '../core/watch/checks.ts';
import { type ClaimingService, claimed } from './claimed.ts';
import { type Digest, factsOf } from './facts.ts';
import { foreignHeld, heedsOf } from './foreign.ts';
import { gatesIn, type Surroundings } from './gates.ts';
import { actions } from './index.ts';
import { othersImpact } from './others.ts';
import { standsOf } from './stands.ts';

/** Facts older than this are not planned on. */
const oldestFacts: Millis = 30_000;
/** How long a plan may be confirmed. */
const goodFor: Millis = 300_000;
/** To which shares a canary goes, and how long each is watched, where the config says nothing. */
const usualCanary: NonNullable<ServiceSpec['canary']> = { shares: [10, 50], lasts: 300_000 };
/** What a proof asks where the config says nothing: healthy three times in a row within two minutes. */
const usual: Asks = { times: 3, within: 120_000 };

/** What a plan is made from. */
export interface Wanted<A extends ServiceAction = ServiceAction> extends ClaimingService {
	/** A roll back to '' means the best target. */
	readonly want: Want<A>;
	readonly platform: Platform;
	/** What the config says of the service, where it does, and of its lines under `probes`. */
	readonly spec?: ServiceSpec;
	readonly lines?: readonly ProbeSpec[];
	/** What gates look at beside the service; without it none are asked for. */
	readonly surroundings?: Surroundings;
	/** How long it is watched after its proof; 0: not at all. Unless given: as the config says, or as is usual. */
	readonly watch?: Millis;
	/** Hosts that the service is without, since they are not reached: no lock can lie there. */
	readonly lost?: readonly string[];
	/** The other containers of its hosts, as they are known. */
	readonly others?: readonly Instance[];
	/** What this ends when it begins, in a sentence. */
	readonly ends?: string;
	/** Names that earlier changes of it gave images, by our journal. */
	readonly keptNames?: readonly KeptName[];
	readonly now: Millis;
	/** When the oldest fact about the service was read. */
	readonly oldest: Millis;
	readonly digest: Digest;
}

/** What is asked for, as far as it matters to whether it can be done. `named`: where it is to go. */
export interface Asking {
	readonly now: Millis;
	readonly named?: boolean;
}

/** Why an action cannot be done on a service now, in words for the footer; undefined when it can. */
export function blockedReason(
	name: ServiceAction,
	service: Service,
	platform: Platform,
	{ now, named }: Asking,
): string | undefined {
	const own = actions[name].blocked(service, now, named);
	const instead = platform.blocked?.[name];
	const blocked = instead === undefined ? own : instead(service, own, named);
	if (blocked !== undefined || platform.can[name] !== undefined || actions[name].locksOnly === true) return blocked;
	return platform.cannot?.[name] ?? `${platform.title} has no way to ${actions[name].title}`;
}

function asksOf(spec: ServiceSpec | undefined, { promised }: Pick<Made, 'promised'> = {}): Asks {
	return {
		...(spec?.proof ?? usual),
		...(spec?.health === undefined ? {} : { health: spec.health }),
		...(promised === undefined ? {} : { promised }),
	};
}

/** What follows a failed proof. Where nothing can be undone it is a person's to decide about, whatever the config wishes. */
function unprovenOf(steps: Plan['steps'], spec: ServiceSpec | undefined): Plan['unproven'] {
	return undoReach(steps) === 'none' ? 'hold' : (spec?.unproven ?? 'hold');
}

/** What is watched after the proof: nothing where nobody asked for it, or where the action leaves nothing that runs. */
function watchAfter(isWatched: boolean, wanted: Wanted, proof: readonly Check[]): Pick<Plan, 'watch' | 'lacks'> {
	if (!isWatched) return { watch: [] };
	const { service, lines = [], want } = wanted;
	const spec = want.action === 'deploy' ? wanted.spec && watchedAfter(wanted.spec) : wanted.spec;
	const lasts = wanted.watch ?? spec?.watch ?? usualWatch(spec, lines);
	const { watch, lacks } = watchOf({ lasts, proof, of: service.id, lines, ...known({ spec }) });
	return lacks.length === 0 ? { watch } : { watch, lacks };
}

/** What a canary is asked for, by the config; what is watched at each share is what is watched after a deploy. */
function canaryAsks(want: Want, { service, spec, lines = [] }: Wanted): CanaryAsks | undefined {
	if (want.action !== 'deploy' || want.canary !== true) return undefined;
	const { shares, lasts, nginx } = spec?.canary ?? usualCanary;
	const parts = { lasts, of: service.id, lines, ...known({ spec: spec && watchedAfter(spec) }) };
	return { shares, lasts, ...known({ nginx }), window: (proof) => watchOf({ ...parts, proof }).watch };
}

/** Of what nobody asked for, nobody decides how it goes on: it must leave the service as it is. */
function unaskedOf(
	{ asked, name }: { readonly asked: unknown; readonly name: ServiceAction },
	steps: Plan['steps'],
): Pick<Plan, 'unasked'> {
	if (asked !== false) return {};
	if (!leavesServiceAlone(steps)) throw new Error(`${name} would change a service unasked`);
	return { unasked: true };
}

function besides({ want, service, others = [], ends, lost = [] }: Wanted): readonly string[] {
	const are = lost.length === 1 ? 'is' : 'are';
	const without = `${listed(lost)} ${are} not reached: no lock is taken there, and of what runs there only Swarm tells.`;
	return [
		...othersImpact(want.action, service, others),
		...(lost.length === 0 ? [] : [without]),
		...(ends === undefined ? [] : [ends]),
	];
}

/** What the plan says and stands on: by its action, unless its platform says it better. */
function saidBy<A extends ServiceAction>(
	action: Action<A>,
	want: Want<A>,
	{ service, id, spec }: Wanted<A>,
	made: Made,
): Pick<Plan, 'impact' | 'stands' | 'looks' | 'proof'> {
	const { impact = [], instead } = made;
	if (instead !== undefined) return { ...instead, impact: [...instead.impact, ...impact] };
	return {
		impact: [...action.impact(want, service), ...impact],
		stands: action.standsOn?.(want, service) ?? standsOf(service.instances),
		proof: action.proof(want, service, id, asksOf(spec, made)),
	};
}

/** What is about the locks alone has no steps. */
const noSteps = async (): Promise<Result<Made>> => ({ ok: true, value: { steps: [], tidy: [] } });

async function joined<A extends ServiceAction>(action: Action<A>, wanted: Wanted<A>): Promise<Result<Plan>> {
	const { service, platform, spec, id, now, oldest, digest, ask, signal } = wanted;
	const settled = action.settled?.(wanted.want, service) ?? { ok: true, value: wanted.want };
	if (!settled.ok) return settled;
	const want = settled.value;
	// For every A a Want<A> is a Want; the compiler does not see that of an A that it does not know.
	const anyWant = want as Want;
	const steps = action.locksOnly === true ? noSteps : platform.can[action.name];
	if (steps === undefined)
		return failed('refused', `${platform.title} has no way to ${action.title}.`, 'Do it on its host.');
	const { keptNames, shellless } = wanted;
	const more = known({ keepImages: spec?.keepImages, keptNames, shellless });
	const made = await steps(want, service, {
		id,
		ask,
		signal,
		asks: asksOf(spec),
		...more,
		...known({ canary: canaryAsks(anyWant, wanted) }),
	});
	if (!made.ok) return made;
	const locks = await claimed(wanted, action.doing?.(want, service) ?? `${action.title} ${service.id}`);
	if (!locks.ok) return locks;
	const after = action.name === 'deploy' ? spec?.after : undefined;
	const gates = gatesIn(anyWant, wanted, made.value.promised);
	const { impact, ...said } = saidBy(action, want, wanted, made.value);
	const plan: Plan = {
		id,
		action: action.name,
		want: anyWant,
		service: service.id,
		title: `${action.title.toUpperCase()} ${service.id}`,
		...(action.tier === 4 ? { tier: 4 as const } : {}),
		...unaskedOf(action, made.value.steps),
		...action.head?.(want, service),
		impact: [...impact, ...gates.impact, ...locks.value.over, ...besides(wanted)],
		made: now,
		expires: now + goodFor,
		oldest,
		facts: digest(factsOf(service, anyWant)),
		locks: locks.value.locks,
		...locks.value.says,
		...known({ gates: gates.gates }),
		...said,
		proof: [...said.proof, ...afterChecks(after)],
		steps: made.value.steps,
		...watchAfter(action.asked !== false && action.leavesNothing?.(want) !== true, wanted, said.proof),
		unproven: action.asked === false ? 'undo' : unprovenOf(made.value.steps, spec),
		tidy: made.value.tidy,
		...known({ before: made.value.before, changes: made.value.changes, keeps: made.value.keeps }),
	};
	return { ok: true, value: plan };
}

/** A refusal; of what another program manages it says too who is at work there, since that is what to wait for. */
async function blockedNow({ service, shellless, ask, signal }: Wanted, reason: string): Promise<Result<Plan>> {
	const heeds = service.manager === undefined ? [] : heedsOf(service, shellless);
	const foreign = await foreignHeld(heeds, ask, signal);
	const held = foreign?.locked === true ? ` ${foreign.message}` : '';
	return failed('refused', `${service.id}: ${reason}.${held}`, 'Nothing was changed.');
}

/**
 * A plan: the platform's steps and the action's proof, with the locks of all hosts. Refused on facts that are too old, on
 * a service that the action is not for, and while somebody else is at work on it. It asks, and changes nothing.
 */
export async function makePlan<A extends ServiceAction>(wanted: Wanted<A>): Promise<Result<Plan>> {
	const { want, service, platform, now, oldest } = wanted;
	const age = Math.round((now - oldest) / 1_000);
	if (now - oldest > oldestFacts) {
		const message = `What is known of ${service.id} is ${age} s old; no plan is made on that.`;
		return failed('changed', message, 'Find out why its host does not answer, then try again.');
	}
	const reason = blockedReason(want.action, service, platform, { now, named: 'to' in want && want.to !== '' });
	if (reason !== undefined) return blockedNow(wanted, reason);
	return joined<A>(actions[want.action], wanted);
}
