import { containerIs, groupIs, once } from '../../core/expect.ts';
import { failed } from '../../core/failed.ts';
import type { Making } from '../../core/making.ts';
import type { Result } from '../../core/model.ts';
import type { PlanStep } from '../../core/plan.ts';
import { order, part } from '../engine-call.ts';
import { returnStep } from '../nginx.ts';
import { besideImpact, besideSteps, nextHealthy, type Shared, sharedOf } from '../shared-steps.ts';
import { copyOf } from '../swap.ts';
import { namesOf } from '../swap-steps.ts';
import { besideOf } from './beside.ts';
import type { Now, One } from './now.ts';
import { groupOf, promisedBy, type Up } from './up-steps.ts';
import { isFilesSilent } from './words.ts';

/** What stands around the call of Compose where another container serves meanwhile. */
export interface Around {
	readonly before: readonly PlanStep[];
	/** The call itself, held to more. */
	readonly up: (step: PlanStep) => PlanStep;
	readonly after: readonly PlanStep[];
	readonly impact: readonly string[];
}

/** The one container that a canary can stand beside; refused where what is tried would not be what goes live. */
function onlyOf(now: Now): Result<One> {
	const { of, all, files, project } = now;
	const [one, ...others] = all;
	if (one === undefined || others.length > 0) {
		const message = `${of.id} has ${all.length} containers: behind nginx a canary stands beside a single one.`;
		return failed('refused', message, 'Scale it to 1 first, or deploy without --canary.');
	}
	if (!files.ok || isFilesSilent(now) || files.value.hashes.includes(project.hash)) return { ok: true, value: one };
	const message = `The Compose files of ${of.id} (${project.files.join(', ')}), or the variables in them, changed since: a canary made from its container would not try what goes live.`;
	return failed('refused', message, `Bring it up there first (up -d ${project.service}), or deploy without --canary.`);
}

/** Compose makes the service anew only while the other container serves, and on the way back is waited for as well. */
function held(now: Now, { wanted }: Up, shared: Shared): Around['up'] {
	const { of, project, image } = now;
	const must = (say: string, images: object) =>
		groupIs(say, of.id, { ...groupOf(now, images), healthy: true, restarts: 0 }, shared.asks);
	return (step) => ({
		...step,
		needs: nextHealthy(shared, once),
		check: must(`${project.service} runs the promised image, healthy, no restart`, promisedBy(wanted)),
		restored: must(`${project.service} runs the image of before, healthy, no restart`, { images: [image] }),
	});
}

/** nginx gives everything back to the container of Compose; then the other one goes. */
function leaving(now: Now, { wanted }: Up, shared: Shared): readonly PlanStep[] {
	const { of, project } = now;
	const { behind, swap, asks } = shared;
	const { next } = namesOf(swap);
	const { host } = swap;
	const must = { ...groupOf(now, promisedBy(wanted)), healthy: true, restarts: 0 } as const;
	const say = `${project.service} is healthy, no restart`;
	const path = `/containers/${part(next)}`;
	return [
		// Where nginx's workers cannot be seen, a reload takes hold a moment after it was ordered: until then the other one may be asked.
		{ ...returnStep(behind), needs: groupIs(say, of.id, must), check: groupIs(say, of.id, must, asks) },
		{
			say: `stop ${next}`,
			does: order(host, 'POST', `${path}/stop`, { fine: [204, 304], timeout: swap.old.grace + 30_000 }),
			took: containerIs(`${next} is stopped`, of.id, { host, container: next, running: false }),
			undo: { none: 'The way back goes without it.', harmless: true, again: true },
		},
		{
			say: `remove ${next}, without its volumes`,
			does: order(host, 'DELETE', path, { fine: [204, 404] }),
			took: containerIs(`${next} is gone`, of.id, { host, container: next, gone: true }),
			undo: { none: 'The way back goes without it.', harmless: true, again: true },
		},
	];
}

function impactOf({ project, all }: Now, shared: Shared, notes: readonly string[]): readonly string[] {
	const { behind, swap } = shared;
	const { now, next, nginx } = behind;
	const name = namesOf(swap).next;
	return [
		`No gap is expected for what comes by nginx: ${name}, made as ${all[0]?.name} is, runs on port ${next} beside it on ${now}, and nginx shares between them by ${nginx.file}.`,
		...besideImpact(shared),
		`Once it has all, Compose makes ${project.service} anew; then nginx gives all back to port ${now}, and ${name} is removed.`,
		`Who asks port ${now} itself meets a gap meanwhile, since Compose stops the old container before it starts the new one; and so does everybody where it is undone after that.`,
		...notes,
	];
}

/**
 * A canary of a Compose service: a container that is none of Compose's stands beside its own and gets the shares. Once it has
 * everything, Compose makes the service anew (docs/decisions/027).
 */
export async function canaryAround(now: Now, up: Up, making: Making): Promise<Result<Around>> {
	const { of, project } = now;
	const { wanted } = up;
	const one = onlyOf(now);
	if (!one.ok) return one;
	const { instance, json } = one.value;
	const old = { ...one.value, json: besideOf(json, project) };
	// The name in the file still means what runs: the other one is made by what cannot mean anything else.
	const image = 'id' in wanted ? { name: wanted.id, target: wanted.id } : { name: wanted.ref };
	const copied = await copyOf({ service: of, making, instance, old }, { ...image, left: '' });
	if (!copied.ok) return copied;
	const shared = await sharedOf(copied.value.swap, making);
	if (!shared.ok) return shared;
	const value: Around = {
		before: besideSteps(shared.value),
		up: held(now, up, shared.value),
		after: leaving(now, up, shared.value),
		impact: impactOf(now, shared.value, copied.value.notes),
	};
	return { ok: true, value };
}
