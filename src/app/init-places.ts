import { safeName } from '../core/clean.ts';
import type { Unread } from '../core/init/found.ts';
import type { Failure, Host } from '../core/model.ts';
import { findEngine } from '../io/docker-context.ts';

/** What says which engine is this machine's. */
interface Here {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly uid?: number;
}

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
export const thisMachine = async ({
	env,
	uid,
}: Here): Promise<{ readonly host: Host; readonly unread: readonly Unread[] }> => {
	const found = await findEngine({ env, ...(uid === undefined ? {} : { uid }) });
	const host: Host = { name: 'local', reach: 'local' };
	const without = (failure: Failure) => ({ host, unread: [{ of: 'the engine of local', failure }] });
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
