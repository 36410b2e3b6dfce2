import type { Linted } from '../core/lint/model.ts';
import type { Failure, Result } from '../core/model.ts';
import { readDocuments } from '../io/documents.ts';
import { readText } from '../io/files.ts';
import { pathIn } from '../io/paths.ts';
import { shippedFolder } from '../io/shipped.ts';
import type { ParsedData } from '../runbooks/data-file.ts';
import { type Against, lint } from '../runbooks/lint/lint.ts';
import { parseRules } from '../runbooks/lint/rules-file.ts';
import { parseReads } from '../runbooks/shell/reads-file.ts';
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

/** What documents are held against: the rules and the list of reads that come with watchdeck. `now`: whether a review is too old. */
export async function linting(now: number): Promise<Result<Against>> {
	const [rules, reads] = await Promise.all([shipped('lint.yaml', parseRules), shipped('reads.yaml', parseReads)]);
	if (!rules.ok) return rules;
	if (!reads.ok) return reads;
	return { ok: true, value: { rules: rules.value, reads: reads.value, now } };
}

/** What is wrong in documents, by the paths of files and folders; what could not be read is told beside. */
export async function lintRunbooks(
	paths: readonly string[],
	now: number,
): Promise<Result<{ readonly linted: readonly Linted[]; readonly failures: readonly Failure[] }>> {
	const against = await linting(now);
	if (!against.ok) return against;
	const linted: Linted[] = [];
	const failures: Failure[] = [];
	for (const path of paths) {
		const { read, failures: wrong } = await readDocuments(path);
		failures.push(...wrong.map(({ failure }) => failure));
		for (const { path: file, text } of read)
			linted.push({ path: file, findings: lint(text, runbookName(file), against.value).findings });
	}
	return { ok: true, value: { linted, failures } };
}
