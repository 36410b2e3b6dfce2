/** So many services and hosts have their names kept; beyond that all are made anew. */
const most = 10_000;
/** Names that were made, by service or host and by measure: a memory, which changes no result. */
const known = new Map<string, Map<string, string>>();

/**
 * The name of the series of a measure of a service or host: `ID/MEASURE`. The same text is given each time: hundreds are
 * looked up a second, and a text that is put together anew has to be hashed anew.
 */
export function seriesName(id: string, measure: string): string {
	const names = known.get(id) ?? namesOf(id);
	const name = names.get(measure) ?? `${id}/${measure}`;
	names.set(measure, name);
	return name;
}

function namesOf(id: string): Map<string, string> {
	if (known.size >= most) known.clear();
	const names = new Map<string, string>();
	known.set(id, names);
	return names;
}
