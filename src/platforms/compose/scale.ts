import { z } from 'zod';
import { type GroupExpect, groupIs } from '../../core/expect.ts';
import { failed } from '../../core/failed.ts';
import type { Steps } from '../../core/making.ts';
import type { Result } from '../../core/model.ts';
import type { PlanStep } from '../../core/plan.ts';
import { proofOf, standsOf } from './bringing.ts';
import { type Now, nowOf } from './now.ts';
import { groupLabels } from './project.ts';
import { graceOf, scriptWrite, slack, upWords } from './script-write.ts';

/** What a container publishes, by its own port; '' and 0: the engine chooses the host's port. */
const portsSchema = z.object({
	HostConfig: z.object({
		PortBindings: z.record(z.string(), z.array(z.object({ HostPort: z.string().nullish() })).nullish()).nullish(),
	}),
});

/** The ports of the host that it takes for itself. */
function fixedPorts(json: unknown): readonly string[] {
	const found = portsSchema.safeParse(json);
	const bound = Object.values(found.data?.HostConfig.PortBindings ?? {}).flatMap((each) => each ?? []);
	return bound.flatMap(({ HostPort }) => (HostPort == null || HostPort === '' || HostPort === '0' ? [] : [HostPort]));
}

/** Compose names its containers `PROJECT-SERVICE-NUMBER`, 1.29 with `_`; another name is one that its file gives. */
function isNumbered({ project: { project, service }, all }: Now): boolean {
	return all.every(({ name }) => {
		const number = /^\d+$/;
		return [`${project}-${service}-`, `${project}_${service}_`].some(
			(start) => name.startsWith(start) && number.test(name.slice(start.length)),
		);
	});
}

function refused(message: string, fix: string): Result<never> {
	return failed('refused', message, fix);
}

/** Why it cannot have so many; undefined where it can. */
function unscalable(now: Now, to: number): Result<never> | undefined {
	const { of, all, name, named, image, project } = now;
	if (to === 0)
		return refused(`${of.id} would have no container, by which it is known.`, `Use: watchdeck stop ${of.id}`);
	if (to === all.length) return refused(`${of.id} is scaled to ${to} already.`, 'Name another number.');
	if (to < all.length) return undefined;
	const edit = `Change that in ${project.files.join(', ')} first, and bring it up there.`;
	if (!isNumbered(now)) return refused(`The Compose file gives ${all[0]?.name} its name: only one can have it.`, edit);
	const [port] = all.length === 1 ? fixedPorts(all[0]?.json) : [];
	if (port !== undefined) return refused(`${all[0]?.name} takes the port ${port} of its host: only one can.`, edit);
	if (named === image) return undefined;
	const message = `New containers would run another image than the ones that are there: what ${name} means now.`;
	return refused(message, 'Deploy that image first, or roll back to the one that runs.');
}

function impactOf({ of, all, files, project, tool }: Now, to: number): readonly string[] {
	const fewer = all.length - to;
	const isChanged = files.ok && !files.value.hashes.includes(project.hash);
	const added = isChanged
		? [
				'The Compose files, or the variables in them, changed since: the new containers are made from what they say now.',
			]
		: [];
	const taken = `Compose removes ${fewer === 1 ? 'one container' : `${fewer} containers`} of ${all.length}, those with the highest numbers; what they have open is cut when their time to stop is over, and what is in their anonymous volumes is not used any more.`;
	return [
		`Compose ${tool.version} scales ${project.service} from ${all.length} to ${to}.`,
		'No gap is expected: the containers that stay are not touched.',
		...(fewer > 0 ? [taken] : added),
		`A later plain "up" of its Compose project gives ${of.name} the number in its file again.`,
	];
}

function scaleStep(now: Now, to: number): PlanStep {
	const { of, project, tool, all, image } = now;
	const { service, host } = project;
	const words = (count: number) => [...upWords(tool), '--no-recreate', '--scale', `${service}=${count}`, service];
	const timeout = graceOf(now) + slack;
	const is = (count: number): GroupExpect => ({
		host,
		labels: groupLabels(project),
		images: [image],
		count,
		begun: true,
	});
	const inTime = { times: 1, within: 60_000 };
	return {
		say: `scale ${service} to ${to}`,
		does: scriptWrite(now, 'up', [], { up: words(to), timeout }),
		took: groupIs(`${service} has ${to} containers`, of.id, is(to), inTime),
		undo: scriptWrite(now, 'up', [], { up: words(all.length), timeout }),
		restored: groupIs(`${service} has ${all.length} containers`, of.id, is(all.length), inTime),
		converges: true,
	};
}

/** As many containers as is asked for, by the host's own Compose; those that are there stay as they are. */
export const scale: Steps<'scale'> = async ({ to }, of, making) => {
	const now = await nowOf(of, making);
	if (!now.ok) return now;
	const not = unscalable(now.value, to);
	if (not !== undefined) return not;
	const { project, image } = now.value;
	const must = { host: project.host, labels: groupLabels(project), images: [image], count: to };
	const say = to === 1 ? `${project.service} runs, healthy` : `${to} of ${project.service} run, healthy`;
	const instead = {
		impact: impactOf(now.value, to),
		proof: proofOf(now.value, say, must, making),
		stands: standsOf(now.value),
	};
	return { ok: true, value: { steps: [scaleStep(now.value, to)], tidy: [], instead } };
};
