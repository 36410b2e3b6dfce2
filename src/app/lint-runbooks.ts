import type { Answer, Read } from '../core/call.ts';
import { hostFindings } from '../core/lint/hosts/findings.ts';
import type { Linted } from '../core/lint/model.ts';
import { type Ran, ranSteps } from '../core/lint/ran.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import { readDocuments } from '../io/documents.ts';
import { accessOf, readText } from '../io/files.ts';
import { pathIn, pathsOf, wholePath } from '../io/paths.ts';
import { shippedFolder } from '../io/shipped.ts';
import type { ParsedData } from '../runbooks/data-file.ts';
import { askedOf } from '../runbooks/lint/hosts/asked.ts';
import type { Where } from '../runbooks/lint/hosts/where.ts';
import { type Against, lint, once } from '../runbooks/lint/lint.ts';
import { parseRules, type Rules } from '../runbooks/lint/rules-file.ts';
import type { Source } from '../runbooks/lint/source.ts';
import { parseReads } from '../runbooks/shell/reads-file.ts';
import { askHosts } from './lint-hosts.ts';
import { readJournal } from './read-journal.ts';
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

/** A folder in which nothing is looked at, such as one that was mistyped, is not in order. */
const noDocument = (path: string): Failure => ({
	kind: 'missing',
	message: `${path} has no Markdown document: no file in it ends with .md or .markdown.`,
	fix: 'Name the folder or the files that are meant; folders within it are not looked into.',
});

type Env = Readonly<Record<string, string | undefined>>;

/** When the steps of a document were last run, where that is known. */
const ranOf = (times: ReadonlyMap<string, Ran> | undefined, path: string): { readonly ran?: Ran } =>
	times === undefined ? {} : { ran: times.get(wholePath(process.cwd(), path)) ?? new Map() };

/** What documents are held against: the rules and the list of reads that come with watchdeck. `now`: whether a review is too old. */
export async function linting(now: Millis): Promise<Result<Against>> {
	const [rules, reads] = await Promise.all([shipped('lint.yaml', parseRules), shipped('reads.yaml', parseReads)]);
	if (!rules.ok) return rules;
	if (!reads.ok) return reads;
	return { ok: true, value: { rules: rules.value, reads: reads.value, now } };
}

/** When steps were last run, by the path of their document; undefined where this account has no journal. */
export async function ranHere(env: Env): Promise<Result<ReadonlyMap<string, Ran> | undefined>> {
	if ((await accessOf(pathsOf(env, process.cwd()).journal)) === undefined) return { ok: true, value: undefined };
	const read = await readJournal(env);
	return read.ok ? { ok: true, value: ranSteps(read.value.entries) } : read;
}

/** What documents are held against besides: what hosts answer. `tell`: how that goes on. */
export interface OnHosts {
	readonly where: Where;
	readonly ask: (call: Read) => Promise<Answer>;
	readonly tell: (line: string) => void;
}

/** What was found in documents. `failures`: what could not be read; `asked`: the hosts that were asked. */
export interface LintedRunbooks {
	readonly linted: readonly Linted[];
	readonly failures: readonly Failure[];
	readonly asked: readonly string[];
}

/** Adds to what was found what hosts say of it. */
async function withHosts(
	all: readonly (Linted & { readonly source: Source })[],
	rules: Rules,
	{ where, ask, tell }: OnHosts,
): Promise<Omit<LintedRunbooks, 'failures'>> {
	const wanted = all.map(({ source, ...linted }) => ({ linted, of: askedOf(source, rules, where) }));
	const every = wanted.flatMap(({ of }) => of.asked);
	const told = await askHosts(ask, every, tell);
	const linted = wanted.map(({ linted: { path, findings }, of }) => ({
		path,
		findings: once([...findings, ...of.findings, ...hostFindings(of.asked, told)]),
	}));
	return { linted, asked: [...told.keys()] };
}

/** What is wrong in documents, by the paths of files and folders; what could not be read is told beside. `hosts`: these are asked as well. */
export async function lintRunbooks(
	paths: readonly string[],
	now: Millis,
	env: Env,
	hosts?: OnHosts,
): Promise<Result<LintedRunbooks>> {
	const against = await linting(now);
	if (!against.ok) return against;
	const ran = await ranHere(env);
	const linted: (Linted & { readonly source: Source })[] = [];
	const failures: Failure[] = ran.ok ? [] : [ran.failure];
	const times = ran.ok ? ran.value : undefined;
	for (const path of paths) {
		const { read, failures: wrong } = await readDocuments(path);
		failures.push(...wrong.map(({ failure }) => failure));
		if (read.length + wrong.length === 0) failures.push(noDocument(path));
		for (const { path: file, text } of read) {
			const { findings, source } = lint(text, runbookName(file), { ...against.value, ...ranOf(times, file) });
			linted.push({ path: file, findings, source });
		}
	}
	if (hosts !== undefined)
		return { ok: true, value: { failures, ...(await withHosts(linted, against.value.rules, hosts)) } };
	return { ok: true, value: { failures, asked: [], linted: linted.map(({ path, findings }) => ({ path, findings })) } };
}
