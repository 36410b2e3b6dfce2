import { type GroupExpect, groupIs, imageIs } from '../../core/expect.ts';
import type { Millis } from '../../core/model.ts';
import type { PlanStep } from '../../core/plan.ts';
import { order, part } from '../engine-call.ts';
import { repositoryOf } from '../repository.ts';
import type { Now } from './now.ts';
import { groupLabels } from './project.ts';
import { graceOf, scriptWrite, slack, upWords } from './script-write.ts';

/** An image as it is promised: by its id, or where that is not known yet by its name with its digest. */
export type Wanted = { readonly id: string } | { readonly ref: string; readonly digest: string };

/** What Compose is to bring up, and for how long the proof waits. */
export interface Up {
	/** The plan's id. */
	readonly plan: string;
	readonly wanted: Wanted;
	/** What people call it. */
	readonly label: string;
	readonly within: Millis;
}

/** The names by which what is replaced stays: the image that runs, and the one that has its name now, where that is another. */
export function pinsOf(
	{ name, named, image, all: [first] }: Now,
	{ plan, wanted }: Pick<Up, 'plan' | 'wanted'>,
): readonly { readonly id: string; readonly pin: string; readonly tag: string; readonly repository: string }[] {
	const repository = repositoryOf([name], first?.name ?? '');
	const pin = (id: string, tag: string) => ({ id, tag, repository, pin: `${repository}:${tag}` });
	const isKept = named === undefined || named === image || ('id' in wanted && named === wanted.id);
	const other = isKept ? [] : [pin(named, `was-${plan}`)];
	return [pin(image, `old-${plan}`), ...other];
}

/** Compose removes the old containers: their image stays by a name of ours. */
export function pinSteps(now: Now, up: Up): readonly PlanStep[] {
	const { host } = now.project;
	return pinsOf(now, up).map(({ id, tag, pin, repository }) => ({
		say: `pin the image ${id === now.image ? 'of today' : `that ${now.name} means`} as ${pin}, so that it stays`,
		does: order(host, 'POST', `/images/${part(id)}/tag?repo=${part(repository)}&tag=${tag}`),
		took: imageIs(`${pin} is that image`, now.of.id, { host, ref: pin, id }),
		undo: { none: `The image stays pinned as ${pin}.`, harmless: true },
	}));
}

/** What its containers must be called and run. */
export function groupOf({ project, all }: Now, which: Pick<GroupExpect, 'images' | 'digest'>): GroupExpect {
	const names = all.map(({ name }) => name);
	return { host: project.host, labels: groupLabels(project), ...which, count: names.length, names };
}

/** The image that is wanted, for a probe. */
export function promisedBy(wanted: Wanted): Pick<GroupExpect, 'images' | 'digest'> {
	return 'id' in wanted ? { images: [wanted.id] } : { digest: wanted.digest };
}

/**
 * Compose makes the service's containers anew from what the name in its file means then (docker.md §3). Whatever state a cut left, order and undo lead to
 * the end (docs/decisions/021).
 */
export function upStep(now: Now, { wanted, label, within }: Up): PlanStep {
	const { of, project, tool, all, image, name, named } = now;
	const seconds = Math.ceil(within / 1000);
	const v2 = tool.is === 'v2';
	const plain = upWords(tool);
	const end = ['--scale', `${project.service}=${all.length}`, project.service];
	const up = [...plain, ...(v2 ? ['--wait', '--wait-timeout', String(seconds)] : []), ...end];
	const target = 'id' in wanted ? wanted.id : wanted.ref;
	const ran = all.some(({ running }) => running);
	const back = [
		`image=${image}`,
		`name=${name}`,
		`after=${named ?? image}`,
		`ids=${all.map(({ id }) => id).join(' ')}`,
		`ran=${ran ? 'yes' : 'no'}`,
	];
	const timeout = graceOf(now) + slack;
	const inTime = { times: 1, within: 60_000 };
	const is = { ...groupOf(now, promisedBy(wanted)), begun: true } as const;
	const was = { ...groupOf(now, { images: [image] }), ...(ran ? { running: true as const } : {}) };
	return {
		say: `let ${name} mean ${label} and Compose make ${project.service} anew`,
		does: scriptWrite(now, 'up', [`image=${target}`, `name=${name}`], { up, timeout: timeout + (v2 ? within : 0) }),
		took: groupIs(`${project.service} is made anew from ${label}`, of.id, is, inTime),
		undo: scriptWrite(now, 'back', back, { up: [...plain, ...end], timeout: timeout + graceOf(now) }),
		restored: groupIs(`${project.service} runs the image of before`, of.id, was, inTime),
		converges: true,
	};
}
