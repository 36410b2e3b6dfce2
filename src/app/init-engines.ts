import type { Answer, Read } from '../core/call.ts';
import type { Host } from '../core/model.ts';
import { type EngineSaid, type HostSaid, readEngine } from './init-host.ts';

type Ask = (call: Read) => Promise<Answer>;

/** A host reached by ssh whose usual socket does not answer gets the one of its account's own engine, where it has one. */
const withOwnEngine = (said: HostSaid, engine: EngineSaid): Host | undefined =>
	engine.failure !== undefined && said.host.engine === undefined && said.finds.socket !== undefined
		? { ...said.host, engine: said.finds.socket }
		: undefined;

/** A host, and what its engine said. */
export interface Pair {
	readonly said: HostSaid;
	readonly engine: EngineSaid;
}

/** Asks the engine of each host; one that hangs or refuses costs the others nothing. */
export const readEngines = async (
	{ ask, setHosts }: { readonly ask: Ask; readonly setHosts: (hosts: readonly Host[]) => Promise<void> },
	said: readonly HostSaid[],
	tell: (line: string) => void,
): Promise<readonly Pair[]> => {
	const read = (one: HostSaid): Promise<EngineSaid> => {
		tell(`${one.host.name}: asking its engine for containers`);
		return readEngine(ask, one.host);
	};
	const first = await Promise.all(said.map(async (one) => ({ said: one, engine: await read(one) })));
	const other = first.map((pair) => ({ pair, host: withOwnEngine(pair.said, pair.engine) }));
	if (other.every(({ host }) => host === undefined)) return first;
	await setHosts(other.map(({ pair, host }) => host ?? pair.said.host));
	return Promise.all(
		other.map(async ({ pair, host }): Promise<Pair> => {
			if (host === undefined) return pair;
			const again = { ...pair.said, host };
			const engine = await read(again);
			return engine.failure === undefined ? { said: again, engine } : pair;
		}),
	);
};
