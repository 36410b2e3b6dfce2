import type { BackupRecord, RestoreProof } from '../finding.ts';
import { firstSaid, saidIn, wholeOf } from '../host/said.ts';
import { mayBeBackup } from './names.ts';
import { parseProof } from './proof.ts';
import { parseRecord } from './record.ts';

/** A file as it lies there: `at` in seconds by the clock of where it lies. */
export interface BackupFile {
	readonly path: string;
	readonly at: number;
	readonly bytes: number;
}

/** What the script said of a folder. `files`: the newest first; `count`: all that fit. */
export interface FolderAnswer {
	readonly folder: 'there' | 'missing' | 'denied';
	/** The host's clock in seconds. */
	readonly clock: number;
	readonly count: number;
	readonly files: readonly BackupFile[];
	/** Of the newest: its first bytes in hex, `denied`, or unknown; and of what is in it where it is compressed. */
	readonly head?: string;
	readonly inner?: string;
	/** What was written down when they were made, by their paths; and all restore tests. Times by the host's clock. */
	readonly records: ReadonlyMap<string, BackupRecord>;
	readonly proofs: readonly RestoreProof[];
	/** Some of what was written down may not be read. */
	readonly unread?: true;
}

/**
 * The files among which the newest backup is, that of `dataset` where it is of one: what a restore dumped of the data that
 * it replaced is none, nor what another dataset made in the same folder.
 */
export function usualFiles(
	{ files, records }: Pick<FolderAnswer, 'files' | 'records'>,
	dataset?: string,
): readonly BackupFile[] {
	return files.filter(({ path }) => {
		const own = records.get(path);
		if (own?.safety === true) return false;
		return dataset === undefined || own?.dataset === undefined || own.dataset === dataset;
	});
}

/** A restore test is one line with all of its checks. */
const longestLine = 32 * 1024;

const states = ['there', 'missing', 'denied'] as const;

function fileOf(line: string): BackupFile | undefined {
	const [, at, bytes, path = ''] = /^(\d{1,12}) (\d{1,18}) (?:\.\/)?(.{1,1024})$/s.exec(line) ?? [];
	if (at === undefined || bytes === undefined || !mayBeBackup(path)) return undefined;
	return { path, at: Number(at), bytes: Number(bytes) };
}

/** A record as the script says it: `FILE`, then `NAME=VALUE` each, with tabs between. */
function recordOf(line: string): readonly (readonly [string, BackupRecord])[] {
	const [path = '', ...fields] = line.split('\t');
	const record = parseRecord(fields);
	return record === undefined ? [] : [[path.replace(/^\.\//, ''), record]];
}

/**
 * Restore tests, the newest first, by the lines in which they were written down one after the other: whatever a clock that
 * was set back says, none came after the one that follows it.
 */
function proofsIn(lines: readonly string[]): readonly RestoreProof[] {
	let next = Number.POSITIVE_INFINITY;
	return lines.toReversed().flatMap((line) => {
		const proof = parseProof(line);
		if (proof === undefined) return [];
		const at = Math.min(proof.at, next);
		next = at - 1;
		return [{ ...proof, at }];
	});
}

/** What the script printed, taken apart; undefined where it did not say how the folder stands. */
export function parseFolder(text: string): FolderAnswer | undefined {
	const said = saidIn(text, longestLine);
	const clock = wholeOf(firstSaid(said, 'clock'));
	const folder = states.find((state) => state === firstSaid(said, 'folder'));
	if (clock === undefined || folder === undefined) return undefined;
	const files = (said.get('file') ?? []).flatMap((line) => fileOf(line) ?? []);
	const [head, inner] = [firstSaid(said, 'head'), firstSaid(said, 'inner')];
	return {
		folder,
		clock,
		count: Math.max(files.length, wholeOf(firstSaid(said, 'count')) ?? 0),
		files: files.toSorted((a, b) => b.at - a.at),
		records: new Map((said.get('record') ?? []).flatMap(recordOf)),
		proofs: proofsIn(said.get('proof') ?? []),
		...(firstSaid(said, 'records') === 'denied' ? { unread: true } : {}),
		...(head === undefined ? {} : { head }),
		...(inner === undefined ? {} : { inner }),
	};
}
