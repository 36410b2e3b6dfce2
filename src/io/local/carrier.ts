import type { Host } from '../../core/model.ts';
import type { Carrier } from '../carrier.ts';
import { makeEngine } from '../engine.ts';
import { makeWeb, plainUrl } from '../web.ts';
import { dialLocally } from './dial.ts';
import { type Env, execLocally } from './exec.ts';

/** This machine, and the engines that can be reached from it over a socket file or the network. */
export function makeLocal(host: Host, env: Env): Carrier {
	const web = makeWeb({});
	const engine = makeEngine(host);
	return {
		exec: (command, signal) => execLocally(command, env, signal),
		engine: engine.request,
		http: (request, signal) => web.request(request, `${request.method} ${plainUrl(request.url)}`, signal),
		dial: dialLocally,
		close: async () => {
			await Promise.all([web.close(), engine.close()]);
		},
	};
}
