import type { Read, Write } from '../call.ts';
import type { Millis } from '../model.ts';
import { redactDeep } from '../redact.ts';
import type { WalkHead, WalkLine } from './walk.ts';

/**
 * The script of the copies of walks that lie on hosts, in the folder of the account that is logged in as; only that account reads them. It
 * is called with
 * `begin ID`: what comes on standard input is the first line of the copy, where there is none yet;
 * `append ID KNOWN MOST`: what comes is added where the copy has no more lines than those KNOWN, behind a line with the host's clock. A
 * line that was cut ends first, so that it takes none of the next with it. Then as `read`;
 * `read ID KNOWN MOST`: prints the host's clock in seconds, and the copy behind its lines KNOWN, at most so many bytes.
 * Code 4: there is no copy.
 */
const copyScript = `umask 077
folder=\${XDG_STATE_HOME:-$HOME/.local/state}/watchdeck/walks
file=$folder/$2
tell() { date +%s; tail -n "+$(($1 + 1))" -- "$file" | head -c "$2"; }
case $1 in
begin)
	mkdir -p -- "$folder" || exit 1
	cat > "$file.$$" || { rm -f -- "$file.$$"; exit 1; }
	if [ -e "$file" ]; then rm -f -- "$file.$$"; else mv -- "$file.$$" "$file"; fi ;;
append)
	[ -f "$file" ] || exit 4
	if [ "$(wc -l < "$file")" -eq "$3" ]; then
		{
			[ -z "$(tail -c 1 -- "$file")" ] || echo
			printf '{"host":%s}\\n' "$(date +%s)"
			cat
		} >> "$file" || exit 1
	else cat > /dev/null; fi
	tell "$3" "$4" ;;
read)
	[ -f "$file" ] || exit 4
	tell "$3" "$4" ;;
esac
`;

/** The code with which the script says that there is no copy. */
export const noCopy = 4;

const timeout: Millis = 20_000;
/** Bytes of a copy that are read: a document and its lines; and what came since. */
const most = { whole: 32 * 1024 * 1024, news: 4 * 1024 * 1024 };
/** A clock takes so many bytes at the most, before what is told. */
const clock = 64;

function way(host: string, words: readonly string[]) {
	return { via: 'exec' as const, host, argv: ['sh', '-c', copyScript, 'watchdeck-walk-copy', ...words], timeout };
}

/** Begins the copy of a walk on a host with its first line, unless it is begun. */
export function beginCopy(host: string, walk: string, text: string): Write {
	return { ...way(host, ['begin', walk]), input: text, effect: 'write' };
}

/** Adds lines to the copy of a walk, unless it has more of them than those that are known; tells the lines behind them. */
export function appendCopy(host: string, walk: string, known: number, text: string): Write {
	const words = ['append', walk, String(known), String(most.news)];
	return { ...way(host, words), most: most.news + clock, input: text, effect: 'write' };
}

/** Reads the copy of a walk on a host behind the lines that are known: all of it, where none is. */
export function readCopy(host: string, walk: string, known = 0): Read {
	const size = known === 0 ? most.whole : most.news;
	return { ...way(host, ['read', walk, String(known), String(size)]), most: size + clock, effect: 'read' };
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

/** Secrets are taken out of the texts before they become JSON, in which a quote or a new line of one would stand otherwise. */
function jsonLine(value: unknown, redact: (text: string) => string): string {
	return `${JSON.stringify(redactDeep(value, redact))}\n`;
}

/** The first line of a copy. */
export function copyHead({ path, digest, runbook }: WalkHead, text: string, redact: (text: string) => string): string {
	return jsonLine({ version: 1, document: { name: runbook, path, digest, text } }, redact);
}

/** A line of a walk in its copy. */
export function copyLine({ at, by, run, session, n, did }: WalkLine, redact: (text: string) => string): string {
	return jsonLine({ at, by, run, session, n, did }, redact);
}
