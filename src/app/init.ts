import type { Answer, Read } from '../core/call.ts';
import { safeName } from '../core/clean.ts';
import { configText } from '../core/init/config-text.ts';
import type { Found, Unread } from '../core/init/found.ts';
import { hostProbes } from '../core/init/host-lines.ts';
import { servicesOf } from '../core/init/services.ts';
import type { Failure, Host } from '../core/model.ts';
import { findEngine } from '../io/docker-context.ts';
import { probeKinds } from './config.ts';
import { makeTurns, openAsking } from './init-asking.ts';
import { type EngineSaid, type HostSaid, readEngine, readHost, readPorts } from './init-host.ts';
import { askService } from './init-services.ts';

export { onEndSignals } from '../io/signals.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Ask = (call: Read) => Promise<Answer>;

/** Where to look. `hosts`: what one would give to ssh; none: this machine. `tell`: hears what is looked at, a line each. */
export interface Looking {
	readonly hosts: readonly string[];
	readonly env: Env;
	readonly uid?: number;
	readonly tell: (line: string) => void;
	/** Ends it early; what was asked for is then not known. */
	readonly stop: AbortSignal;
}

/** A config of what was found, how much that is, and what could not be read. */
export interface Written {
	readonly text: string;
	/** Services, and lines of probes of hosts. */
	readonly services: number;
	readonly probes: number;
	readonly unread: readonly Unread[];
}

/** So many questions are on their way at once. */
const mostAtOnce = 20;
/** The ports of so many services are asked: of silent ones, each costs two seconds. */
const mostServices = 300;

const tooMany = (count: number): Unread => ({
	of: 'the health of all services',
	failure: {
		kind: 'full',
		message: `there are ${count}, and only the ports of the first ${mostServices} were asked.`,
		fix: 'Add `health` and `metrics` of the others by hand.',
	},
});

/** What a destination of ssh is called: its host, without account and port. Two of the same name get numbers. */
export const hostsOf = (destinations: readonly string[]): readonly Host[] => {
	const taken = new Set(['local']);
	return [...new Set(destinations)].map((ssh) => {
		const plain = safeName(
			ssh
				.replace(/^ssh:\/\//, '')
				.replace(/^[^@]*@/, '')
				.replace(/:\d+$/, ''),
		);
		let name = plain;
		for (let count = 2; taken.has(name); count += 1) name = safeName(`${plain}-${count}`);
		taken.add(name);
		return { name, reach: { ssh } };
	});
};

/** This machine, with the engine that `docker` itself would use; without one it is a host all the same. */
const thisMachine = async ({
	env,
	uid,
}: Looking): Promise<{ readonly host: Host; readonly unread: readonly Unread[] }> => {
	const found = await findEngine({ env, ...(uid === undefined ? {} : { uid }) });
	const host: Host = { name: 'local', reach: 'local' };
	const without = (failure: Failure) => ({ host, unread: [{ of: 'the engine of this machine', failure }] });
	switch (found.is) {
		case 'found':
			return found.host.tls === undefined
				? { host: { ...found.host, name: safeName(found.host.name) }, unread: [] }
				: without({
						kind: 'refused',
						message: `The engine of ${found.by} wants a certificate of the client, which no config can name.`,
						fix: 'Name its machine instead: --host USER@MACHINE',
					});
		case 'refused':
			return without(found.failure);
		case 'none':
			return { host, unread: [] };
	}
};

/** A host reached by ssh whose usual socket does not answer gets the one of its account's own engine, where it has one. */
const withOwnEngine = (said: HostSaid, engine: EngineSaid): Host | undefined =>
	engine.failure !== undefined && said.host.engine === undefined && said.finds.socket !== undefined
		? { ...said.host, engine: said.finds.socket }
		: undefined;

/** Reads the hosts, a failure of one of them costing the others nothing. */
const readHosts = async (ask: Ask, hosts: readonly Host[], tell: Looking['tell']) => {
	const read = await Promise.all(
		hosts.map(async (host) => {
			tell(`${host.name}: looking for jobs, units, backups and open ports`);
			return { of: host.name, result: await readHost(ask, host) };
		}),
	);
	return {
		said: read.flatMap(({ result }) => (result.ok ? [result.value] : [])),
		unread: read.flatMap(({ of, result }): readonly Unread[] =>
			result.ok ? result.value.unread : [{ of, failure: result.failure }],
		),
	};
};

/** Looks at hosts and writes a config of what is there. It reads, and asks addresses by GET; nothing is changed. */
export const init = async (looking: Looking): Promise<Written> => {
	const { env, tell } = looking;
	const own = looking.hosts.length === 0 ? await thisMachine(looking) : undefined;
	const hosts = own === undefined ? hostsOf(looking.hosts) : [own.host];
	const asking = openAsking(hosts, env, looking.stop);
	const turns = makeTurns(mostAtOnce);
	const ask: Ask = (call) => turns(() => asking.ask(call));
	try {
		const { said, unread } = await readHosts(ask, hosts, tell);
		const engines = await readEngines({ ...asking, ask }, said, tell);
		const { found, unread: others } = await lookedAt(ask, engines, tell);
		const probes = found.hosts.flatMap((host) => hostProbes(host, probeKinds)).length;
		const text = configText(found, probeKinds);
		const all = [...(own?.unread ?? []), ...unread, ...others];
		return { text, services: found.services.length, probes, unread: onceEach(all) };
	} finally {
		await asking.close();
	}
};

/** An engine that is refused is told by who looked for it, and by who asked it. */
const onceEach = (unread: readonly Unread[]): readonly Unread[] => [
	...new Map(unread.map((one) => [one.failure.message, one])).values(),
];

interface Pair {
	readonly said: HostSaid;
	readonly engine: EngineSaid;
}

const readEngines = async (
	{ ask, setHosts }: { readonly ask: Ask; readonly setHosts: (hosts: readonly Host[]) => Promise<void> },
	said: readonly HostSaid[],
	tell: Looking['tell'],
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

const lookedAt = async (
	ask: Ask,
	pairs: readonly Pair[],
	tell: Looking['tell'],
): Promise<{ readonly found: Found; readonly unread: readonly Unread[] }> => {
	const byHost = new Map(pairs.map(({ said, engine }) => [said.host.name, engine]));
	const { running, left } = servicesOf(pairs.flatMap(({ engine }) => engine.containers));
	const hosts = pairs.map(async ({ said, engine }) => {
		tell(`${said.host.name}: asking open ports for health, metrics and certificates`);
		return readPorts(ask, said, engine);
	});
	const services = running.map((one, index) => {
		const engine = byHost.get(one.service.host);
		return engine === undefined || index >= mostServices ? one.service : askService(ask, one, engine);
	});
	const unread = pairs.flatMap(({ said, engine }): readonly Unread[] =>
		engine.failure === undefined ? [] : [{ of: `the engine of ${said.host.name}`, failure: engine.failure }],
	);
	const beyond = running.length > mostServices ? [tooMany(running.length)] : [];
	const found = { hosts: await Promise.all(hosts), services: await Promise.all(services), left };
	return { found, unread: [...unread, ...beyond] };
};
