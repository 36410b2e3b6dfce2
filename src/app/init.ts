import type { Answer, Read } from '../core/call.ts';
import { configText } from '../core/init/config-text.ts';
import type { Found, Unread } from '../core/init/found.ts';
import { hostProbes } from '../core/init/host-lines.ts';
import { servicesOf } from '../core/init/services.ts';
import type { Host } from '../core/model.ts';
import { probeKinds } from './config.ts';
import { makeTurns, openAsking } from './init-asking.ts';
import { type Pair, readEngines } from './init-engines.ts';
import { readHost, readPorts } from './init-host.ts';
import { hostsOf, thisMachine } from './init-places.ts';
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
	...new Map(unread.map((one) => [`${one.of} ${one.failure.message}`, one])).values(),
];

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
