import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failed } from '../core/failed.ts';
import type { Failure, Result } from '../core/model.ts';
import { failureOf } from './failure.ts';
import { accessOf, type FileRead, isFolder, readText } from './files.ts';

/** No document is longer, in bytes. */
const longest = 16 * 1024 * 1024;
/** No folder has more documents that are looked at. */
const mostDocuments = 1_000;

/** A Markdown document that was read. `foreign`: somebody else than its owner and root may change it, or put another in its place. */
export type DocumentRead = FileRead;

/** Reads a document. */
export async function readDocument(path: string): Promise<Result<DocumentRead>> {
	return readText(path, { most: longest, what: 'a Markdown document' });
}

/** Whether others may put files into a folder. */
async function isOthers(folder: string): Promise<boolean> {
	const access = await accessOf(folder);
	return access !== undefined && (!access.mine || (access.mode & 0o022) !== 0);
}

/** The Markdown documents of a folder, or the one that is named, by name; what could not be read is told beside. */
export async function readDocuments(path: string): Promise<{
	readonly read: readonly DocumentRead[];
	readonly failures: readonly { path: string; failure: Failure }[];
}> {
	if ((await isFolder(path)) !== true) {
		const one = await readDocument(path);
		return one.ok ? { read: [one.value], failures: [] } : { read: [], failures: [{ path, failure: one.failure }] };
	}
	const names = await readdir(path).catch((error: unknown) => ({ error }));
	if ('error' in names) return { read: [], failures: [{ path, failure: failureOf(names.error, path) }] };
	const documents = names.filter((name) => /\.(?:md|markdown)$/i.test(name)).sort();
	const foreign = await isOthers(path);
	const all = await Promise.all(
		documents
			.slice(0, mostDocuments)
			.map(async (name) => ({ path: join(path, name), read: await readDocument(join(path, name)) })),
	);
	const over = failed(
		'full',
		`${path} has ${documents.length} documents: only ${mostDocuments} are read.`,
		'Name single files.',
	);
	return {
		read: all.flatMap(({ read }) => (read.ok ? [{ ...read.value, foreign: read.value.foreign || foreign }] : [])),
		failures: [
			...all.flatMap(({ path: of, read }) => (read.ok ? [] : [{ path: of, failure: read.failure }])),
			...(documents.length > mostDocuments && !over.ok ? [{ path, failure: over.failure }] : []),
		],
	};
}
