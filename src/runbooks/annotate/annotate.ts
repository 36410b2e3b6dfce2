import type { Finding } from '../../core/lint/model.ts';
import { redact } from '../../core/redact.ts';
import type { Runbook } from '../../core/runbook/model.ts';
import { type Against, lint } from '../lint/lint.ts';
import { type Source, sourceOf } from '../lint/source.ts';
import { readRunbook } from '../read.ts';
import { isPrompted, isShell } from '../steps/command.ts';
import { type KnownHosts, placedIn, withHosts } from './hosts.ts';
import { type Named, namesOf } from './names.ts';

/** A comment that stands above a line of the document. */
interface Remark {
	readonly above: number;
	readonly text: string;
	readonly finding: Finding;
}

/** So often a copy is read to see whether its steps are still those of the document; of a long one less often. */
const mostTries = 200;
const leastTries = 8;
/** So many signs are read for that, all in all. */
const mostRead = 20_000_000;

/** So much of a line is repeated in what is said of it, in signs. */
const excerpt = 60;

const remarkText = ({ level, says, instead, line, rule }: Finding, source: Source): string => {
	const about = redact(source.lines[line - 1]?.text.trim() ?? '', []).slice(0, excerpt);
	return `lint: ${level}: ${says} [${rule}]. Instead: ${instead}. About: ${about}`.replaceAll('-->', '→');
};

/** Where each finding is said: above the block that it is in, of code above the text that leads to it. Those of front matter have no place. */
function remarksOf(findings: readonly Finding[], source: Source): readonly Remark[] {
	const blocks = source.runbook.steps.flatMap((step) => step.blocks);
	const begins = new Map<number, number>();
	for (const [at, { is, line, ends, depth }] of blocks.entries()) {
		const before = blocks[at - 1];
		const leads = is === 'code' && before?.is === 'text' && before.depth === depth;
		const above = leads ? before.line : line;
		if (is !== 'source') for (let of = line; of <= ends; of += 1) begins.set(of, Math.max(above, begins.get(of) ?? 0));
	}
	return findings.flatMap((finding) => {
		const above = begins.get(finding.line);
		return above === undefined ? [] : [{ above, text: remarkText(finding, source), finding }];
	});
}

/** The lines of a document with remarks above them, each as far in as its line. */
function remarked(lines: readonly string[], remarks: readonly Remark[]): readonly string[] {
	const above = Map.groupBy(remarks, (remark) => remark.above);
	return lines.flatMap((line, at) => [
		...(above.get(at + 1) ?? []).map(({ text }) => `${/^\s*/.exec(line)?.[0] ?? ''}<!-- ${text} -->`),
		line,
	]);
}

const shapeOf = ({ steps }: Runbook): string => JSON.stringify(steps.map(({ title, does }) => [title, does.is]));

/** Those of the remarks with which the document still has the same steps. */
function harmless(
	lines: readonly string[],
	remarks: readonly Remark[],
	read: (text: string) => string,
): readonly Remark[] {
	const shape = read(lines.join('\n'));
	let kept: readonly Remark[] = [];
	const length = lines.reduce((sum, line) => sum + line.length + 1, 0);
	let tries = Math.max(leastTries, Math.min(mostTries, mostRead / length));
	const open: (readonly Remark[])[] = [remarks];
	for (let some = open.pop(); some !== undefined; some = open.pop()) {
		if (some.length === 0 || tries < 1) continue;
		tries -= 1;
		const all = [...kept, ...some];
		if (read(remarked(lines, all).join('\n')) === shape) kept = all;
		else if (some.length > 1) {
			const half = some.length >> 1;
			open.push(some.slice(half), some.slice(0, half));
		}
	}
	return kept.toSorted((a, b) => a.above - b.above || a.finding.line - b.finding.line);
}

/** The lines of shell fences with variables in the place of what they name. */
function withVariables(source: Source, text: readonly string[], named: readonly Named[]): readonly string[] {
	const escaped = named.map(({ value }) => value.replaceAll(/[.+/]/g, '\\$&'));
	if (escaped.length === 0) return text;
	const names = new Map(named.map(({ name, value }) => [value, name]));
	const any = new RegExp(`(?<![\\w.{-])(?:${escaped.join('|')})(?![\\w}-]|\\.\\w)`, 'g');
	return text.map((line, at) => {
		const { kind, language = '' } = source.lines[at] ?? {};
		// Of a line that is looked at in part only a part would be changed; a comment says what it says.
		if (kind !== 'code' || !isShell(language) || isPrompted(language) || /^\s*(?:```|~~~|#)/.test(line)) return line;
		return line.replace(any, (value) => `{{${names.get(value) ?? value}}}`);
	});
}

/** Of front matter that is longer nobody knows whether it is some; so much of it is what is wrong, in signs. */
const longest = 40_000;

/** What is wrong as comments of front matter; of too much the first, and how many more there are. */
function leftLines(left: readonly string[]): readonly string[] {
	let length = 0;
	const lines = left.map((text) => `# ${text.replaceAll(/[^\P{C}]/gu, ' ')}`);
	const many = lines.findIndex((line) => {
		length += line.length + 1;
		return length > longest;
	});
	if (many < 0) return lines;
	return [...lines.slice(0, many), `# and ${lines.length - many} more: watchdeck runbook lint says which`];
}

/** A title that YAML takes as it stands between quotes. */
const sound = /^[\p{L}\p{N}\p{P}\p{S} ]{1,200}$/u;

function front(runbook: Runbook, named: readonly Named[], left: readonly string[]): readonly string[] {
	return [
		'---',
		...(sound.test(runbook.title) ? [`title: ${JSON.stringify(runbook.title)}`] : []),
		'# owner: who keeps it true',
		'# reviewed: the day on which somebody last read it through, as 2026-11-21',
		...(named.length === 0 ? [] : ['variables:']),
		...named.map(({ name, value }) => `  ${name}: ${JSON.stringify(value)}`),
		...leftLines(left),
		'---',
		'',
	];
}

/**
 * A copy of a Markdown document with what watchdeck can say of it: front matter, variables in the place of what stands in several
 * commands, and what is wrong as comments above it; where a comment would make other steps of it, it stands in the front matter. A
 * document that has front matter keeps it, and its commands. Behind a fence stands where it runs, as far as that is known. Never throws.
 */
export function annotated(document: string, name: string, against: Against, known: KnownHosts = { hosts: [] }): string {
	const { runbook, findings } = lint(document, name, against);
	if (runbook.steps.length === 0) return document;
	const source = sourceOf(document, runbook);
	const bom = document.startsWith('\ufeff') ? '\ufeff' : '';
	const given = document.slice(bom.length).split('\n');
	const single = given.length === source.lines.length;
	const read = (text: string): string => shapeOf(readRunbook(text, name, against.reads));
	const hosts = single ? withHosts(given, placedIn(runbook, known)) : given;
	const lines = read(hosts.join('\n')) === shapeOf(runbook) ? hosts : given;
	const remarks = single ? harmless(lines, remarksOf(findings, source), read) : [];
	const said = new Set(remarks.map(({ finding }) => finding));
	const left = findings.filter((one) => !said.has(one)).map((one) => remarkText(one, source));
	const hasFront = /^---[ \t]*\r?$/.test(lines[0] ?? '') && source.lines[0]?.kind === 'hidden';
	if (hasFront) return bom + remarked(lines, remarks).join('\n');
	const named = single ? namesOf(source) : [];
	const body = remarked(withVariables(source, lines, named), remarks);
	const copy = bom + [...front(runbook, named, left), ...body].join('\n');
	return read(copy) === shapeOf(runbook) ? copy : bom + remarked(lines, remarks).join('\n');
}
