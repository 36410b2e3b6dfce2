import type { BaseAgent, ParsedKey } from 'ssh2';
import type { Millis } from '../../core/model.ts';

/** An agent that is slower than this is treated as if it were not there. */
const patience: Millis = 3000;

/** An agent and the keys that it holds. */
export interface Agent {
	readonly keys: readonly ParsedKey[];
	/** The same agent, offering only these of its keys. */
	readonly offering: (keys: readonly ParsedKey[]) => BaseAgent;
}

function isParsedKey(key: unknown): key is ParsedKey {
	return typeof key === 'object' && key !== null && 'getPublicSSH' in key;
}

/** Asks the agent at a socket for its keys; undefined when there is none, or it does not answer. */
export async function askAgent(socket: string | undefined): Promise<Agent | undefined> {
	if (socket === undefined) return undefined;
	const { default: ssh2 } = await import('ssh2');
	const make = () => ssh2.createAgent(socket);
	const keys = await new Promise<readonly ParsedKey[] | undefined>((resolve) => {
		const timer = setTimeout(() => resolve(undefined), patience);
		make().getIdentities((error, found) => {
			clearTimeout(timer);
			resolve(error ? undefined : (found ?? []).filter(isParsedKey));
		});
	});
	if (keys === undefined) return undefined;
	// ssh2 takes only its own kind of agent, so one is made and told which keys to name.
	const offering = (some: readonly ParsedKey[]) =>
		Object.assign(make(), {
			getIdentities: (tell: (error: null, keys: readonly ParsedKey[]) => void) => tell(null, [...some]),
		});
	return { keys, offering };
}
