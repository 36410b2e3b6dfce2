import { hostOf } from '../core/ids.ts';
import type { Condition, Millis } from '../core/model.ts';
import { kindOf, sortedRows } from '../core/select/rows/rows.ts';
import { conditionWords } from '../core/select/rows/words.ts';
import type { State } from '../core/state.ts';

/** One service or host, as `watchdeck status` says it. */
export interface StatusLine {
	readonly id: string;
	readonly is: Condition['is'];
	readonly because: string;
	readonly since: Millis;
	readonly release?: string;
	readonly original?: string;
	/** What to do about it, of a host that is not reached or whose engine does not answer. */
	readonly fix?: string;
}

/** What `watchdeck status` prints: every service and host as Fleet has them, worst first in their environment; or those that `wanted` names (`*` stands for anything). */
export const statusOf = (state: State, wanted: string | undefined): readonly StatusLine[] => {
	const unread: Condition = { is: 'unknown', because: 'nothing is known of it', since: state.started };
	return sortedRows(state)
		.filter((id) => kindOf(id) !== 'group' && (wanted === undefined || fits(wanted, id)))
		.map((id) => {
			const { is, because, since } = state.conditions[id] ?? unread;
			const service = state.services[id];
			const runs = service?.releases.find(({ can }) => can === 'runs');
			return {
				...{ id, is, because, since },
				...(runs === undefined ? {} : { release: runs.label }),
				...(service?.original === undefined ? {} : { original: service.original }),
				...fixOf(state, id),
			};
		});
};

/** What its host's failure says to do; of a host only, so that it is said once. */
const fixOf = ({ links, engines }: State, id: string): { readonly fix?: string } => {
	const host = hostOf(id);
	const link = host === undefined ? undefined : links[host];
	const engine = host === undefined ? undefined : engines[host];
	const fix = link?.is === 'down' ? link.failure.fix : engine?.failure?.fix;
	return fix === undefined ? {} : { fix };
};

/** Whether a service's id fits a pattern in which `*` stands for anything. */
export const fits = (pattern: string, id: string): boolean => {
	const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`).test(id);
};

/** The lines as text, a service a line, in columns; below a host that fails what to do about it. */
export const statusText = (lines: readonly StatusLine[]): string => {
	const rows = lines.map(({ id, is, release, because }) => [id, conditionWords[is], release ?? '-', because]);
	const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const text = (row: readonly string[]) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd();
	return rows
		.flatMap((row, index) => {
			const fix = lines[index]?.fix;
			return fix === undefined ? [text(row)] : [text(row), `  fix: ${fix}`];
		})
		.join('\n');
};
