import { createReadStream } from 'node:fs';
import { failed } from '../core/failed.ts';
import type { Result } from '../core/model.ts';
import { failureOf } from './failure.ts';

/** What is read: a file (also a pipe, such as `<(…)` of a shell), or standard input. `name`: how sentences call it. */
export interface Source {
	readonly path?: string;
	readonly name: string;
	/** No more bytes than this are taken in; more is a failure. */
	readonly most: number;
}

/** Reads all of a text; what is too long or no text is a failure, and no more than `most` bytes are ever held. */
export async function readAll({ path, name, most }: Source): Promise<Result<string>> {
	const chunks: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of path === undefined ? process.stdin : createReadStream(path)) {
			const bytes = Buffer.from(chunk);
			length += bytes.length;
			if (length > most) return failed('full', `${name} is longer than ${most / 1024 / 1024} MiB.`);
			chunks.push(bytes);
		}
	} catch (error) {
		return { ok: false, failure: failureOf(error, name) };
	}
	try {
		return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) };
	} catch {
		return failed('garbled', `${name} is no text in UTF-8.`);
	}
}
