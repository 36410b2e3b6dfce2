import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import { type Info, numberIn, partsOf } from './info.ts';

/** A replica as its primary sees it. `lag`: since it was last heard of. */
export interface Replica {
	readonly name: string;
	readonly state: string;
	readonly lag?: Millis;
}

/** A replica's link to its primary. `silent`: since it was last heard of; `down`: since the link is gone. */
export interface Link {
	readonly primary: string;
	readonly up: boolean;
	readonly syncing: boolean;
	readonly silent?: Millis;
	readonly down?: Millis;
}

/** Data that is read from disk before anything is served. `share`: how much of it is; `left`: how long it will take. */
export interface Loading {
	readonly share?: number;
	readonly left?: Millis;
}

/** How a Redis stands, by what its INFO says; what it does not say is missing. Sizes are in bytes, times in milliseconds. */
export interface Stand {
	readonly version: string;
	/** Another one after each start. */
	readonly run: string;
	/** Its own time. */
	readonly clock?: Millis;
	readonly loading?: Loading;
	readonly memory?: number;
	/** Missing where there is no limit. */
	readonly maxmemory?: number;
	/** Whether a full memory makes room by forgetting any key, as a cache does. */
	readonly forgets: boolean;
	readonly clients?: number;
	readonly maxclients?: number;
	readonly evicted?: number;
	readonly hits?: number;
	readonly misses?: number;
	/** Whether the last save of all data was well, when it was, and how many changes came since. */
	readonly saved?: { readonly well: boolean; readonly at?: Millis; readonly changes?: number };
	/** Whether the file of all commands is written; missing where there is none. */
	readonly appends?: { readonly well: boolean };
	readonly link?: Link;
	readonly replicas: readonly Replica[];
}

/** A length that INFO gives in seconds, -1 where there is none. */
const seconds = (info: Info, name: string): Millis | undefined => {
	const value = numberIn(info, name);
	return value === undefined ? undefined : value * 1000;
};

function linkOf(info: Info): Link | undefined {
	// Redis calls its replicas slaves here in all versions.
	if (info.get('role') !== 'slave') return undefined;
	return {
		primary: `${info.get('master_host') ?? '?'}:${info.get('master_port') ?? '?'}`,
		up: info.get('master_link_status') === 'up',
		syncing: info.get('master_sync_in_progress') === '1',
		...known({
			silent: seconds(info, 'master_last_io_seconds_ago'),
			down: seconds(info, 'master_link_down_since_seconds'),
		}),
	};
}

function replicasOf(info: Info): readonly Replica[] {
	return [...info].flatMap(([name, value]) => {
		if (!/^slave\d+$/.test(name)) return [];
		const parts = partsOf(value);
		const lag = seconds(parts, 'lag');
		const at = `${parts.get('ip') ?? '?'}:${parts.get('port') ?? '?'}`;
		return [{ name: at, state: parts.get('state') ?? '', ...known({ lag }) }];
	});
}

function loadingOf(info: Info): Loading | undefined {
	if (info.get('loading') !== '1') return undefined;
	const percent = numberIn(info, 'loading_loaded_perc');
	const share = percent === undefined ? undefined : percent / 100;
	return known({ share, left: seconds(info, 'loading_eta_seconds') });
}

function savedOf(info: Info): Stand['saved'] {
	const status = info.get('rdb_last_bgsave_status');
	if (status === undefined) return undefined;
	const at = seconds(info, 'rdb_last_save_time');
	return { well: status === 'ok', ...known({ at, changes: numberIn(info, 'rdb_changes_since_last_save') }) };
}

function appendsOf(info: Info): Stand['appends'] {
	if (info.get('aof_enabled') !== '1') return undefined;
	return { well: info.get('aof_last_write_status') === 'ok' };
}

/** How a Redis stands, by its INFO. */
export function standOf(info: Info): Stand {
	const max = numberIn(info, 'maxmemory');
	const micros = numberIn(info, 'server_time_usec');
	return {
		version: (info.get('redis_version') ?? '').slice(0, 63),
		run: info.get('run_id') ?? '',
		forgets: (info.get('maxmemory_policy') ?? '').startsWith('allkeys-'),
		replicas: replicasOf(info),
		...known({
			clock: micros === undefined ? undefined : micros / 1000,
			loading: loadingOf(info),
			memory: numberIn(info, 'used_memory'),
			maxmemory: max === 0 ? undefined : max,
			clients: numberIn(info, 'connected_clients'),
			maxclients: numberIn(info, 'maxclients'),
			evicted: numberIn(info, 'evicted_keys'),
			hits: numberIn(info, 'keyspace_hits'),
			misses: numberIn(info, 'keyspace_misses'),
			saved: savedOf(info),
			appends: appendsOf(info),
			link: linkOf(info),
		}),
	};
}
