import type { ServiceSpec } from '../config/fleet.ts';
import { isStopped } from '../engine/former.ts';
import { shortAge } from '../format.ts';
import { listed } from '../listed.ts';
import type { Instance, Millis, Service } from '../model.ts';
import { pastable } from '../quote.ts';
import type { State } from '../state.ts';
import { type Candidate, worstOf } from './candidate.ts';
import { exitText } from './exit-text.ts';
import { ofSwarm } from './swarm.ts';

/** So long a container that its restart policy brought back is said to have been away. */
export const shownComeback: Millis = 60_000;

/** Brought back so many times, each within a minute of the one before, it is down: it only looks up now and then. */
const loop = 3;

type CameBack = State['cameBack'];

/** What the process of one container speaks for: running, and what its own health check says. */
export function ofInstance(instance: Instance, cameBack: CameBack, now: Millis): Candidate {
	const { name, state, exit, oom, ended, restarts, created } = instance;
	switch (state) {
		case 'running':
			return ofRunning(instance, cameBack, now);
		case 'restarting': {
			const because = `${name} starts again and again: ${exitText(exit, oom)}, ${restarts} restarts`;
			return { is: 'down', because, ...since(cameBack[instance.id]?.at ?? ended) };
		}
		case 'exited':
			return { is: 'down', because: `${name} stopped: ${exitText(exit, oom)}`, ...since(ended) };
		case 'paused':
			// Since when, no engine says; when it was started is something else.
			return { is: 'down', because: `${name} is paused` };
		case 'created':
			return { is: 'down', because: `${name} was created and never started`, ...since(created) };
		case 'dead':
			return { is: 'down', because: `${name} is dead: the engine could not remove it`, ...since(ended) };
	}
}

const since = (time: Millis | undefined): { readonly since?: Millis } => (time === undefined ? {} : { since: time });

function ofRunning({ id, name, health, healthSays }: Instance, cameBack: CameBack, now: Millis): Candidate {
	if (health === 'unhealthy') {
		const says = healthSays === undefined ? '' : `: ${(healthSays.split('\n')[0] ?? '').slice(0, 200)}`;
		return { is: 'down', because: `${name} runs but its health check fails${says}` };
	}
	const back = cameBack[id];
	if (back !== undefined && now - back.at < shownComeback) {
		const ago = shortAge(now - back.at);
		if ((back.times ?? 1) >= loop) {
			const because = `${name} starts again and again: ${back.times} times, the last ${ago} ago, ${exitText(back.exit, back.oom)}`;
			return { is: 'down', because, since: back.at };
		}
		return {
			is: 'degraded',
			because: `${name} restarted ${ago} ago, ${exitText(back.exit, back.oom)}`,
			since: back.at,
		};
	}
	if (health === 'starting')
		return { is: 'degraded', because: `${name} is starting: its health check has not passed yet` };
	return { is: 'ok', because: health === 'healthy' ? 'running, healthy' : 'running; no health check' };
}

/** What the config names as a service's containers on its host. */
export type LookedFor = Pick<ServiceSpec, 'platform' | 'container'>;

function lookedForWords({ platform, container }: LookedFor): string {
	return platform === 'docker' ? `called ${container}` : `of the ${platform} service ${container}`;
}

function missing(service: Service, spec: LookedFor | undefined): string {
	const { platform, container, original, name, hosts } = service;
	const former = service.former.filter(isStopped).map((instance) => instance.name);
	const but =
		former.length === 0 ? '' : `; of before there ${former.length === 1 ? 'is' : 'are'} ${listed(former)}, stopped`;
	const wanted = spec ?? { platform, container: container ?? original ?? name };
	return `no container ${lookedForWords(wanted)} on ${hosts.join(', ')}${but}`;
}

/** A container beside the tasks of its service: both serve, or work off the same queue. */
function ofStray({ name, host }: Instance): Candidate {
	const remove = pastable(['docker', 'rm', '-f', name]);
	return {
		is: 'degraded',
		because: `${name} on ${host} runs beside its tasks: Swarm gave it up, as after a docker restart; remove it there: ${remove}`,
	};
}

/**
 * What the containers of a service speak for together: some of several down is degraded, all of them is down. `spec`:
 * what the config looks for.
 */
export function ofProcesses(service: Service, cameBack: CameBack, now: Millis, spec?: LookedFor): Candidate {
	const { swarm, instances } = service;
	if (swarm !== undefined) {
		const running = instances.filter(({ id }) => swarm.serving.includes(id));
		const own = ofSwarm(
			swarm,
			running.map((instance) => ofInstance(instance, cameBack, now)),
			now,
		);
		const strays = instances.filter(({ id }) => swarm.strays.includes(id));
		return worstOf([own, ...strays.map(ofStray)]) ?? own;
	}
	const each = instances.map((instance) => ofInstance(instance, cameBack, now));
	const worst = worstOf(each);
	if (worst === undefined) return { is: 'down', because: missing(service, spec) };
	const down = each.filter(({ is }) => is === 'down').length;
	if (each.length === 1 || worst.is !== 'down' || down === each.length) return worst;
	return { ...worst, is: 'degraded', because: `${down} of ${each.length} containers down: ${worst.because}` };
}
