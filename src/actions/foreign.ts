import type { Ask } from '../core/call.ts';
import { type ForeignName, foreignLockIn, foreignNames, foreignScript, foreignText } from '../core/foreign-locks.ts';
import type { Failure, Millis, Service } from '../core/model.ts';
import type { Heed } from '../core/plan.ts';

const timeout: Millis = 20_000;

/** The locks of other programs that a service is under, on each of its hosts that has a shell. */
export function heedsOf(
	{ instances, hosts }: Pick<Service, 'instances' | 'hosts'>,
	shellless: readonly string[] = [],
): readonly Heed[] {
	return [...hosts]
		.filter((host) => !shellless.includes(host))
		.sort()
		.flatMap((host) =>
			foreignNames(instances.filter((one) => one.host === host)).map((named) => ({
				...named,
				host,
				read: readOf(host, named),
			})),
		);
}

function readOf(host: string, { by, name }: ForeignName): Heed['read'] {
	const argv = ['sh', '-c', foreignScript, 'watchdeck-foreign', by, name];
	return { via: 'exec', host, argv, timeout, most: 65_536, effect: 'read' };
}

/** What to do about a lock that another program left behind. */
const freed = {
	Kamal: () => 'kamal lock release',
	Dokku: (app: string) => `dokku apps:unlock ${app}`,
} as const;

async function heldOne(
	{ host, by, name, exact, read }: Heed,
	ask: Ask,
	signal: AbortSignal,
): Promise<Failure | undefined> {
	const answer = await ask(read, signal);
	if (!answer.ok) return answer.failure;
	const lock = foreignLockIn(answer.value.text, { name, exact });
	if (lock === undefined) return undefined;
	const message = foreignText({ ...lock, by }, { host, held: lock.held });
	const fix = `Wait for it, or talk to its holder. One that was left behind is removed by: ${freed[by](lock.name)}`;
	return { kind: 'refused', message, fix, locked: true };
}

/** Why another program is at work on a service: who holds its lock, since when; undefined when nobody does. */
export async function foreignHeld(heeds: readonly Heed[], ask: Ask, signal: AbortSignal): Promise<Failure | undefined> {
	for (const heed of heeds) {
		const failure = await heldOne(heed, ask, signal);
		if (failure !== undefined) return failure;
	}
	return undefined;
}
