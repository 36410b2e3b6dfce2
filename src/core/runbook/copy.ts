import type { Read, Write } from '../call.ts';
import type { Millis } from '../model.ts';
import type { WalkHead, WalkLine } from './walk.ts';

/**
 * The script of the copies of walks that lie on hosts, in the folder of the account that is logged in as, called with `append ID` (what
 * comes on standard input is added), `read ID` or `list` (the ids, a line each). Only that account reads them.
 */
export const copyScript = `umask 077
folder=\${XDG_STATE_HOME:-$HOME/.local/state}/watchdeck/walks
case $1 in
append) mkdir -p -- "$folder" && cat >> "$folder/$2" ;;
read) cat -- "$folder/$2" ;;
list) cd -- "$folder" 2>/dev/null || exit 0; for walk in w-*; do [ -f "$walk" ] && printf '%s\\n' "$walk"; done; : ;;
esac
`;

const timeout: Millis = 20_000;
/** Bytes of a copy that are read: a document and its lines. */
const most = 32 * 1024 * 1024;

function way(host: string, words: readonly string[]) {
	return { via: 'exec' as const, host, argv: ['sh', '-c', copyScript, 'watchdeck-walk-copy', ...words], timeout };
}

/** Adds a text to the copy of a walk on a host. */
export function appendCopy(host: string, walk: string, text: string): Write {
	return { ...way(host, ['append', walk]), input: text, effect: 'write' };
}

/** Reads the copy of a walk on a host; code 1 where there is none. */
export function readCopy(host: string, walk: string): Read {
	return { ...way(host, ['read', walk]), most, effect: 'read' };
}

/** Whether a text can be the id of a walk: of anything else no file is asked for. */
export function isWalkId(text: string): boolean {
	return /^w-[0-9a-f]{6}$/.test(text);
}

/** The document of a walk as it was when it began. */
export interface CopiedDocument {
	readonly name: string;
	readonly path: string;
	readonly digest: string;
	readonly text: string;
}

/** A walk as its copy has it. */
export interface Copied {
	readonly document: CopiedDocument;
	readonly lines: readonly WalkLine[];
}

/** The first line of a copy. */
export function copyHead({ path, digest, runbook }: WalkHead, text: string): string {
	return `${JSON.stringify({ version: 1, document: { name: runbook, path, digest, text } })}\n`;
}

/** A line of a walk in its copy. */
export function copyLine({ at, by, run, did }: WalkLine): string {
	return `${JSON.stringify({ at, by, run, did })}\n`;
}
