import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Size } from './hosts.ts';
import type { Seen, Served, Wish } from './serve.ts';

/** Simulated engines that answer over loopback, in a process of their own. */
export interface Engines {
	readonly pid: number;
	readonly hosts: readonly Served[];
	/** Tells them how to behave from now on; gives what they have seen until now. */
	readonly tell: (wish: Wish) => Promise<Seen>;
	readonly stop: () => Promise<void>;
}

const told = async (child: ChildProcess): Promise<unknown> => {
	const [message] = await once(child, 'message');
	return message;
};

/** Starts the engines of so many hosts. */
export const startEngines = async ({ hosts, containers }: Size): Promise<Engines> => {
	const child = fork(join(import.meta.dirname, 'serve.ts'), [String(hosts), String(containers)]);
	// What comes is what `serve.ts` sends.
	const served = (await told(child)) as readonly Served[];
	return {
		pid: child.pid ?? 0,
		hosts: served,
		tell: async (wish) => {
			const answer = told(child);
			child.send(wish);
			return (await answer) as Seen;
		},
		stop: async () => {
			const gone = once(child, 'exit');
			child.kill('SIGTERM');
			await gone;
		},
	};
};
