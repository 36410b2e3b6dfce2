import { imageName } from '../../core/engine/image-name.ts';
import { listed } from '../../core/listed.ts';
import type { Service } from '../../core/model.ts';
import type { Missing } from '../missing-image.ts';
import type { Now } from './now.ts';

function gap({ service, facts }: Now, hasHealthCheck: boolean): string {
	const { order, want, mode, parallelism } = service;
	const count = mode === 'global' ? facts.want : want;
	if (order === 'start-first') {
		return hasHealthCheck
			? 'No gap is expected: each new task is healthy before the one that it replaces ends.'
			: 'No gap is expected if the new tasks serve as soon as they run: there is no health check that Swarm could wait for.';
	}
	if (count <= 1) return 'A gap is expected: nobody serves while Swarm stops the one task and starts the new one.';
	if (parallelism === 0 || parallelism >= count)
		return `A gap is expected: its update policy replaces all ${count} tasks at once, each stopped before its new one starts.`;
	return `No gap is expected while the others serve: Swarm replaces ${parallelism} of ${count} tasks at a time, each stopped before its new one starts.`;
}

function onFailure({ failure }: Now['service']): string {
	switch (failure) {
		case 'pause':
			return 'Should a new task fail, Swarm pauses the update, and this counts as failed.';
		case 'rollback':
			return 'Should a new task fail, Swarm goes back by itself, and this counts as failed.';
		case 'continue':
			return 'Should a new task fail, Swarm goes on all the same, as its update policy says; the proof does not hold then.';
	}
}

function elsewhere({ unreached }: Now['facts']): readonly string[] {
	if (unreached.length === 0) return [];
	const nodes = unreached.length === 1 ? 'A node' : `${unreached.length} nodes`;
	return [
		`${nodes} of its Swarm ${listed(unreached)} is not read by watchdeck: which image runs there Swarm says, nobody else.`,
	];
}

/** That a name stands for what each node has under it: without a digest the same words may mean another image. */
function byTag(image: string): readonly string[] {
	if (imageName(image)?.digest !== undefined) return [];
	return [`Its spec names ${image} without a digest: each node starts what that name stands for there at that moment.`];
}

/** What replacing the tasks of a service does, in words. */
export function replacingImpact(now: Now, of: Service): readonly string[] {
	const hasHealthCheck = of.instances.some(({ health }) => health !== 'none');
	const underWay =
		now.service.update?.state === 'updating' ? ['An update of it is under way: this one takes its place.'] : [];
	return [gap(now, hasHealthCheck), onFailure(now.service), ...underWay, ...elsewhere(now.facts)];
}

/** What a change that starts the same image anew, or more of it, does besides. */
export function sameImageImpact({ service }: Now): readonly string[] {
	return byTag(service.image);
}

/** What it means that an image has to be pulled first on some hosts. */
export function pulledImpact(missing: readonly Missing[]): readonly string[] {
	const [first] = missing;
	if (first === undefined) return [];
	const hosts = listed(missing.map(({ host }) => host));
	return [`${first.name} is pulled on ${hosts} first, while the old tasks serve; other nodes fetch it themselves.`];
}
