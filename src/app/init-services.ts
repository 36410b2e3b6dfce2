import type { Answer, Read } from '../core/call.ts';
import { databaseOfImage } from '../core/init/databases.ts';
import type { ServiceFound } from '../core/init/found.ts';
import type { Published } from '../core/init/published.ts';
import type { ServiceRunning } from '../core/init/services.ts';
import type { EngineSaid } from './init-host.ts';
import { isOpenRedis, webPort } from './init-web.ts';

type Ask = (call: Read) => Promise<Answer>;

const portsOf = ({ service, instances }: ServiceRunning, { published, swarm }: EngineSaid): readonly Published[] =>
	service.platform === 'swarm'
		? (swarm.get(service.container) ?? [])
		: instances.flatMap(({ id }) => published.get(id) ?? []);

/** Asks the ports that a service publishes how it is, and where its metrics are; of a database only whether it is open. */
export const askService = async (ask: Ask, running: ServiceRunning, engine: EngineSaid): Promise<ServiceFound> => {
	const { service, instances } = running;
	const ports = portsOf(running, engine);
	const database = databaseOfImage(instances[0]?.image.ref);
	if (database !== undefined) {
		const at = ports.find(({ inside }) => inside === database.port) ?? ports[0];
		if (at === undefined) return { ...service, database };
		const open = database.is === 'redis' && (await isOpenRedis(ask, service.host, at));
		return { ...service, database, at, ...(open ? { open } : {}) };
	}
	const answers = await Promise.all(ports.map((at) => webPort(ask, service.host, at)));
	const health = answers.find((answer) => answer.health !== undefined)?.health;
	const metrics = answers.find((answer) => answer.metrics !== undefined)?.metrics;
	return { ...service, ...(health === undefined ? {} : { health }), ...(metrics === undefined ? {} : { metrics }) };
};
