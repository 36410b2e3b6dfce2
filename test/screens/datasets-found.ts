import type { BackupCopy, BackupFound, BackupRecord, RestoreProof } from '../../src/core/finding.ts';
import { minutes, seconds, start } from './fleet-state.ts';

const hour = minutes(60);
const day = 24 * hour;
const megabyte = 1024 ** 2;

/** The night of a backup as its name says it. */
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What every dataset below has, whatever became of it. */
const within = { within: 26 * hour, provenWithin: 7 * day } as const;
const newest = start - 9 * hour;
const file = (name: string, nights: number) => `${name}-${dateOf(newest - nights * day)}.dump`;

const own = (at: number, bytes: number): BackupRecord => ({
	...{ bytes, sha256: 'a1'.repeat(32), began: at - minutes(3), took: minutes(3), server: 'PostgreSQL 16.3' },
	...{ tables: 41, missing: [], newestRow: at - minutes(5) },
});

/** A backup of so many nights ago, made here, the same off-site. */
function night(name: string, nights: number, more: Partial<BackupCopy> = {}): BackupCopy {
	const at = newest - nights * day;
	const bytes = (390 - nights) * megabyte;
	const remote = { at: at + minutes(5), bytes, hash: 'same' } as const;
	return { file: file(name, nights), at, bytes, own: own(at, bytes), remote, ...more };
}

/** A restore test of so many nights ago, of the backup of that night. */
export function proof(name: string, nights: number, more: Partial<RestoreProof> = {}): RestoreProof {
	return {
		...{ file: file(name, nights), at: newest - nights * day + hour, took: seconds(250), is: 'ok', says: '' },
		checks: [
			{ name: 'orders', is: 'ok', says: '18204, at least 1000' },
			{ name: 'newest order', is: 'ok', says: '3m old, at most 1h' },
			{ name: 'no order without a customer', is: 'ok', says: '0' },
		],
		...more,
	};
}

const offSite = { remote: 'R2:shop-backups/db', at: start - seconds(70), count: 30 } as const;

/** A dataset of the config with nothing wrong: fourteen nights, seven of them here, two restored, all the same off-site. */
export function dataset(name: string, more: Partial<BackupFound> = {}): BackupFound {
	const proofs = [proof(name, 6), proof(name, 13)];
	const copies = Array.from({ length: 14 }, (_, nights) => {
		const test = proofs.find((one) => one.file === file(name, nights));
		const kept: Partial<BackupCopy> = nights > 6 ? { only: 'off-site' } : {};
		return night(name, nights, { ...kept, ...(test && { proof: test }) });
	});
	return {
		...{ is: 'backup', name, dataset: `production/${name}`, place: 'vps1:/var/backups/db', newest, ...within },
		...{ size: 390 * megabyte, median: 384 * megabyte, count: 7, format: 'pg_dump archive', file: file(name, 0) },
		...{ faults: {}, copies, offSite, proofs, rowWithin: hour },
		...more,
	};
}

/** Of a dataset the same, but that its newest backup is not off-site. */
export function unsent(name: string): BackupFound {
	const copies = (dataset(name).copies ?? []).map((copy, index): BackupCopy => {
		const { remote: _, ...here } = copy;
		return index === 0 ? here : copy;
	});
	return dataset(name, { copies });
}
