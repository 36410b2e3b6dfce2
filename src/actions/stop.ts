import { withoutContainer } from '../core/engine/by-hand.ts';
import { isStopped } from '../core/engine/former.ts';
import { containerIs } from '../core/expect.ts';
import type { Action } from '../core/making.ts';
import type { Instance } from '../core/model.ts';
import { pausedText, vanishingText } from './in-the-way.ts';
import { managed } from './manager.ts';
import { standIn } from './unfinished.ts';

/** What the policy of a stopped container makes of it when its engine starts anew (docker.md §1; moby, restartmanager). */
function laterImpact({ name, policy = 'no' }: Instance): string {
	switch (policy) {
		case 'always':
			return `${name} starts again by itself when its engine does (a reboot, an update of Docker): its restart policy is "always".`;
		case 'on-failure':
			return `${name} may start again by itself when its engine does: its restart policy is "on-failure", and a process that is stopped can end with an error.`;
		case 'unless-stopped':
		case 'no':
			return `${name} stays stopped when its engine starts anew: its restart policy is "${policy}".`;
	}
}

/** Stops the containers of a service; they stay as they are. */
export const stop: Action<'stop'> = {
	name: 'stop',
	title: 'stop',
	leavesNothing: () => true,
	asked: {},
	tier: 2,
	blocked: (service) => {
		const { instances } = service;
		if (instances.length === 0) return withoutContainer(service);
		const others = managed(service, 'stop');
		if (others !== undefined) return others;
		if (instances.every(isStopped)) return 'it is stopped already';
		return pausedText(instances) ?? vanishingText(instances) ?? standIn(service);
	},
	impact: ({ drill }, { id, name, platform, instances }) => [
		...(drill === undefined
			? []
			: [
					`For the drill ${drill}: it is stopped to be recovered by the clock. u, or watchdeck start ${id}, puts it back.`,
				]),
		`Nobody serves ${name} after this, until it is started again.`,
		...instances.map(laterImpact),
		...(platform === 'compose' ? ['A later "up" of its Compose project starts it again.'] : []),
	],
	proof: (_want, { id: service, instances }, _plan, asks) =>
		instances.map(({ host, id, name }) =>
			containerIs(`${name} is stopped and stays so`, service, { host, container: id, running: false }, asks),
		),
	head: (_want, { instances }) => {
		const label = instances[0]?.image.ref;
		return label === undefined ? {} : { from: label, to: 'stopped' };
	},
};
