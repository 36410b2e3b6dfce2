import { failed } from '../core/failed.ts';
import type { Result } from '../core/model.ts';
import type { Listed } from '../core/runbook/open.ts';
import { readDocument } from '../io/documents.ts';
import { pathsOf } from '../io/paths.ts';
import { textTable } from './text-table.ts';
import {
	type Document,
	documentOf,
	findRunbooks,
	type Looking,
	wholeOf,
	wholeRunbooks,
} from './walks/find-runbooks.ts';
import { lookingFor } from './walks/looking.ts';

/** The runbooks that there are, and where they were looked for. */
export interface FoundRunbooks extends Awaited<ReturnType<typeof wholeRunbooks>> {
	readonly looking: Looking;
}

/** Finds the runbooks of this account. `named`: those that the config names, which lies at `config`. */
export async function foundRunbooks(
	named: readonly string[],
	env: Readonly<Record<string, string | undefined>>,
	config: string | undefined,
): Promise<FoundRunbooks> {
	const looking = await lookingFor(() => named, pathsOf(env, process.cwd()), config)();
	return { ...(await wholeRunbooks(await findRunbooks(looking))), looking };
}

/** The runbooks as a table: what each is called, how bad it is that it is for, when it is offered, and where it lies. */
export function runbookListText(all: readonly Listed[]): string {
	if (all.length === 0) return 'There is no runbook.';
	const rows = all
		.toSorted((a, b) => a.name.localeCompare(b.name))
		.map(({ name, title, head, steps, origin, path }) => [
			...[name, head.severity ?? '', head.when.join(', '), `${steps} steps`, title],
			origin === 'stock' ? '' : path,
		]);
	return textTable([['NAME', 'SEVERITY', 'WHEN', 'STEPS', 'TITLE', 'FILE'], ...rows]);
}

/** A runbook by its name, or by the path of a document. */
export async function documentNamed(name: string, { documents, looking }: FoundRunbooks): Promise<Result<Document>> {
	const named = documents.get(name);
	if (named !== undefined) return { ok: true, value: named };
	if (!name.includes('/') && !/\.(?:md|markdown)$/i.test(name))
		return failed('missing', `There is no runbook ${name}.`, 'See: watchdeck runbook list. Or name a file: ./NAME.md');
	const read = await readDocument(name);
	return read.ok ? { ok: true, value: await wholeOf(await documentOf(read.value, 'strange', looking)) } : read;
}
