import type { Host, Millis } from '../../core/model.ts';
import type { Link } from '../../core/state.ts';
import { Broken, type Carrier } from '../carrier.ts';
import { unlessEnded } from '../deadline.ts';
import { makeEngine } from '../engine.ts';
import { failureOf } from '../failure.ts';
import { type Dial, makeWeb, plainUrl } from '../web.ts';
import { execRemotely } from './exec.ts';
import { forward } from './forward.ts';
import { makeLink } from './link.ts';
import { openSession } from './open.ts';
import type { LoginOptions } from './own.ts';

export type { AskPassphrase } from './own.ts';

/** What a host that is reached by ssh needs besides its name. */
export interface SshOptions extends LoginOptions {
	readonly onLink: (link: Link) => void;
	readonly now: () => Millis;
	readonly random: () => number;
}

/** A host that is reached by ssh: one connection carries its commands, its engine and its web servers. */
export function makeSsh(host: Host, destination: string, options: SshOptions): Carrier {
	const life = new AbortController();
	const link = makeLink({
		...options,
		name: host.name,
		open: (signal) => openSession(host, destination, options, signal),
	});
	const dial: Dial = async (target) => {
		const connection = await link.use(life.signal);
		if (!connection.ok) throw new Broken(connection.failure);
		return forward(connection.value, host, target, life.signal);
	};
	const web = makeWeb({ dial });
	const engine = makeEngine(host, dial);
	return {
		exec: async (command, signal) => {
			try {
				const connection = await link.use(signal);
				return connection.ok ? await execRemotely(connection.value, host.name, command, signal) : connection;
			} catch (error) {
				return { ok: false, failure: failureOf(error, `A command on ${host.name}`, signal) };
			}
		},
		engine: engine.request,
		http: async (request, signal) => {
			const what = `${request.method} ${plainUrl(request.url)} from ${host.name}`;
			return web.request(request, what, signal);
		},
		dial: async (port, signal) => {
			const opening = dial(port);
			// One that stands only when nobody wants it any more is closed again.
			opening.then((stream) => signal.aborted && stream.destroy()).catch(() => undefined);
			try {
				return { ok: true, value: await unlessEnded(opening, signal) };
			} catch (error) {
				return { ok: false, failure: failureOf(error, `${port.name} port ${port.port} from ${host.name}`, signal) };
			}
		},
		roundTrip: link.roundTrip,
		stood: link.stood,
		retry: link.retry,
		close: async () => {
			life.abort();
			await Promise.all([web.close(), engine.close()]);
			await link.close();
		},
	};
}
