/** What a dataset can be. A kind is a file in `datasets` and a line here. */
export type DatasetKindName = 'postgres' | 'mysql' | 'redis' | 'sqlite' | 'files';
