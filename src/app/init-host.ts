import type { Answer, Read } from '../core/call.ts';
import { readList } from '../core/engine/list.ts';
import { failed } from '../core/failed.ts';
import { type HostFinds, parseFinds } from '../core/init/answer.ts';
import { type DatabaseKind, databaseOfPort } from '../core/init/databases.ts';
import type { HostFound, Unread } from '../core/init/found.ts';
import { type Published, publishedBySwarm, publishedIn } from '../core/init/published.ts';
import { initScript } from '../core/init/script.ts';
import type { Failure, Host, Instance, Result } from '../core/model.ts';
import { parseSchedule, type ScheduleAnswer } from '../core/schedule/jobs.ts';
import { scheduleScript } from '../core/schedule/script.ts';
import { callOf, type Script, textOf } from '../probes/script/printed.ts';
import { isOpenRedis, maySpeakTls, tlsPort, webPort } from './init-web.ts';

type Ask = (call: Read) => Promise<Answer>;

/** Time for a script and for an answer of the engine, and bytes of either that are kept. */
const limits = { timeout: 20_000, most: 16 * 1024 * 1024 };
/** Ports on which a host's own web servers are mostly found; others are not asked, since it may be anything that listens there. */
const webPorts = [80, 3000, 3100, 5000, 8000, 8080, 8081, 8888, 9000, 9090, 9093, 9100];

/** What a host said of itself, and what it did not say. */
export interface HostSaid {
	readonly host: Host;
	readonly finds: HostFinds;
	readonly jobs: readonly string[];
	readonly unread: readonly Unread[];
}

const printed = async (ask: Ask, of: Omit<Script, keyof typeof limits>): Promise<Result<string>> => {
	const script: Script = { ...of, ...limits };
	return textOf(await ask(callOf(script)), script);
};

const deniedFix = 'Ask as an account that may: --host root@HOST, or add the lines by hand.';

const readJobs = async (ask: Ask, host: string): Promise<Result<ScheduleAnswer>> => {
	const text = await printed(ask, { host, name: 'schedule', script: scheduleScript, about: 'its jobs' });
	if (!text.ok) return text;
	const said = parseSchedule(text.value);
	const message = `What ${host} says of its jobs is not understood.`;
	return said === undefined
		? failed('garbled', message, 'Check what its login shell prints.')
		: { ok: true, value: said };
};

/** Runs the scripts that only read on a host; the failure is why it could not be reached. */
export const readHost = async (ask: Ask, host: Host): Promise<Result<HostSaid>> => {
	const text = await printed(ask, { host: host.name, name: 'init', script: initScript, about: 'what it has' });
	if (!text.ok) return text;
	const finds = parseFinds(text.value);
	if (finds === undefined) {
		const message = `${host.name} has no POSIX shell with \`date\`: its answer is not understood.`;
		return { ok: false, failure: { kind: 'garbled', message } };
	}
	const schedule = await readJobs(ask, host.name);
	const { jobs, denied: hidden } = schedule.ok ? schedule.value : { jobs: [], denied: [] };
	const denied = [...finds.denied, ...hidden].map((what): Unread => {
		const message = `This account may not read ${what}.`;
		return { of: host.name, failure: { kind: 'forbidden', message, fix: deniedFix } };
	});
	const unread = schedule.ok ? denied : [...denied, { of: `jobs of ${host.name}`, failure: schedule.failure }];
	return { ok: true, value: { host, finds, jobs: jobs.map(({ name }) => name), unread } };
};

/** The containers of a host with the ports that they publish, by container id or name of a swarm service. */
export interface EngineSaid {
	readonly containers: readonly Instance[];
	readonly published: ReadonlyMap<string, readonly Published[]>;
	readonly swarm: ReadonlyMap<string, readonly Published[]>;
	readonly failure?: Failure;
}

const none: EngineSaid = { containers: [], published: new Map(), swarm: new Map() };

/** Asks a host's engine what runs there. */
export const readEngine = async (ask: Ask, { name: host }: Host): Promise<EngineSaid> => {
	const get = (path: string) => ask({ effect: 'read', via: 'engine', host, method: 'GET', path, ...limits });
	const answer = await get('/containers/json?all=1');
	if (!answer.ok) return { ...none, failure: answer.failure };
	const list = readList(host, answer.value.text);
	const published = publishedIn(answer.value.text, `The list of containers of ${host}`);
	if (!list.ok) return { ...none, failure: list.failure };
	if (!published.ok) return { ...none, failure: published.failure };
	const containers = list.value.map(({ instance }) => instance);
	const said = { containers, published: published.value };
	if (!containers.some(({ labels }) => labels['com.docker.swarm.service.name'] !== undefined))
		return { ...none, ...said };
	const services = await get('/services');
	if (!services.ok) return { ...none, ...said, failure: services.failure };
	const swarm = publishedBySwarm(services.value.text, `The list of services of ${host}`);
	return swarm.ok ? { ...said, swarm: swarm.value } : { ...none, ...said, failure: swarm.failure };
};

const here = (port: number): Published => ({ address: '127.0.0.1', port, inside: port });

const databaseAt = async (ask: Ask, host: string, database: DatabaseKind): Promise<HostFound['databases'][number]> => {
	const at = here(database.port);
	const open = database.is === 'redis' && (await isOpenRedis(ask, host, at));
	return { ...database, at, ...(open ? { open } : {}) };
};

/** Asks the ports that listen on a host and that no container has: web servers, databases, and whatever speaks TLS. */
export const readPorts = async (
	ask: Ask,
	{ host, finds, jobs }: HostSaid,
	{ published, swarm }: EngineSaid,
): Promise<HostFound> => {
	const ofContainers = [...published.values(), ...swarm.values()].flat();
	const taken = new Set(ofContainers.map(({ port }) => port));
	const own = finds.ports.filter((port) => !taken.has(port)).map(here);
	const secure = [...own, ...ofContainers].filter(maySpeakTls);
	const [databases, web, tls, named] = await Promise.all([
		Promise.all(own.flatMap((at) => databaseOfPort(at.port) ?? []).map((one) => databaseAt(ask, host.name, one))),
		Promise.all(own.filter(({ port }) => webPorts.includes(port)).map((at) => webPort(ask, host.name, at))),
		Promise.all(secure.map((at) => tlsPort(ask, host.name, at))),
		// Behind one port there may be a certificate for each name.
		Promise.all(
			secure.some(({ port }) => port === 443)
				? finds.certificates.map((name) => tlsPort(ask, host.name, here(443), name))
				: [],
		),
	]);
	const found = [...tls, ...named].filter((one) => one !== undefined);
	return {
		...{ host, finds, jobs },
		databases,
		web: web.flatMap(({ health }) => health ?? []),
		tls: [...new Map(found.map((one) => [`${one.address} ${one.name}`, one])).values()],
	};
};
