import type { Answer, Read } from '../core/call.ts';
import type { Host } from '../core/model.ts';
import { now } from '../io/clock.ts';
import { makeOutside } from '../io/outside.ts';
import { makeVault } from '../io/vault.ts';
import { makeAskPassphrase } from './passphrase.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Reads only: the function that gives orders is never made. */
export interface Asking {
	readonly ask: (call: Read) => Promise<Answer>;
	/** Takes the place of the hosts until now. */
	readonly setHosts: (hosts: readonly Host[]) => Promise<void>;
	readonly close: () => Promise<void>;
}

/** Opens the way to these hosts; nothing is connected before it is needed. `stop` ends what is asked. */
export const openAsking = (hosts: readonly Host[], env: Env, stop: AbortSignal): Asking => {
	const vault = makeVault({ env, now, accepted: () => false });
	const canAsk = process.stdin.isTTY && process.stderr.isTTY && process.stdout.isTTY;
	const outside = makeOutside({
		...{ hosts, vault, env, now, onLink: () => undefined, readOnly: true },
		...(canAsk ? { ssh: { passphrase: makeAskPassphrase((work) => work()) } } : {}),
	});
	return { ask: (call) => outside.ask(call, stop), setHosts: outside.setHosts, close: outside.close };
};

/** Lets at most so many pieces of work go on at once; the others wait for their turn. */
export const makeTurns = (most: number): (<T>(work: () => Promise<T>) => Promise<T>) => {
	const waiting: (() => void)[] = [];
	let busy = 0;
	return async (work) => {
		if (busy >= most) await new Promise<void>((resolve) => waiting.push(resolve));
		else busy += 1;
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			// Who goes on takes the place of who ended.
			if (next === undefined) busy -= 1;
			else next();
		}
	};
};
