import type { DatasetKindName } from '../kind-name.ts';
import { filesPart } from './files.ts';
import { filesRestorePart } from './files-restore.ts';
import { mysqlPart } from './mysql.ts';
import { mysqlRestorePart } from './mysql-restore.ts';
import { postgresPart } from './postgres.ts';
import { postgresRestorePart } from './postgres-restore.ts';
import { redisPart } from './redis.ts';
import { redisRestorePart } from './redis-restore.ts';
import { sqlitePart } from './sqlite.ts';
import { sqliteRestorePart } from './sqlite-restore.ts';

/** The functions of each kind (docs/decisions/029). */
export const kindParts: Readonly<Record<DatasetKindName, string>> = {
	postgres: `${postgresPart}${postgresRestorePart}`,
	mysql: `${mysqlPart}${mysqlRestorePart}`,
	redis: `${redisPart}${redisRestorePart}`,
	sqlite: `${sqlitePart}${sqliteRestorePart}`,
	files: `${filesPart}${filesRestorePart}`,
};
