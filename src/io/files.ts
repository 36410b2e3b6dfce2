import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { link, mkdir, mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { failed } from '../core/failed.ts';
import type { Failure, Result } from '../core/model.ts';
import { codeOf, failureOf } from './failure.ts';

/** A file that was read, with who may change it. */
export interface FileRead {
	readonly path: string;
	readonly text: string;
	/** Can somebody else than its owner and root write to it, or does it belong to another user? */
	readonly foreign: boolean;
}

const othersWrite = 0o022;
const onlyMine = 0o600;
const onlyMyFolder = 0o700;
/** A database grows by no less, in bytes; source: sqlite.org/pragma.html#pragma_page_size. */
const aPage = 4096;

/** No config is longer, in bytes: one that is was made by a mistake, and to understand it would take minutes. */
const longest = 1024 * 1024;

/** How long a file may be, in bytes, and what it is to hold, for who named another. */
interface Reading {
	readonly most: number;
	readonly what: string;
}

/** Reads a text file that is not too long; unless it is said otherwise, a config. */
export async function readText(
	path: string,
	{ most, what }: Reading = { most: longest, what: 'the config' },
): Promise<Result<FileRead>> {
	try {
		const about = await stat(path);
		const { mode, uid, size } = about;
		// A pipe or a device may never end; a folder has an error of its own.
		if (!about.isFile() && !about.isDirectory())
			return failed('refused', `${path} is no regular file.`, `Name a file that holds ${what}.`);
		if (size > most)
			return failed('full', `${path} is longer than ${most / 1024 / 1024} MiB.`, `Name ${what}; split a longer one.`);
		const text = await readFile(path, 'utf8');
		const me = process.getuid?.();
		const foreign = (mode & othersWrite) !== 0 || (uid !== 0 && me !== undefined && uid !== me);
		return { ok: true, value: { path, text, foreign } };
	} catch (error) {
		return { ok: false, failure: failureOf(error, path) };
	}
}

/**
 * Writes a file whole or not at all: beside it first, then over it. Readable by its owner only unless `mode` says
 * otherwise; folders that are missing are made for the owner only.
 */
export async function writeText(path: string, text: string, mode: number = onlyMine): Promise<Result<void>> {
	const beside = `${path}.${randomBytes(4).toString('hex')}`;
	try {
		await mkdir(dirname(path), { recursive: true, mode: onlyMyFolder });
		const handle = await open(beside, 'wx', mode);
		try {
			await handle.writeFile(text);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(beside, path);
		return { ok: true, value: undefined };
	} catch (error) {
		await rm(beside, { force: true }).catch(() => undefined);
		return { ok: false, failure: failureOf(error, path) };
	}
}

/** Writes a file that is not there yet, whole; one that is there stays as it is, and the failure's kind is `changed`. */
export async function createText(path: string, text: string): Promise<Result<void>> {
	const beside = `${path}.${randomBytes(4).toString('hex')}`;
	const written = await writeText(beside, text);
	if (!written.ok) return written;
	try {
		// Unlike a rename, a link never takes the place of a file, also not of one that came just now.
		await link(beside, path);
		return { ok: true, value: undefined };
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return failed('changed', `${path} is there already.`);
		return { ok: false, failure: failureOf(error, path) };
	} finally {
		await rm(beside, { force: true }).catch(() => undefined);
	}
}

/** Who may use a file or folder: its permission bits, and whether it is this account's own; undefined where it is not there. */
export async function accessOf(
	path: string,
): Promise<{ readonly path: string; readonly mode: number; readonly mine: boolean } | undefined> {
	try {
		const { mode, uid } = await stat(path);
		const me = process.getuid?.();
		return { path, mode: mode & 0o777, mine: me === undefined || me === 0 || uid === me };
	} catch {
		return undefined;
	}
}

/** Whether what is there is a folder; undefined where nothing is, or it cannot be known. */
export async function isFolder(path: string): Promise<boolean | undefined> {
	return stat(path).then(
		(found) => found.isDirectory(),
		() => undefined,
	);
}

/** Why nothing can be written into a folder, tried with a file of its own that goes again; undefined where it can. */
export async function unwritableFolder(path: string): Promise<Failure | undefined> {
	const beside = join(path, `.tried-${randomBytes(4).toString('hex')}`);
	try {
		const handle = await open(beside, 'wx', onlyMine);
		try {
			// A file without content finds room on a disk that is full.
			await handle.writeFile(Buffer.alloc(aPage));
			await handle.sync();
		} finally {
			await handle.close();
		}
		return undefined;
	} catch (error) {
		return failureOf(error, path);
	} finally {
		await rm(beside, { force: true }).catch(() => undefined);
	}
}

/** A new folder of our own that lasts until `remove`, or until the program ends, also by a bug; for what must not be kept. */
export async function temporaryFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
	const path = await mkdtemp(join(tmpdir(), 'watchdeck-'));
	const removeNow = () => rmSync(path, { recursive: true, force: true });
	process.once('exit', removeNow);
	const remove = async (): Promise<void> => {
		await rm(path, { recursive: true, force: true });
		process.off('exit', removeNow);
	};
	return { path, remove };
}
