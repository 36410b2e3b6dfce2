import type { Millis } from '../../model.ts';

/** A service as its Swarm has it. `want`: the tasks that are wanted at once; of a job, those that must complete. */
export interface SwarmService {
	readonly id: string;
	readonly name: string;
	/** The stack that it was deployed with. */
	readonly stack?: string;
	/** Guards every change: an update must name the version that it was made from. */
	readonly version: number;
	/** When it was changed last, by whomever, or an update of it ended. */
	readonly changed?: Millis;
	/** As in the spec: `REPO:TAG`, `REPO:TAG@sha256:…`. */
	readonly image: string;
	readonly mode: 'replicated' | 'global' | 'job';
	readonly want: number;
	/** How often it was restarted by `--force`. */
	readonly force: number;
	readonly update?: SwarmUpdate;
	/** So many tasks are replaced at once; 0: all of them. */
	readonly parallelism: number;
	readonly order: 'start-first' | 'stop-first';
	readonly failure: 'pause' | 'continue' | 'rollback';
	/** How long a new task is watched before the next one is replaced. */
	readonly monitor: Millis;
	/** So long is waited after each task that was replaced; missing: not at all. */
	readonly pause?: Millis;
	/** The spec before the newest change of any kind: one step, no history (docker.md §5). */
	readonly previous?: { readonly image: string; readonly want?: number };
	readonly published: readonly { readonly port: number; readonly mode: 'ingress' | 'host' }[];
}

/** How the newest update of a service stands; `message` is Swarm's own. */
export interface SwarmUpdate {
	readonly state: string;
	readonly message: string;
	readonly at?: Millis;
}

/** One task: a container that Swarm wants on a node, has there, or had. Times are by our clock. */
export interface SwarmTask {
	readonly id: string;
	readonly service: string;
	/** Its number among the replicas; of a global service none, there the node tells them apart. */
	readonly slot?: number;
	/** Missing while none was found for it. */
	readonly node?: string;
	readonly image: string;
	readonly created?: Millis;
	/** When it took its state. */
	readonly at?: Millis;
	readonly state: string;
	readonly desired: string;
	/** What Swarm says is wrong with it, cleaned. */
	readonly err?: string;
	readonly container?: string;
	readonly exit?: number;
	/** As of its service when it was made. */
	readonly force: number;
}

/** A machine of a Swarm. */
export interface SwarmNode {
	readonly id: string;
	readonly name: string;
	/** It answers, and takes tasks. */
	readonly ready: boolean;
}

/** All that a manager says of its Swarm. */
export interface SwarmSaid {
	readonly cluster: string;
	readonly services: readonly SwarmService[];
	readonly tasks: readonly SwarmTask[];
	readonly nodes: readonly SwarmNode[];
}

function earlier<T extends { readonly at?: Millis; readonly created?: Millis }>(of: T, ahead: Millis): T {
	const { at, created } = of;
	return {
		...of,
		...(at === undefined ? {} : { at: at - ahead }),
		...(created === undefined ? {} : { created: created - ahead }),
	};
}

/** What a manager says with its times by our clock, where its own is ahead by so much. */
export function saidByOurClock(said: SwarmSaid, ahead: Millis): SwarmSaid {
	if (ahead === 0) return said;
	const services = said.services.map((one) => ({
		...one,
		...(one.update === undefined ? {} : { update: earlier(one.update, ahead) }),
		...(one.changed === undefined ? {} : { changed: one.changed - ahead }),
	}));
	return { ...said, services, tasks: said.tasks.map((one) => earlier(one, ahead)) };
}
