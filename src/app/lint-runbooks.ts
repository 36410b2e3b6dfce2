import type { Linted } from '../core/lint/model.ts';
import { type Ran, ranSteps } from '../core/lint/ran.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import { readDocuments } from '../io/documents.ts';
import { accessOf, readText } from '../io/files.ts';
import { pathIn, pathsOf, wholePath } from '../io/paths.ts';
import { shippedFolder } from '../io/shipped.ts';
import type { ParsedData } from '../runbooks/data-file.ts';
import { type Against, lint } from '../runbooks/lint/lint.ts';
import { parseRules } from '../runbooks/lint/rules-file.ts';
import { parseReads } from '../runbooks/shell/reads-file.ts';
import { readJournal } from './read-journal.ts';
import { runbookName } from './walks/find-runbooks.ts';

/** Reads a file of data that comes with watchdeck. */
async function shipped<T>(name: string, parse: (text: string) => ParsedData<T>): Promise<Result<T>> {
	const path = pathIn(shippedFolder(), name);
	const file = await readText(path);
	if (!file.ok) return file;
	const parsed = parse(file.value.text);
	if (parsed.ok) return parsed;
	const [first] = parsed.errors;
	const message = `${path}:${first?.line ?? 1}: ${first?.message ?? 'it cannot be read'}`;
	return { ok: false, failure: { kind: 'refused', message, fix: 'It comes with watchdeck: install that anew.' } };
}

type Env = Readonly<Record<string, string | undefined>>;

/** When the steps of a document were last run, where that is known. */
const ranOf = (times: ReadonlyMap<string, Ran> | undefined, path: string): { readonly ran?: Ran } =>
	times === undefined ? {} : { ran: times.get(wholePath(process.cwd(), path)) ?? new Map() };

/** What documents are held against: the rules and the list of reads that come with watchdeck. `now`: whether a review is too old. */
export async function linting(now: Millis): Promise<Result<Against>> {
	const [rules, reads] = await Promise.all([shipped('lint.yaml', parseRules), shipped('reads.yaml', parseReads)]);
	if (!rules.ok) return rules;
	if (!reads.ok) return reads;
	return { ok: true, value: { rules: rules.value, reads: reads.value, now } };
}

/** When steps were last run, by the path of their document; undefined where this account has no journal. */
export async function ranHere(env: Env): Promise<Result<ReadonlyMap<string, Ran> | undefined>> {
	if ((await accessOf(pathsOf(env, process.cwd()).journal)) === undefined) return { ok: true, value: undefined };
	const read = await readJournal(env);
	return read.ok ? { ok: true, value: ranSteps(read.value.entries) } : read;
}

/** What is wrong in documents, by the paths of files and folders; what could not be read is told beside. */
export async function lintRunbooks(
	paths: readonly string[],
	now: Millis,
	env: Env,
): Promise<Result<{ readonly linted: readonly Linted[]; readonly failures: readonly Failure[] }>> {
	const against = await linting(now);
	if (!against.ok) return against;
	const ran = await ranHere(env);
	const linted: Linted[] = [];
	const failures: Failure[] = ran.ok ? [] : [ran.failure];
	const times = ran.ok ? ran.value : undefined;
	for (const path of paths) {
		const { read, failures: wrong } = await readDocuments(path);
		failures.push(...wrong.map(({ failure }) => failure));
		for (const { path: file, text } of read)
			linted.push({
				path: file,
				findings: lint(text, runbookName(file), { ...against.value, ...ranOf(times, file) }).findings,
			});
	}
	return { ok: true, value: { linted, failures } };
}
