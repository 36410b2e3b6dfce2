import type { Millis } from '../../../core/model.ts';
import { fieldsOf, listOf, textOf, textsOf } from './fields.ts';
import { told, withId } from './tell.ts';
import type { Engine, Fields, Mount } from './types.ts';

function boundOf(bind: string): Mount {
	const [name = '', at = '', mode = ''] = bind.split(':');
	const type = name.startsWith('/') ? 'bind' : 'volume';
	return { type, name, at, mode: mode || (type === 'volume' ? 'z' : ''), writable: mode !== 'ro', anonymous: false };
}

function mountedOf(mount: Fields): Mount {
	const type = mount['Type'] === 'bind' ? 'bind' : 'volume';
	const name = textOf(mount['Source']);
	const writable = mount['ReadOnly'] !== true;
	const mode = type === 'volume' ? 'z' : '';
	return { type, name, at: textOf(mount['Target']), mode, writable, anonymous: name === '' };
}

function withVolume(engine: Engine, name: string, now: Millis): Engine {
	if (engine.volumes.has(name)) return engine;
	const volumes = new Map(engine.volumes).set(name, { name, created: now });
	return told(
		{ ...engine, volumes },
		{
			at: now,
			type: 'volume',
			action: 'create',
			id: name,
			attributes: { driver: 'local' },
		},
	);
}

/**
 * What a new container has of volumes and folders: `Binds`, `Mounts`, and for each path of `Config.Volumes` that none of
 * them covers a new empty volume. Volumes that are not there yet are made.
 */
export function mountsOf(
	engine: Engine,
	config: Fields,
	hostConfig: Fields,
	now: Millis,
): { readonly engine: Engine; readonly mounts: readonly Mount[] } {
	const given = [
		...textsOf(hostConfig['Binds']).map(boundOf),
		...listOf(hostConfig['Mounts'])
			.filter((mount) => mount['Type'] !== 'tmpfs')
			.map(mountedOf),
	];
	const covered = new Set(given.map((mount) => mount.at));
	const paths = Object.keys(fieldsOf(config['Volumes'])).filter((path) => !covered.has(path));
	const bare = paths.map((at): Mount => ({ type: 'volume', name: '', at, mode: '', writable: true, anonymous: true }));
	let so = engine;
	const mounts = [...given, ...bare].map((mount): Mount => {
		if (mount.type === 'bind') return mount;
		const fresh = mount.name === '' ? withId(so, 'volume') : { engine: so, id: mount.name };
		so = withVolume(fresh.engine, fresh.id, now);
		return { ...mount, name: fresh.id };
	});
	return { engine: so, mounts };
}
