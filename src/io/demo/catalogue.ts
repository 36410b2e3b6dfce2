import type { Millis } from '../../core/model.ts';
import type { Program } from './engine/types.ts';

/** One service of the simulated fleet. */
export interface DemoService {
	readonly environment: string;
	readonly name: string;
	readonly kind: Program['kind'];
	readonly host: string;
	/** The name of its container; in a Compose project, of its service there. */
	readonly container: string;
	readonly compose: boolean;
	/** Where its images come from. */
	readonly repository: string;
	/** Releases whose images lie on its host, oldest first; the last one runs, those of `ran` ran before it. */
	readonly releases: readonly string[];
	/** How long before the beginning each of the newest releases came, the present one last. */
	readonly ran: readonly Millis[];
	/** The host's port. */
	readonly port: number;
}

const hour: Millis = 3_600_000;
const day: Millis = 24 * hour;

interface Kind {
	readonly name: string;
	readonly kind: Program['kind'];
	readonly repository: string;
	readonly releases: readonly string[];
	readonly ran: readonly Millis[];
}

const registry = 'registry.demo/shop';

/** What each environment has first. Stores stay for weeks, what is written here changes every few days. */
const first: readonly Kind[] = [
	{
		name: 'api',
		kind: 'api',
		repository: `${registry}/api`,
		releases: ['v409', 'v410', 'v411', 'v412'],
		ran: [8 * day, 2 * day + 3 * hour],
	},
	{
		name: 'web',
		kind: 'web',
		repository: `${registry}/web`,
		releases: ['v296', 'v297', 'v298'],
		ran: [9 * day, 5 * day],
	},
	{
		name: 'worker',
		kind: 'worker',
		repository: `${registry}/worker`,
		releases: ['v411', 'v412'],
		ran: [8 * day, 2 * day + 2 * hour],
	},
	{ name: 'postgres', kind: 'postgres', repository: 'postgres', releases: ['16.3'], ran: [41 * day] },
	{ name: 'redis', kind: 'redis', repository: 'redis', releases: ['7.2.5'], ran: [41 * day] },
];

const more: readonly (readonly [string, Program['kind']])[] = [
	['auth', 'api'],
	['billing', 'api'],
	['search', 'api'],
	['images', 'web'],
	['mailer', 'worker'],
	['reports', 'worker'],
	['cron', 'worker'],
	['gateway', 'web'],
];

/** The `index`-th kind of an environment: the first five, then others with numbers when their names are used up. */
function kindAt(index: number): Kind {
	const begun = first[index];
	if (begun !== undefined) return begun;
	const turn = index - first.length;
	const [name, kind] = more[turn % more.length] ?? ['other', 'worker'];
	const round = Math.floor(turn / more.length);
	const full = round === 0 ? name : `${name}-${round + 1}`;
	const release = `v${100 + (turn % 80)}`;
	return { name: full, kind, repository: `${registry}/${full}`, releases: [release], ran: [(3 + (turn % 20)) * day] };
}

/** The environments, as the operator sees them first. */
export const environments = [
	{ name: 'production', protection: 'protected' },
	{ name: 'staging', protection: 'guarded' },
	{ name: 'dev', protection: 'open' },
] as const;

/** As many services of an environment are on one host. */
const perHost = 125;

/** vps1 is production's, vps2 the others'; a large environment takes more hosts of its own. */
function hostOf(environment: string, index: number): string {
	const chunk = Math.floor(index / perHost);
	const own = environment === 'production';
	return `vps${chunk === 0 ? (own ? 1 : 2) : chunk * 2 + (own ? 1 : 2)}`;
}

function portAt(environment: number, index: number): number {
	return 8000 + environment * 1000 + (index % perHost);
}

/** The services of a fleet of this size, spread over the environments in turn; production/api is always the first. */
export function catalogue(services: number): readonly DemoService[] {
	const starting = first.length * environments.length;
	return Array.from({ length: services }, (_, number): DemoService => {
		// The first fifteen fill one environment after the other, so that a small fleet has a whole production.
		const begun = number < starting;
		const at = begun ? Math.floor(number / first.length) : number % environments.length;
		const index = begun ? number % first.length : first.length + Math.floor((number - starting) / environments.length);
		const environment = environments[at]?.name ?? 'dev';
		const compose = environment === 'dev';
		const { ran, ...kind } = kindAt(index);
		return {
			...kind,
			environment,
			host: hostOf(environment, index),
			container: compose ? kind.name : `${environment}-${kind.name}`,
			compose,
			ran: compose ? ran.slice(-1) : ran,
			port: portAt(at, index),
		};
	});
}
