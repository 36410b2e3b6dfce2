import type { Listed } from '../core/runbook/open.ts';
import { pathsOf } from '../io/paths.ts';
import { textTable } from './text-table.ts';
import { findRunbooks, type Looking, wholeRunbooks } from './walks/find-runbooks.ts';
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
