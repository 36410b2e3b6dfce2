/**
 * The kinds of datasets. To add one: a file here that exports a `DatasetKind` of the same name, its functions in
 * `core/dataset/script`, its name in `DatasetKindName`, a page in `docs/datasets`, and a line below. Tests compare these.
 */
import type { DatasetKind } from '../core/dataset/kind.ts';
import type { DatasetKindName } from '../core/dataset/kind-name.ts';
import { files } from './files.ts';
import { mysql } from './mysql.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';
import { sqlite } from './sqlite.ts';

/** The kinds of datasets. */
export const datasetKinds: readonly DatasetKind[] = [postgres, mysql, redis, sqlite, files];

/** The kinds by name; a record, so that the compiler finds one that is missing. */
export const datasets: { readonly [K in DatasetKindName]: DatasetKind } = { postgres, mysql, redis, sqlite, files };
