import type { Failure } from '../../core/model.ts';
import type { Runbook } from '../../core/runbook/model.ts';
import type { Listed, Runbooks } from '../../core/runbook/open.ts';
import { walkedSteps } from '../../core/runbook/way.ts';
import { type DocumentRead, readDocument, readDocuments } from '../../io/documents.ts';
import { isFolder } from '../../io/files.ts';
import { sha256 } from '../../io/hash.ts';
import { pathIn, wholePath } from '../../io/paths.ts';
import { readRunbook } from '../../runbooks/read.ts';
import type { Reads } from '../../runbooks/shell/reads-file.ts';
import { isTrusted, type Trusting } from './trust.ts';

/** A document as a runbook, with its text as it was read. */
export interface Document {
	readonly listed: Listed;
	readonly runbook: Runbook;
	readonly text: string;
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

/** Reads a document that was found as a runbook. */
export const documentOf = async (file: DocumentRead, found: Origin, looking: Looking): Promise<Document> => {
	const origin = originOf(found, file);
	const name = runbookName(file.path);
	const runbook = readRunbook(file.text, name, looking.reads);
	const digest = sha256(file.text);
	const trusted = origin !== 'strange' || (await isTrusted(looking, file.path, digest));
	const { title, head, mistakes } = runbook;
	const listed: Listed = {
		...{ name, title, path: file.path, origin, trusted, digest, head },
		...{ steps: walkedSteps(runbook).length, mistakes: mistakes.length },
	};
	return { listed, runbook, text: file.text };
};

/** The runbooks there are; of two of one name the one that the config names, then the user's own, then the one that comes with watchdeck. */
export const findRunbooks = async (
	looking: Looking,
): Promise<{ readonly runbooks: Runbooks; readonly documents: ReadonlyMap<string, Document> }> => {
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
	return { documents, runbooks: { all: [...documents.values()].map(({ listed }) => listed), failures } };
};

/** A document as it is now, where it is still there. */
export const readAgain = async (document: Document, looking: Looking): Promise<Document | undefined> => {
	const read = await readDocument(document.listed.path);
	if (!read.ok) return undefined;
	if (read.value.text === document.text) return document;
	return documentOf(read.value, document.listed.origin, looking);
};
