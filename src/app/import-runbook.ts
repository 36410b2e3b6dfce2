import type { Finding } from '../core/lint/model.ts';
import type { Millis, Result } from '../core/model.ts';
import { readDocument } from '../io/documents.ts';
import { createText } from '../io/files.ts';
import { annotated } from '../runbooks/annotate/annotate.ts';
import type { KnownHosts } from '../runbooks/annotate/hosts.ts';
import { lint } from '../runbooks/lint/lint.ts';
import { linting } from './lint-runbooks.ts';
import { runbookName } from './walks/find-runbooks.ts';

/** Where the copy of a document lies unless another place is named: beside it. */
const beside = (path: string): string => `${path.replace(/\.(?:md|markdown)$/i, '')}.runbook.md`;

/**
 * Writes an annotated copy of a document to `output`, or beside it; a file that is there stays as it is. Gives where it was written,
 * and what was found. `hosts`: what is known of where steps run.
 */
export async function importedRunbook(
	path: string,
	output: string | undefined,
	now: Millis,
	hosts: KnownHosts = { hosts: [] },
): Promise<Result<{ readonly path: string; readonly findings: readonly Finding[] }>> {
	const against = await linting(now);
	if (!against.ok) return against;
	const read = await readDocument(path);
	if (!read.ok) return read;
	const name = runbookName(path);
	const to = output ?? beside(path);
	const written = await createText(to, annotated(read.value.text, name, against.value, hosts));
	if (!written.ok) return { ok: false, failure: { fix: 'Name another: --output FILE', ...written.failure } };
	return { ok: true, value: { path: to, findings: lint(read.value.text, name, against.value).findings } };
}
