import type { Chunk, Read } from '../call.ts';
import type { Millis } from '../model.ts';
import type { Span } from './around.ts';
import { journalLine } from './journal.ts';
import { timeInLine } from './time-in-line.ts';
import { unitScript } from './unit-script.ts';

/** A log of a service besides those of its containers: the journal of a unit, or a file, on a host. */
export type LogSource =
	| { readonly is: 'unit'; readonly host: string; readonly unit: string }
	| { readonly is: 'file'; readonly host: string; readonly file: string };

/** What was said about a log by the program that reads it, and is no line of it. */
export type SourceLine = Chunk | { readonly mark: string };

/** So many lines of before are shown at first. */
const tail = '1000';

/** What a source is called beside its lines. */
export function sourceName(source: LogSource): string {
	return source.is === 'unit' ? source.unit : source.file;
}

/** By what a source is known: the same log, the same key. */
export function sourceKey(source: LogSource): string {
	return `${source.host} ${source.is} ${sourceName(source)}`;
}

function words(source: LogSource, since: Millis | undefined, again: boolean): readonly string[] {
	if (source.is === 'file') {
		// What a file said meanwhile cannot be told from what it said before: it goes on with what comes.
		return ['tail', '-n', again ? '0' : tail, '-F', '--', source.file];
	}
	if (since === undefined && !again) return ['sh', '-c', unitScript, 'journalctl', source.unit, '-f', '-n', tail];
	const from = since === undefined ? ['-n', '0'] : ['--since', `@${Math.floor(since / 1000)}`];
	return ['journalctl', '--no-pager', '-u', source.unit, '-o', 'json', '-f', ...from];
}

/** The stream of a source. `since`: the time of its newest line that is known; `again`: it was followed before. */
export function sourceCall(source: LogSource, since: Millis | undefined, again: boolean): Read {
	const { host } = source;
	// Only the beginning of a stream has a limit.
	return { effect: 'read', via: 'exec', host, argv: words(source, since, again), timeout: 10_000 };
}

/** So many lines of a file are looked through for those of a time that is past. */
const looked = '20000';

/** What a source said in a part of time: of a journal just that, of a file its newest lines, which say their times themselves. */
export function sourceCallIn(source: LogSource, { from, to }: Span): Read {
	const { host } = source;
	const seconds = (at: Millis) => `@${Math.floor(at / 1000)}`;
	const argv =
		source.is === 'file'
			? ['tail', '-n', looked, '--', source.file]
			: [
					...['journalctl', '--no-pager', '-u', source.unit, '-o', 'json'],
					...['--since', seconds(from), '--until', seconds(to + 999)],
				];
	return { effect: 'read', via: 'exec', host, argv, timeout: 30_000 };
}

/** What is said of a source, under its name and its host's. */
function saidOf(source: LogSource, text: string): SourceLine {
	return { mark: `log of ${sourceName(source)} on ${source.host}: ${text}` };
}

/** The words of the reading program without its own name and the source's, and what helps where they are a refusal. */
function plainWords(source: LogSource, text: string): string {
	const name = sourceName(source);
	const itself = text.replace(/^(?:tail|journalctl): /, '').replaceAll(`'${name}'`, 'it');
	const words = itself.startsWith(`${name}: `) ? itself.slice(name.length + 2) : itself;
	if (!/permission denied/i.test(words)) return words;
	return `${words}; put the account that watchdeck uses there into the group that may: usermod -aG GROUP ACCOUNT`;
}

/** What comes from a source as a line of its log; what `tail` and `journalctl` say themselves is a mark. */
export function sourceLine(source: LogSource, chunk: Chunk): SourceLine {
	if (chunk.from === 'err') return saidOf(source, plainWords(source, chunk.text));
	if (source.is === 'unit') {
		const line = journalLine(chunk.text);
		if (line !== undefined) return line;
		return chunk.cut === undefined ? chunk : saidOf(source, 'an entry is too long to be read');
	}
	const at = timeInLine(chunk.text);
	return at === undefined ? chunk : { ...chunk, at };
}
