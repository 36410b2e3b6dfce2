/** A series of a metrics page. `key`: its name and labels in one canonical text, the same whatever their order was. */
export interface MetricSeries {
	readonly key: string;
	readonly name: string;
	/** Without those that are empty: an empty label is no label. */
	readonly labels: Readonly<Record<string, string>>;
}

/** The series at the beginning of a line, and where it ends. */
export interface SeriesAt {
	readonly series: MetricSeries;
	readonly end: number;
}

const nameForm = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
/** One label with the comma or brace after it; source: Prometheus, "Exposition formats", text format 0.0.4. */
const labelForm = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\[\\"n])*)"[ \t]*(,|(?=\}))/y;
const openForm = /[ \t]*\{/y;
const closeForm = /[ \t]*\}/y;
/** Labels of one series; Prometheus itself limits them only when told to. */
const mostLabels = 64;

/** What a sticky form matches exactly there; a form keeps no state between two calls. */
function matchAt(form: RegExp, text: string, at: number): RegExpExecArray | null {
	form.lastIndex = at;
	return form.exec(text);
}

function unescaped(value: string): string {
	return value.includes('\\') ? value.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign)) : value;
}

interface LabelsAt {
	readonly labels: readonly (readonly [string, string])[];
	readonly end: number;
}

/** The labels from just after the brace on; undefined when they are malformed, doubled or too many. */
function labelsAt(line: string, start: number): LabelsAt | undefined {
	const labels: (readonly [string, string])[] = [];
	const names = new Set<string>();
	let at = start;
	for (let found = matchAt(labelForm, line, at); found !== null; found = matchAt(labelForm, line, at)) {
		const [whole, name = '', value = '', comma] = found;
		if (names.has(name) || names.size === mostLabels) return undefined;
		names.add(name);
		if (value !== '') labels.push([name, unescaped(value)]);
		at += whole.length;
		if (comma !== ',') break;
	}
	const close = matchAt(closeForm, line, at);
	return close === null ? undefined : { labels, end: at + close[0].length };
}

function keyOf(name: string, labels: LabelsAt['labels']): string {
	const sorted = labels.toSorted(([a], [b]) => (a < b ? -1 : 1));
	return sorted.length === 0 ? name : `${name}${JSON.stringify(sorted)}`;
}

/** The series that a line begins with; undefined when its name or a label is malformed or a label stands there twice. */
export function seriesAt(line: string, start: number): SeriesAt | undefined {
	const name = matchAt(nameForm, line, start)?.[0];
	if (name === undefined) return undefined;
	const after = start + name.length;
	const open = matchAt(openForm, line, after);
	const found: LabelsAt | undefined =
		open === null ? { labels: [], end: after } : labelsAt(line, after + open[0].length);
	if (found === undefined) return undefined;
	return { series: { key: keyOf(name, found.labels), name, labels: Object.fromEntries(found.labels) }, end: found.end };
}
