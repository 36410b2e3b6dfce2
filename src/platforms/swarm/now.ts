import type { SwarmService } from '../../core/engine/swarm/said.ts';
import { readService } from '../../core/engine/swarm/services.ts';
import { readTasks } from '../../core/engine/swarm/tasks.ts';
import { failed } from '../../core/failed.ts';
import type { Making } from '../../core/making.ts';
import type { Millis, Result, Service, SwarmFacts } from '../../core/model.ts';
import { inspect, part } from '../engine-call.ts';

/** A Swarm service just before it is changed. */
export interface Now {
	readonly host: string;
	/** What the manager knew of it before, for what only a list tells. */
	readonly facts: SwarmFacts;
	readonly service: SwarmService;
	/** The whole answer. */
	readonly json: unknown;
	/** When the newest of its tasks was made, by the manager's clock; 0 where it has none. */
	readonly newest: Millis;
}

/** The service as its manager has it now; refused when it is gone, or is to run something else than was known. */
export async function nowOf(of: Service, making: Making): Promise<Result<Now>> {
	const { swarm: facts } = of;
	if (facts === undefined) throw new Error('blocked without a manager');
	const { manager: host, id, name } = facts;
	const json = await inspect(making, host, `/services/${part(id)}`, `Swarm service ${name}`);
	if (!json.ok) return json;
	const service = readService(host, json.value);
	if (!service.ok) return service;
	const { image, force, want, mode } = service.value;
	const isSame = image === facts.image && force === facts.force && (mode !== 'replicated' || want === facts.want);
	if (!isSame) {
		return failed('changed', `${name} was changed just now.`, 'Wait until it is read anew, then plan again.');
	}
	const filters = encodeURIComponent(JSON.stringify({ service: [id] }));
	const list = await inspect(making, host, `/tasks?filters=${filters}`, `tasks of ${name}`);
	if (!list.ok) return list;
	const tasks = readTasks(host, JSON.stringify(list.value));
	if (!tasks.ok) return tasks;
	const newest = tasks.value.reduce((last, { created }) => Math.max(last, created ?? 0), 0);
	return { ok: true, value: { host, facts, service: service.value, json: json.value, newest } };
}
