/** So many sessions, replicas and slots are told of at most, the worst of them first. */
const most = 100;

/** Up to where the server has written its log; on a replica, received it (PostgreSQL's manual, "Backup Control Functions"). */
const written = `CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END`;

/** Whose session it is cannot be told without rights, but only that of a client has a database and a user. */
const clients = `backend_type = 'client backend' OR backend_type IS NULL AND datid IS NOT NULL AND usesysid IS NOT NULL`;

const sessions = `SELECT pid, usename AS by, datname AS database, state = 'active' AS active,
	extract(epoch FROM clock_timestamp() - CASE WHEN state = 'active' THEN query_start ELSE state_change END) AS seconds
FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
	AND state IN ('active', 'idle in transaction', 'idle in transaction (aborted)')
ORDER BY seconds DESC LIMIT ${most}`;

const replicas = `SELECT pid, application_name AS name, state, pg_wal_lsn_diff(replay_lsn, '0/0') AS at,
	pg_wal_lsn_diff(${written}, replay_lsn) AS bytes, extract(epoch FROM replay_lag) AS seconds
FROM pg_stat_replication WHERE state IS DISTINCT FROM 'backup' ORDER BY bytes DESC LIMIT ${most}`;

const slots = `SELECT slot_name AS name, pg_wal_lsn_diff(${written}, restart_lsn) AS bytes
FROM pg_replication_slots WHERE NOT active AND NOT temporary AND restart_lsn IS NOT NULL ORDER BY bytes DESC LIMIT ${most}`;

/** Of a replica: whether it receives, has replayed all that it received, and the age of what it replayed last. */
const replica = `SELECT EXISTS (SELECT FROM pg_stat_wal_receiver) AS receives,
	coalesce(pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn(), false) AS done,
	extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) AS seconds
WHERE pg_is_in_recovery()`;

const list = (query: string): string => `(SELECT coalesce(json_agg(each), '[]') FROM (${query}) each)`;

/**
 * What the `postgres` probe asks, in one query of one row with one value `it`: `core/postgres/stand.ts` has its form. It
 * reads statistics only, of PostgreSQL 10 and newer; what a user without pg_monitor may not see is null.
 */
export const standQuery = `SELECT json_build_object(
	'version', current_setting('server_version'),
	'max', current_setting('max_connections')::int,
	'used', (SELECT count(*) FROM pg_stat_activity WHERE ${clients}),
	'hidden', (SELECT count(*) FROM pg_stat_activity WHERE (${clients}) AND query = '<insufficient privilege>'),
	'sessions', ${list(sessions)},
	'replicas', ${list(replicas)},
	'slots', ${list(slots)},
	'replica', (SELECT to_json(each) FROM (${replica}) each),
	'size', pg_database_size(current_database()),
	'counters', (SELECT json_build_object('deadlocks', deadlocks, 'hits', blks_hit, 'reads', blks_read)
		FROM pg_stat_database WHERE datname = current_database())
) AS it`;
