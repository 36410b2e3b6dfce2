import type { Millis } from '../../../core/model.ts';
import { told, toldOf } from './tell.ts';
import type { Container, Engine } from './types.ts';

/** Removes volumes by name, but for those that a container still has. */
function withoutVolumes(engine: Engine, names: readonly string[], now: Millis): Engine {
	const used = new Set([...engine.containers.values()].flatMap((each) => each.mounts.map((mount) => mount.name)));
	const gone = names.filter((name) => !used.has(name) && engine.volumes.has(name));
	const volumes = new Map([...engine.volumes].filter(([name]) => !gone.includes(name)));
	return gone.reduce<Engine>(
		(so, id) => told(so, { at: now, type: 'volume', action: 'destroy', id, attributes: { driver: 'local' } }),
		{ ...engine, volumes },
	);
}

/**
 * Removes a container that does not run. `volumes`: with those that were made for it without a name; one that somebody
 * else has as well stays, and so does any with a name. Source: moby `daemon/mounts.go`.
 */
export function removed(engine: Engine, container: Container, volumes: boolean, now: Millis): Engine {
	const containers = new Map(engine.containers);
	containers.delete(container.id);
	const without: Engine = { ...engine, containers };
	const own = container.mounts.filter((mount) => mount.anonymous).map((mount) => mount.name);
	const so = volumes ? withoutVolumes(without, own, now) : without;
	return toldOf(so, container, 'destroy', now);
}
