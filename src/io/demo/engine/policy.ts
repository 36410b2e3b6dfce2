import { fieldsOf, numberOf, textOf } from './fields.ts';
import type { Fields } from './types.ts';

/** When a container is started again by the engine. `most`: so many times at most; 0: no limit. */
export interface Policy {
	readonly name: string;
	readonly most: number;
}

/** The restart policy of a container. */
export function policyOf(hostConfig: Fields): Policy {
	const { Name, MaximumRetryCount } = fieldsOf(hostConfig['RestartPolicy']);
	return { name: textOf(Name) || 'no', most: numberOf(MaximumRetryCount) };
}

/** What is wrong with a policy, in the engine's words. Source: moby `daemon/container.go`. */
export function wrongPolicy({ name, most }: Policy): string | undefined {
	if (!['no', 'always', 'unless-stopped', 'on-failure'].includes(name)) return `invalid restart policy '${name}'`;
	if (most !== 0 && name !== 'on-failure') return `maximum retry count cannot be used with restart policy '${name}'`;
	return most < 0 ? 'maximum retry count cannot be negative' : undefined;
}
