import { access, constants, lstat, readlink, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Failure } from '../core/model.ts';
import { codeOf } from './failure.ts';

const elsewhere = 'Or name another folder in XDG_STATE_HOME.';

/** Why a database that may not be written to is of no use. */
export function unwritable(file: string): Failure {
	const message = `The database ${file} cannot be written to.`;
	return { kind: 'forbidden', message, fix: `Run: ls -l ${file}; it must be yours.` };
}

const succeeds = (call: Promise<unknown>): Promise<boolean> =>
	call.then(
		() => true,
		() => false,
	);

/** The path itself, also where it is a link that leads nowhere, else the nearest folder above it that is there. */
async function nearest(path: string): Promise<string> {
	const above = dirname(path);
	return above === path || (await succeeds(lstat(path))) ? path : nearest(above);
}

/** What is wrong with a link that leads nowhere; undefined for anything else. */
async function brokenLink(path: string, file: string): Promise<Failure | undefined> {
	const code = await stat(path).then(() => undefined, codeOf);
	if (code === 'ELOOP')
		return { kind: 'missing', message: `${path} is a link that leads in a circle.`, fix: `Remove it: rm ${path}` };
	const to = code === 'ENOENT' ? await readlink(path).catch(() => undefined) : undefined;
	if (to === undefined) return undefined;
	const target = resolve(dirname(path), to);
	return {
		kind: 'missing',
		message: `${path} is a link to ${to}, which is not there.`,
		fix: `Remove the link, or make the folder ${path === file ? dirname(target) : target}.`,
	};
}

/**
 * Why a file, or the folder for it, could not be made or opened for writing, where its owner, a link or its disk is to
 * blame; undefined for other errors. Of a folder that lets nobody write, the system may say no more than that nothing is
 * there.
 */
export async function unopened(error: unknown, file: string): Promise<Failure | undefined> {
	const folder = dirname(file);
	const found = await nearest(file);
	// Of several folders that cannot be made on it, Node says no more than that nothing is there.
	const writing = await access(found, constants.W_OK).then(() => undefined, codeOf);
	const code = writing === 'EROFS' ? writing : codeOf(error);
	if (code === 'EROFS') {
		const message = `The database ${file} cannot be written to: ${await nearest(folder)} is on a file system that is mounted read-only.`;
		return { kind: 'forbidden', message, fix: `Mount it for writing. ${elsewhere}` };
	}
	// Of a folder that is a broken link, the system says that it is there already, or no folder.
	const link = await brokenLink(found, file);
	if (link !== undefined) return link;
	if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EPERM') return undefined;
	if (found === file) return unwritable(file);
	return {
		kind: 'forbidden',
		message: `The folder ${folder} cannot be made or written to.`,
		fix: `Run: ls -ld ${found}; it must be yours. ${elsewhere}`,
	};
}
