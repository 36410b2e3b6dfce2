import { imageName, shortDigits } from '../../core/engine/image-name.ts';
import { imageRef, refText } from '../../core/engine/image-ref.ts';
import { failed } from '../../core/failed.ts';
import { known } from '../../core/known.ts';
import type { CanaryAsks, Made, Making, Steps } from '../../core/making.ts';
import type { Result, Service } from '../../core/model.ts';
import type { PlanStep } from '../../core/plan.ts';
import { keepingGoodOn, tidiedWith } from '../good-images.ts';
import { missingOn, pullSteps } from '../missing-image.ts';
import { pullStep } from '../pull-steps.ts';
import { type WantedImage, wantedImage } from '../wanted-image.ts';
import { type CanaryOf, canaryImpact, canarySteps, goingPolicy, leftImpact } from './canary.ts';
import { taskChanges } from './changes.ts';
import { type ImagePlan, imagePlan } from './image.ts';
import { type Now, nowOf } from './now.ts';
import { proofOf, sameId } from './proof.ts';
import { type Changing, looksOf, updateStep } from './update.ts';
import { pulledImpact, replacingImpact, sameImageImpact } from './words.ts';

/** A change of one service as it is written down. */
interface Whole {
	readonly before?: readonly PlanStep[];
	readonly changing: Changing;
	readonly impact: readonly string[];
	/** The image that its nodes must run afterwards, where it is known. */
	readonly id?: string | undefined;
	/** What would be different in its tasks, where that is known. */
	readonly changes?: Made['changes'] | undefined;
	/** It goes by shares. */
	readonly canary?: CanaryOf | undefined;
}

function stepsOf(now: Now, of: Service, { changing, canary }: Whole): Result<readonly PlanStep[]> {
	if (canary !== undefined) return canarySteps(now, of, canary);
	const policy = goingPolicy(now);
	if (!policy.ok) return policy;
	const change = { ...changing.change, ...(policy.value === undefined ? {} : { policy: policy.value }) };
	const step = updateStep(now, of, { ...changing, change });
	return step.ok ? { ok: true, value: [step.value] } : step;
}

/** Its containers are Swarm's: the service is what is changed, and its version guards it. */
function madeOf(now: Now, of: Service, whole: Whole, making: Making): Result<Made> {
	const { before = [], changing, impact, id, changes } = whole;
	const steps = stepsOf(now, of, whole);
	if (!steps.ok) return steps;
	const promised = { want: changing.want, spec: changing.took, ...(id === undefined ? {} : { id }) };
	const proof = proofOf(now, of, promised, making.asks);
	const looks = looksOf(now, of, changing.change);
	const instead = { impact: [...impact, ...leftImpact(now)], proof, stands: [], looks };
	return { ok: true, value: { steps: [...before, ...steps.value], tidy: [], instead, ...known({ changes }) } };
}

/** How many tasks a service has when nothing is wrong. */
function wantOf({ service, facts }: Now): number {
	return service.mode === 'global' ? facts.want : service.want;
}

/** A restart as `docker service update --force` does it: all tasks are replaced by its update policy. */
export const restart: Steps<'restart'> = async (_want, of, making) => {
	const now = await nowOf(of, making);
	if (!now.ok) return now;
	const { service } = now.value;
	const changing: Changing = {
		say: `let Swarm replace the tasks of ${service.name}`,
		change: { force: service.force + 1 },
		back: { none: 'A restart cannot be undone.' },
		took: { forceAbove: service.force },
		tookSay: `${service.name} is being restarted`,
		want: wantOf(now.value),
	};
	const impact = [
		...replacingImpact(now.value, of),
		...sameImageImpact(now.value),
		'The same release starts again: image, env and ports stay. A restart cannot be undone.',
	];
	return madeOf(now.value, of, { changing, impact, id: sameId(of) }, making);
};

/** Another image in the spec, and nothing else in it. `id`: the image's own, where it is known before. */
function imageChange(now: Now, of: Service, { ref, steps }: ImagePlan, id: string | undefined): Whole {
	const { service } = now;
	const changing: Changing = {
		say: `let ${service.name} run ${ref}`,
		change: { image: ref },
		back: { image: service.image },
		took: { image: ref },
		tookSay: `the spec of ${service.name} says ${ref}`,
		want: wantOf(now),
	};
	const impact = [
		...replacingImpact(now, of),
		'Not undone: database migrations, data in volumes, queues; its own env, ports, secrets and mounts stay those of today.',
	];
	return { before: steps, changing, impact, id };
}

/** What is made, with what keeps its image once it is proven. `id`: the image's own, where it is known before. */
async function kept(
	made: Result<Made>,
	of: Service,
	making: Making,
	{ now, ref, id }: { readonly now: Now; readonly ref: string; readonly id: string | undefined },
): Promise<Result<Made>> {
	if (!made.ok || made.value.instead === undefined) return made;
	const { repository = '', digest = '' } = imageName(ref) ?? {};
	const proven = { repository, of: id ?? ref, known: id ?? digest };
	const good = await keepingGoodOn(of, making, proven, now.facts);
	if (!good.ok) return good;
	const { instead } = made.value;
	const said = { ...instead, impact: [...instead.impact, ...good.value.impact] };
	return { ok: true, value: { ...made.value, instead: said, tidy: tidiedWith(good.value, made.value.tidy) } };
}

/**
 * Puts an earlier image into the spec, by its digest, or by a tag of ours where only the nodes have it. Where it is pulled, the
 * hosts on which its tasks run have it before the change, so that a failure comes before it; any other node pulls it itself.
 */
export const rollback: Steps<'rollback'> = async ({ to }, of, making) => {
	const now = await nowOf(of, making);
	if (!now.ok) return now;
	const away = await missingOn(of, making, { to, hosts: of.hosts });
	if (!away.ok) return away;
	const image = of.releases.find((release) => release.image?.id === to)?.image ?? { id: to };
	const target = imagePlan(now.value, of, image, making.id);
	if (!target.ok) return target;
	const { ref, onNodes, steps } = target.value;
	const id = onNodes ? to : undefined;
	const changes = await taskChanges(of, making, id);
	const change = imageChange(now.value, of, { ...target.value, steps: [...pullSteps(of, away.value), ...steps] }, id);
	const impact = [...pulledImpact(away.value), ...change.impact];
	const made = madeOf(now.value, of, { ...change, impact, changes }, making);
	return kept(made, of, making, { now: now.value, ref, id });
};

/** The same by shares, where that is asked for. */
function byShares(now: Now, whole: Whole, canary: CanaryAsks | undefined, what: Omit<CanaryOf, 'canary'>): Whole {
	if (canary === undefined) return whole;
	const of = { ...what, canary };
	return { ...whole, canary: of, impact: [...canaryImpact(now, of), ...whole.impact] };
}

/** What is made, with the image that it promises: by its id, or by its digest where that is not known yet. */
function promising(made: Result<Made>, { id, digest }: WantedImage): Result<Made> {
	if (!made.ok || (id === undefined && digest === undefined)) return made;
	return { ok: true, value: { ...made.value, promised: id === undefined ? { digest: digest ?? '' } : { image: id } } };
}

/** Puts a new image into the spec. What its registry has is pulled where the manager is, so that a failure comes before any change. */
export const deploy: Steps<'deploy'> = async (want, of, making) => {
	const name = imageRef(want.image);
	if (name === undefined)
		return failed('refused', `${want.image} is no name of an image.`, 'Give it as REPOSITORY:TAG.');
	const now = await nowOf(of, making);
	if (!now.ok) return now;
	const { host } = now.value;
	const image = await wantedImage(making, host, name);
	if (!image.ok) return image;
	const { id, digest, pull, notes } = image.value;
	if (id !== undefined && id === sameId(of)) {
		const message = `${of.id} runs ${want.image} already (${shortDigits(id)}).`;
		return failed('refused', message, 'Restart it, or name another image.');
	}
	const wanted = { id: id ?? digest ?? '', ref: refText(name), ...known({ digest }) };
	const target = imagePlan(now.value, of, wanted, making.id);
	if (!target.ok) return target;
	const pulled = pull === undefined ? [] : [pullStep({ host, service: of.id }, pull)];
	const change = imageChange(now.value, of, { ...target.value, steps: [...pulled, ...target.value.steps] }, id);
	const whole = byShares(now.value, change, want.canary && making.canary, { ref: target.value.ref, asks: making.asks });
	const first = pulledImpact(pull === undefined ? [] : [{ host, name: pull }]);
	const changes = await taskChanges(of, making, id);
	const made = madeOf(now.value, of, { ...whole, changes, impact: [...first, ...whole.impact, ...notes] }, making);
	return kept(promising(made, image.value), of, making, { now: now.value, ref: target.value.ref, id });
};

function scaled(now: Now, to: number): Changing {
	const { service } = now;
	return {
		say: `scale ${service.name} to ${to}`,
		change: { replicas: to },
		back: { replicas: service.want },
		took: { replicas: to },
		tookSay: `the spec of ${service.name} says ${to} replicas`,
		want: to,
	};
}

/** No task at all: Swarm starts none until it is scaled again. */
export const stop: Steps<'stop'> = async (_want, of, making) => {
	const now = await nowOf(of, making);
	if (!now.ok) return now;
	const { service } = now.value;
	const impact = [
		`Nobody serves ${service.name} after this, until it is started again.`,
		`Swarm removes its containers; it stays stopped when engines and nodes start anew. Until now it has ${service.want} replicas.`,
		'A later deploy of its stack with a number of replicas starts it again.',
	];
	return madeOf(now.value, of, { changing: scaled(now.value, 0), impact }, making);
};

/** As many replicas as it had before it was scaled to nothing. */
export const start: Steps<'start'> = async (_want, of, making) => {
	const now = await nowOf(of, making);
	if (!now.ok) return now;
	const to = now.value.service.previous?.want ?? 1;
	const impact = [
		`No gap is expected: nobody serves it now. It had ${to} replicas before it was scaled to 0.`,
		...sameImageImpact(now.value),
	];
	return madeOf(now.value, of, { changing: scaled(now.value, to), impact }, making);
};

/** As many replicas as is asked for. */
export const scale: Steps<'scale'> = async ({ to }, of, making) => {
	const now = await nowOf(of, making);
	if (!now.ok) return now;
	const { want, name } = now.value.service;
	const fewer = `${want - to} of its ${want} tasks ${want - to === 1 ? 'is' : 'are'} ended; what they have open is cut when their time to stop is over.`;
	const impact = [
		to === 0
			? `Nobody serves ${name} after this, until it is scaled again.`
			: 'No gap is expected: the tasks that stay are not touched.',
		...(to < want ? [fewer] : sameImageImpact(now.value)),
	];
	return madeOf(now.value, of, { changing: scaled(now.value, to), impact, id: sameId(of) }, making);
};
