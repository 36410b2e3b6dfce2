import { failed } from '../../core/failed.ts';
import { lazily } from '../../core/lazily.ts';
import type { Failure, Result } from '../../core/model.ts';
import type { Runbook } from '../../core/runbook/model.ts';
import type { Listed, Runbooks } from '../../core/runbook/open.ts';
import { walkedSteps } from '../../core/runbook/way.ts';
import { type DocumentRead, readDocument, readDocuments } from '../../io/documents.ts';
import { isFolder } from '../../io/files.ts';
import { gently } from '../../io/gently.ts';
import { sha256 } from '../../io/hash.ts';
import { pathIn, wholePath } from '../../io/paths.ts';
import { readBeginning, reading } from '../../runbooks/read.ts';
import type { Reads } from '../../runbooks/shell/reads-file.ts';
import { isTrusted, type Trusting } from './trust.ts';

/** A document as a runbook, with its text as it was read. */
export interface Document {
	readonly listed: Listed;
	readonly runbook: Runbook;
	readonly text: string;
	/** Only its beginning was read: this reads all of it, once. */
	readonly whole?: () => Promise<Document>;
}

/** Where runbooks are looked for. */
export interface Looking extends Trusting {
	/** The folder of those that come with watchdeck. */
	readonly stock: string;
	/** The user's own config folder. */
	readonly own: string;
	/** What the config names, and the folder in which it lies. */
	readonly named: readonly string[];
	readonly from: string;
	readonly reads: Reads;
}

type Origin = Listed['origin'];

/** The name of a runbook: of its file, without the ending. */
export const runbookName = (path: string): string =>
	(path.split('/').at(-1) ?? path).replace(/\.(?:md|markdown)$/i, '');

/** A document of our own folder that others may change is as strange as any. */
const originOf = (origin: Origin, { foreign }: DocumentRead): Origin =>
	origin === 'own' && foreign ? 'strange' : origin;

/** What a document says of itself in the list. */
const told = (runbook: Runbook): Pick<Listed, 'title' | 'head' | 'steps' | 'mistakes'> => {
	const { title, head, mistakes } = runbook;
	return { title, head, steps: walkedSteps(runbook).length, mistakes: mistakes.length };
};

/** Reads a document that was found as a runbook; of a long one its beginning, so that it can be shown at once. */
export const documentOf = async (file: DocumentRead, found: Origin, looking: Looking): Promise<Document> => {
	const { path, text } = file;
	const origin = originOf(found, file);
	const name = runbookName(path);
	const digest = sha256(text);
	const trusted = origin !== 'strange' || (await isTrusted(looking, path, digest));
	const made = (runbook: Runbook): Document => {
		return { listed: { name, path, origin, trusted, digest, ...told(runbook) }, runbook, text };
	};
	const read = async (): Promise<Document> => made(await gently(reading(text, name, looking.reads)));
	const beginning = readBeginning(text, name, looking.reads);
	return beginning === undefined ? read() : { ...made(beginning), whole: lazily(read) };
};

/** The same document, once all of it was read. */
export const wholeOf = async (document: Document): Promise<Document> => document.whole?.() ?? document;

/** What was found: of long documents the beginning. */
interface Found {
	readonly documents: ReadonlyMap<string, Document>;
	readonly failures: Runbooks['failures'];
}

/** The runbooks there are, of which long ones are read to their ends later; of two of one name the one that the config names, then the user's own, then the one that comes with watchdeck. */
export const findRunbooks = async (looking: Looking): Promise<Found> => {
	const own = pathIn(looking.own, 'runbooks');
	const places: readonly { readonly path: string; readonly origin: Origin }[] = [
		{ path: looking.stock, origin: 'stock' },
		...((await isFolder(own)) === true ? [{ path: own, origin: 'own' as const }] : []),
		...looking.named.map((name) => ({ path: wholePath(looking.from, name), origin: 'strange' as const })),
	];
	const documents = new Map<string, Document>();
	const failures: { readonly path: string; readonly failure: Failure }[] = [];
	for (const { path, origin } of places) {
		const { read, failures: wrong } = await readDocuments(path);
		failures.push(...wrong);
		for (const file of read) {
			const within = file.path.startsWith(`${looking.own}/`) ? 'own' : origin;
			const document = await documentOf(file, origin === 'stock' ? origin : within, looking);
			documents.set(document.listed.name, document);
		}
	}
	return { documents, failures };
};

/** The same runbooks, once all of each was read, and their list. */
export const wholeRunbooks = async (
	found: Found,
): Promise<{ readonly runbooks: Runbooks; readonly documents: ReadonlyMap<string, Document> }> => {
	const documents = new Map<string, Document>();
	for (const [name, document] of found.documents) documents.set(name, await wholeOf(document));
	return {
		documents,
		runbooks: { all: [...documents.values()].map(({ listed }) => listed), failures: found.failures },
	};
};

/** Whether what is named is a file: a name of the catalogue has neither a folder nor an ending. */
const isPath = (name: string): boolean => name.includes('/') || /\.(?:md|markdown)$/i.test(name);

/** A document that is named by its path: as strange as any that nobody accepted. */
export const documentAt = async (path: string, looking: Looking): Promise<Result<Document>> => {
	const read = await readDocument(wholePath(process.cwd(), path));
	return read.ok ? { ok: true, value: await documentOf(read.value, 'strange', looking) } : read;
};

/** A runbook of the catalogue by its name, or a document by its path. */
export const documentNamed = async (
	name: string,
	{ documents, looking }: { readonly documents: ReadonlyMap<string, Document>; readonly looking: Looking },
): Promise<Result<Document>> => {
	const named = documents.get(name);
	if (named !== undefined) return { ok: true, value: named };
	if (isPath(name)) return documentAt(name, looking);
	return failed('missing', `There is no runbook ${name}.`, 'See: watchdeck runbook list. Or name a file: ./NAME.md');
};

/** A document as it is now, where it is still there. */
export const readAgain = async (document: Document, looking: Looking): Promise<Document | undefined> => {
	const read = await readDocument(document.listed.path);
	if (!read.ok) return undefined;
	if (read.value.text === document.text) return document;
	return documentOf(read.value, document.listed.origin, looking);
};
