import type { Millis } from '../../core/model.ts';
import type { Peer } from '../../core/tls/peer.ts';
import { share } from './curves.ts';
import type { Container, Engine } from './engine/types.ts';
import { type Load, loadOf, variable } from './load.ts';
import { metricsText } from './metrics.ts';

/** The running containers of a host by the names of their web servers, `api.production.demo`. */
export type Sites = ReadonlyMap<string, Container>;

/** What a web server says, and how long it takes. */
export interface WebAnswer {
	readonly code: number;
	readonly type: string;
	readonly text: string;
	readonly takes: Millis;
}

/** Who answers under which name: of two with the same name the newest. */
export function sitesOf(engine: Engine): Sites {
	const running = [...engine.containers.values()].filter(({ state }) => state === 'running');
	return new Map(
		running
			.sort((one, other) => (one.started ?? 0) - (other.started ?? 0))
			.map((each) => [`${variable(each, 'SERVICE')}.${variable(each, 'APP_ENV')}.demo`, each]),
	);
}

function health(load: Load, now: Millis): WebAnswer {
	const { fault, release } = load.program;
	const sick = fault?.sick !== undefined && now - load.started >= fault.sick;
	const usual = 4 + 30 * share(load.key, Math.floor(now / 1000)) ** 2;
	const takes = Math.round(sick ? Math.min(1_200, (fault?.slow ?? 0) * 0.4) : usual);
	const body = sick
		? { status: 'failing', release, error: 'connection pool exhausted: 20 of 20 in use' }
		: { status: 'ok', release };
	return { code: sick ? 500 : 200, type: 'application/json', text: `${JSON.stringify(body)}\n`, takes };
}

const day: Millis = 86_400_000;
/** So long a certificate counts, and so old it is when the demo begins. */
const certified = { counts: 90 * day, old: 48.5 * day };

/** What a web server shows in a handshake, by its name; `began`: the beginning of the demo. */
export function webPeer(name: string, began: Millis): Peer {
	const from = began - certified.old;
	const until = from + certified.counts;
	return {
		...{ protocol: 'TLSv1.3', asked: name, fits: true },
		chain: [
			{ subject: name, issuer: 'Demo Authority R1', names: [name], from, until },
			{
				subject: 'Demo Authority R1',
				issuer: 'Demo Root',
				names: [],
				from: from - 900 * day,
				until: until + 900 * day,
			},
		],
	};
}

/** What the web server of a container says to a `GET`; `path` without its query. */
export function webAnswer(engine: Engine, container: Container, path: string, now: Millis): WebAnswer {
	const load = loadOf(engine, container);
	const missing: WebAnswer = { code: 404, type: 'text/plain', text: 'not found\n', takes: 2 };
	if (load === undefined) return missing;
	if (path === '/health') return health(load, now);
	if (path !== '/metrics') return missing;
	return { code: 200, type: 'text/plain; version=0.0.4', text: metricsText(load, now), takes: 3 };
}
