/** Characters of labels in a sentence or list: what is longer says nothing more to a person. */
const most = 160;

/** Labels as PromQL writes them (`{code="500",job="api"}`), sorted, without the name of the metric and those in `but`. */
export function labelText(labels: Readonly<Record<string, string>>, but: readonly string[] = []): string {
	const parts = Object.entries(labels)
		.filter(([name]) => name !== '__name__' && !but.includes(name))
		.toSorted(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
	if (parts.length === 0) return '';
	const text = parts.join(',');
	return `{${text.length > most ? `${text.slice(0, most)}…` : text}}`;
}
