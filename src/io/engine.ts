import type { Host, Result } from '../core/model.ts';
import type { Request, Response } from './carrier.ts';
import { engineFailure } from './engine-failure.ts';
import { type EngineRoad, engineRoad } from './engine-road.ts';
import { type Dial, makeWeb, type Web } from './web.ts';

/** The Docker engine of one host; the same code asks it over a socket file, the network, TLS, or a host's ssh. */
export interface Engine {
	readonly request: (request: Request, signal: AbortSignal) => Promise<Result<Response>>;
	readonly close: () => Promise<void>;
}

type Door = EngineRoad & { readonly web: Web };

/** The engine of a host; connected at its first request. `dial`: how the host opens connections, unless it is this one. */
export function makeEngine(host: Host, dial?: Dial): Engine {
	let door: Promise<Result<Door>> | undefined;
	const open = async (): Promise<Result<Door>> => {
		const found = await engineRoad(host);
		if (!found.ok) {
			door = undefined;
			return found;
		}
		const road = dial === undefined ? found.value.road : { ...found.value.road, dial };
		return { ok: true, value: { ...found.value, web: makeWeb(road) } };
	};
	return {
		request: async (request, signal) => {
			door ??= open();
			const ready = await door;
			if (!ready.ok) return ready;
			const { base, where, web } = ready.value;
			const what = `The engine of ${host.name} at ${where}`;
			const answer = await web.request({ ...request, url: base + request.url }, what, signal);
			// Through a host's ssh the failure is told by who forwards, with what fits there.
			if (answer.ok || dial !== undefined) return answer;
			return { ok: false, failure: engineFailure(answer.failure, where) };
		},
		close: async () => {
			const opened = await door;
			if (opened?.ok === true) await opened.value.web.close();
		},
	};
}
