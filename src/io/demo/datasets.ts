import type { DatasetSpec } from '../../core/dataset/spec.ts';
import type { Millis } from '../../core/model.ts';
import type { DemoService } from './catalogue.ts';

const minute: Millis = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Own = Pick<DatasetSpec, 'name' | 'kind' | 'folder' | 'settings'> & Partial<DatasetSpec>;

/** What the datasets have in common. */
const usual = {
	...{ pattern: '*', within: 26 * hour, shrink: 0.5, keep: 7, tables: [], checks: [], writers: [] },
	verify: { within: 7 * day, in: 'apart' },
	...{ every: 5 * minute, timeout: 30_000 },
} as const;

const offSite = (path: string) => ({ remote: `R2:shop-backups/${path}`, keep: 30, env: {} });

/** The datasets, by the service that each is of. What is in their folders is in `scripts/rota.ts`. */
const all: readonly (readonly [service: string, own: Own])[] = [
	[
		'production/postgres',
		{
			...{ name: 'shop', kind: 'postgres', folder: '/var/backups/postgres', settings: { database: 'shop' } },
			tables: ['orders', 'users', 'stock'],
			newest: { table: 'orders', column: 'created_at', within: hour },
			checks: [{ name: 'orders', ask: 'select count(*) from orders', least: 100_000 }],
			writers: ['production/api', 'production/worker'],
			offSite: offSite('db'),
		},
	],
	[
		'production/web',
		{
			...{ name: 'uploads', kind: 'files', folder: '/var/backups/uploads', settings: { path: '/srv/shop/uploads' } },
			offSite: offSite('uploads'),
		},
	],
	[
		'production/redis',
		{
			...{ name: 'sessions', kind: 'redis', folder: '/var/backups/redis', settings: {} },
			offSite: offSite('sessions'),
		},
	],
	[
		'staging/postgres',
		{ name: 'shop', kind: 'postgres', folder: '/var/backups/staging', settings: { database: 'shop' } },
	],
];

/** The datasets of the simulated fleet's config. */
export function datasetsFor(services: readonly DemoService[]): readonly DatasetSpec[] {
	return all.flatMap(([of, own]) => {
		const owner = services.find(({ environment, name }) => `${environment}/${name}` === of);
		if (owner === undefined) return [];
		const { environment, host, container } = owner;
		const where = own.kind === 'files' ? {} : { container };
		return [{ ...usual, environment, host, of, ...where, ...own }];
	});
}
