import type { DatasetKindName } from '../kind-name.ts';
import { wholeFilesPart } from './whole-files.ts';
import { wholeMysqlPart } from './whole-mysql.ts';
import { wholePostgresPart } from './whole-postgres.ts';
import { wholeRedisPart } from './whole-redis.ts';
import { wholeSqlitePart } from './whole-sqlite.ts';

/** The part of the script that tells whether a backup of this kind is whole, for one kind a script: see `whole.ts`. */
export const wholeParts: Readonly<Record<DatasetKindName, string>> = {
	postgres: wholePostgresPart,
	mysql: wholeMysqlPart,
	redis: wholeRedisPart,
	sqlite: wholeSqlitePart,
	files: wholeFilesPart,
};
