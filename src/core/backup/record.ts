import type { BackupRecord } from '../finding.ts';
import { wholeOf } from '../host/said.ts';
import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import { timeOf } from '../time.ts';

/** No dataset is asked for so many tables that this would cut them. */
const mostTables = 1000;

/** Seconds, also parts of one, as milliseconds; undefined for what is none. */
function millisOf(seconds: string | undefined): Millis | undefined {
	return seconds !== undefined && /^\d{1,12}(?:\.\d{1,9})?$/.test(seconds)
		? Math.round(Number(seconds) * 1000)
		: undefined;
}

/** A hash of so many hex digits in small letters, so that two can be compared. */
export function hashOf(text: string | undefined, digits: number): string | undefined {
	const small = text?.toLowerCase();
	return small !== undefined && small.length === digits && /^[0-9a-f]+$/.test(small) ? small : undefined;
}

/**
 * The record of a backup, of its fields `NAME=VALUE`: `began`, `took`, `newest-row`, `sending` and `compared` in seconds, the times since
 * 1970; `there`, the time of its copy as the remote tells it (ISO 8601); `bytes`; `sha256`, `md5`; `server`; `size`; `unproven`,
 * a text; `row-unread`, why there is no `newest-row`; `tables`; `missing`, with a comma between two; `changed`. Undefined where one of `began`, `took`, `bytes` and `sha256`
 * is missing or is none: such a record vouches for nothing.
 */
export function parseRecord(fields: readonly string[]): BackupRecord | undefined {
	const values = new Map(
		fields.map((field) => {
			const at = field.indexOf('=');
			return at < 0 ? ([field, undefined] as const) : ([field.slice(0, at), field.slice(at + 1)] as const);
		}),
	);
	const [began, took] = [millisOf(values.get('began')), millisOf(values.get('took'))];
	const [bytes, sha256] = [wholeOf(values.get('bytes')), hashOf(values.get('sha256'), 64)];
	if (began === undefined || took === undefined || bytes === undefined || sha256 === undefined) return undefined;
	const server = values.get('server');
	const missing = values.get('missing')?.split(',', mostTables);
	return {
		...{ bytes, sha256, began, took },
		...known({
			md5: hashOf(values.get('md5'), 32),
			server: server === '' ? undefined : server,
			tables: wholeOf(values.get('tables')),
			size: wholeOf(values.get('size')),
			unproven: values.get('unproven') || undefined,
			missing: missing?.filter((table) => table !== ''),
			rowUnread: values.get('row-unread') || undefined,
			newestRow: millisOf(values.get('newest-row')),
			changed: wholeOf(values.get('changed')),
			sending: millisOf(values.get('sending')),
			compared: millisOf(values.get('compared')),
			there: timeOf(values.get('there') ?? ''),
			dataset: values.get('dataset') || undefined,
			safety: values.get('purpose') === 'safety' ? true : undefined,
		}),
	};
}
