import type { Millis } from '../../../core/model.ts';

/** Files that a chore leaves behind, one a run. `head`, `inner`: their first bytes in hex, and those of what they hold. */
export interface Writes {
	readonly folder: string;
	readonly name: (day: string) => string;
	readonly bytes: number;
	readonly head: string;
	readonly inner?: string;
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

const production: readonly Chore[] = [
	{
		...{ name: 'backup-db', by: 'cron', schedule: '30 2 * * *', every: day, after: 2 * hour + 30 * minute },
		...{ user: 'postgres', command: '/usr/local/bin/backup-db shop' },
		writes: {
			folder: '/var/backups/postgres',
			name: (date) => `shop-${date}.sql.gz`,
			bytes: 412_000_000,
			head: '1f8b0800000000000003',
			// `--\n-- PostgreSQL`
			inner: '2d2d0a2d2d20506f737467726553514c',
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
