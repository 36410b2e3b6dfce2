import type { Fleet } from '../core/config/fleet.ts';
import { failed } from '../core/failed.ts';
import type { Result } from '../core/model.ts';
import { onEndSignals } from '../io/signals.ts';
import { openAsking } from './init-asking.ts';
import type { OnHosts } from './lint-runbooks.ts';

/** Which hosts of a fleet are asked for lint. `usual`: those of steps that name none. */
export interface LintAsking {
	readonly fleet: Pick<Fleet, 'hosts' | 'services'>;
	readonly usual: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly tell: (line: string) => void;
}

/** Opens the way to the hosts of a fleet while something is done with it; only reads can go out. */
export async function askingFor<T>(
	{ fleet, usual, env, tell }: LintAsking,
	work: (hosts: OnHosts) => Promise<Result<T>>,
): Promise<Result<T>> {
	const { hosts } = fleet;
	const unknown = usual.find((name) => name !== 'here' && !hosts.some((host) => host.name === name));
	if (unknown !== undefined) {
		const names = ['here', ...hosts.map(({ name }) => name)].join(', ');
		return failed('missing', `There is no host called ${unknown}.`, `There are: ${names}`);
	}
	const services = fleet.services.map(({ environment, name, host }) => ({ id: `${environment}/${name}`, host }));
	const stop = new AbortController();
	const unheard = onEndSignals(() => stop.abort());
	const asking = openAsking(hosts, env, stop.signal);
	try {
		const done = await work({ where: { hosts, services, usual }, ask: asking.ask, tell });
		return stop.signal.aborted ? failed('cancelled', 'It was stopped before all was asked.') : done;
	} finally {
		unheard();
		await asking.close();
	}
}
