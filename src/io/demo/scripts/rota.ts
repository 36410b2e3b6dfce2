import type { Millis } from '../../../core/model.ts';

/** A restore test of the backup of so many nights before the beginning. `checks`: what was asked, what came, how it came out. */
export interface Tested {
	readonly nights: number;
	readonly took: Millis;
	/** Why it failed. */
	readonly failed?: string;
	readonly checks: readonly (readonly [name: string, says: string, is?: 'failed'])[];
}

/** Files that a chore leaves behind, one a run. `head`, `inner`: their first bytes in hex, and those of what they hold. */
export interface Writes {
	readonly folder: string;
	readonly name: (day: string) => string;
	readonly bytes: number;
	readonly head: string;
	readonly inner?: string;
	/** So many stay in the folder. */
	readonly kept: number;
	/** The run so many nights before the beginning left none behind. */
	readonly skipped?: number;
	/** What is written down of each, where watchdeck made them. */
	readonly record?: { readonly server?: string; readonly tables?: number };
	/** Where they go off-site, how many stay there, and for how many of the last nights none arrived. */
	readonly remote?: { readonly at: string; readonly kept: number; readonly broken?: number };
	readonly tested?: readonly Tested[];
}

/** What a simulated host does by the clock. `schedule` says in words what `every` and `after` (since 1970, UTC) say in numbers. */
export interface Chore {
	readonly name: string;
	readonly by: 'cron' | 'timer';
	readonly schedule: string;
	readonly every: Millis;
	readonly after: Millis;
	readonly user: string;
	readonly command: string;
	/** How it ends each time; 0 unless given. */
	readonly exit?: number;
	/** Nobody started it since so long before the beginning. */
	readonly stopped?: Millis;
	readonly writes?: Writes;
}

const minute: Millis = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const sweep: Chore = {
	...{ name: 'queue-sweep', by: 'cron', schedule: '*/5 * * * *', every: 5 * minute, after: 0 },
	...{ user: 'deploy', command: '/srv/shop/bin/sweep-queue --older 15m' },
};
const rotate: Chore = {
	...{ name: 'logrotate', by: 'timer', schedule: '*-*-* 00:00:00', every: day, after: 0 },
	...{ user: '', command: '/usr/sbin/logrotate /etc/logrotate.conf' },
};
const renew: Chore = {
	...{ name: 'certbot', by: 'timer', schedule: '*-*-* 04,16:20:00', every: 12 * hour, after: 4 * hour + 20 * minute },
	...{ user: '', command: '/usr/bin/certbot -q renew' },
};

/** What is asked of a shop that was restored. */
const orders: Tested['checks'] = [
	['tables', '41 of 41'],
	['orders', '182044, at least 100000'],
	['newest order', '41s old, at most 1h'],
	['orders without a customer', '0'],
	['stock below zero', '0'],
];

const production: readonly Chore[] = [
	{
		...{ name: 'backup-db', by: 'cron', schedule: '30 2 * * *', every: day, after: 2 * hour + 30 * minute },
		...{ user: 'deploy', command: 'watchdeck backup production/shop --yes' },
		writes: {
			folder: '/var/backups/postgres',
			name: (date) => `shop-${date}.sql.gz`,
			bytes: 412_000_000,
			head: '1f8b0800000000000003',
			// `--\n-- PostgreSQL`
			inner: '2d2d0a2d2d20506f737467726553514c',
			kept: 7,
			skipped: 5,
			record: { server: 'PostgreSQL 16.3', tables: 41 },
			remote: { at: 'R2:shop-backups/db', kept: 30 },
			tested: [2, 9].map((nights) => ({ nights, took: 252_000, checks: orders })),
		},
	},
	{
		...{ name: 'backup-uploads', by: 'cron', schedule: '10 3 * * *', every: day, after: 3 * hour + 10 * minute },
		...{ user: 'root', command: '/usr/local/bin/backup-uploads /srv/shop/uploads' },
		stopped: 27 * hour,
		writes: {
			folder: '/var/backups/uploads',
			name: (date) => `uploads-${date}.tar.zst`,
			bytes: 3_900_000_000,
			head: '28b52ffd0458',
			kept: 14,
			remote: { at: 'R2:shop-backups/uploads', kept: 30 },
		},
	},
	{
		...{ name: 'backup-sessions', by: 'cron', schedule: '15 1 * * *', every: day, after: hour + 15 * minute },
		...{ user: 'deploy', command: 'watchdeck backup production/sessions --yes' },
		writes: {
			folder: '/var/backups/redis',
			name: (date) => `sessions-${date}.rdb.gz`,
			...{ bytes: 21_000_000, head: '1f8b0800000000000003', kept: 7 },
			// `REDIS0011`
			inner: '524544495330303131',
			record: { server: 'Redis 7.2.5' },
			remote: { at: 'R2:shop-backups/sessions', kept: 30, broken: 2 },
			tested: [{ nights: 4, took: 8_100, checks: [['keys', '18204, at least 1']] }],
		},
	},
	sweep,
	renew,
	rotate,
];

const others: readonly Chore[] = [
	{
		...{ name: 'refresh-staging', by: 'cron', schedule: '45 1 * * *', every: day, after: hour + 45 * minute },
		...{ user: 'deploy', command: '/srv/shop/bin/refresh-staging --from production', exit: 3 },
	},
	{
		...{ name: 'dump-staging', by: 'cron', schedule: '0 4 * * *', every: day, after: 4 * hour },
		...{ user: 'postgres', command: '/usr/local/bin/dump-staging' },
		writes: {
			folder: '/var/backups/staging',
			name: (date) => `staging-${date}.sql.gz`,
			...{ bytes: 38_000_000, head: '1f8b0800000000000003', inner: '2d2d0a2d2d20506f737467726553514c', kept: 14 },
			tested: [
				{
					...{ nights: 1, took: 0, failed: 'orders: 0, at least 1000' },
					checks: [
						['orders', '0, at least 1000', 'failed'],
						['users', '12, at least 1'],
					],
				},
			],
		},
	},
	sweep,
	rotate,
];

/** What the host of this name does by the clock. */
export function rotaOf(host: string): readonly Chore[] {
	return host === 'vps1' ? production : others;
}

/** When a chore ran, the newest first, so many times; `began`: the beginning of the simulation. */
export function runsOf(
	chore: Chore,
	{ began, now }: Record<'began' | 'now', Millis>,
	count: number,
): readonly Millis[] {
	const { every, after, stopped } = chore;
	const until = stopped === undefined ? now : began - stopped;
	const last = Math.floor((until - after) / every) * every + after;
	return Array.from({ length: count }, (_, back) => last - back * every);
}

/** When a chore is due next. */
export function dueAfter({ every, after }: Chore, now: Millis): Millis {
	return (Math.floor((now - after) / every) + 1) * every + after;
}
