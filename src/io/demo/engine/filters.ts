import { fieldsOf, textsOf } from './fields.ts';

/** Filters of a request: by name the values of which one must fit. */
export type Filters = Readonly<Record<string, readonly string[]>>;

/** The filters in a query, in both forms that the engine reads (`["a"]` and `{"a":true}`); undefined: they are no JSON. */
export function filtersOf(query: URLSearchParams): Filters | undefined {
	const text = query.get('filters');
	if (text === null || text === '') return {};
	try {
		const entries = Object.entries(fieldsOf(JSON.parse(text)));
		return Object.fromEntries(
			entries.map(([name, given]) => [name, Array.isArray(given) ? textsOf(given) : Object.keys(fieldsOf(given))]),
		);
	} catch {
		return undefined;
	}
}

/** Are all these labels (`name` or `name=value`) there? */
export function hasLabels(labels: Readonly<Record<string, string>>, wanted: readonly string[]): boolean {
	return wanted.every((each) => {
		const at = each.indexOf('=');
		return at < 0 ? labels[each] !== undefined : labels[each.slice(0, at)] === each.slice(at + 1);
	});
}
