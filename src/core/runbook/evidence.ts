import { cleanLines } from '../clean.ts';
import { lengthText } from '../length-text.ts';
import { wholeStamp } from '../select/journal/journal.ts';
import { cameText, didText, ranText, stepNames, valueText } from './did-text.ts';
import type { OpenWalk } from './open.ts';
import type { Did, WalkLine } from './walk.ts';

/** So many lines of an output stand in the evidence; all that was kept is in the journal. */
const mostLines = 600;

/** A text in a fence that nothing in it can close. */
function fenced(text: string, language = ''): string {
	const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
	const ticks = '`'.repeat(longest + 1);
	return `${ticks}${language}\n${text}\n${ticks}`;
}

/** A text of outside in one line of Markdown, in which it means nothing but itself. */
function inline(text: string): string {
	return cleanLines(text, 20)
		.join(' ')
		.replaceAll(/([\\`*_[\]<>|#])/g, '\\$1');
}

function outputOf(text: string): string {
	const lines = cleanLines(text, mostLines + 1);
	const more = lines.length > mostLines ? ['(more lines are in the journal)'] : [];
	return [...lines.slice(0, mostLines), ...more].join('\n');
}

function headLines({ walk, edited = walk.changed }: OpenWalk, lines: readonly WalkLine[]): readonly string[] {
	const { head } = walk;
	const who = [...new Set(lines.map(({ by }) => by))].join(', ');
	const ended = walk.ended === undefined ? 'still open' : `${walk.ended.as}, ${wholeStamp(walk.ended.at)}`;
	const facts: readonly (readonly [string, string | undefined])[] = [
		['walk', walk.id],
		['about', head.of],
		['a part of', head.within === undefined ? undefined : `walk ${head.within.walk}, step ${head.within.step}`],
		['severity', head.severity],
		['began', `${wholeStamp(walk.began)} by ${walk.by}`],
		['ended', ended],
		['took', walk.ended === undefined ? undefined : lengthText(walk.ended.at - walk.began)],
		['walked by', who],
		[
			'document',
			`${head.path} (SHA-256 ${head.digest}${edited === undefined ? '' : `; it was changed since, to ${edited}`})`,
		],
		...Object.entries(walk.values).map(([name, value]) => [`value ${name}`, valueText(value)] as const),
	];
	return facts.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${inline(value)}`]));
}

/** What needs more than a line: a command with its output. */
function detail({ at, by, did }: WalkLine, names: ReadonlyMap<string, string>): readonly string[] {
	const title = 'step' in did ? (names.get(did.step) ?? did.step) : '';
	if (did.is === 'ran')
		return [
			`### ${wholeStamp(at)} ${inline(title)}`,
			'',
			`${inline(by)} on ${inline(did.host)}${did.background === true ? ', in the background' : ''}:`,
			'',
			fenced(outputOf(did.text), 'sh'),
			'',
		];
	if (did.is !== 'came') return [];
	const { output, bytes, hash, unheard } = did;
	const size = unheard === true ? 'What it said is not kept' : `${bytes} bytes, SHA-256 ${hash}`;
	return [`${inline(cameText(did))}. ${size}.`, '', ...(output === '' ? [] : [fenced(outputOf(output)), ''])];
}

/** The line of what was done in the timeline; what was run stands below it. */
function told(did: Did, names: ReadonlyMap<string, string>): string {
	return did.is === 'ran' ? `${names.get(did.step) ?? did.step}: ${ranText(did)}` : didText(did, names);
}

/**
 * All of a walk as Markdown, for those who were not there: what it was about, its timeline in UTC, each command with its output, size and
 * SHA-256. Texts of outside are cleaned and mean nothing in it but themselves.
 */
export function evidenceText(open: OpenWalk): string {
	const { walk, runbook, lines } = open;
	const names = stepNames(runbook);
	const rows = lines.map(({ at, by, did }) => `| ${wholeStamp(at)} | ${inline(by)} | ${inline(told(did, names))} |`);
	return [
		`# ${inline(walk.head.title)}`,
		'',
		...headLines(open, lines),
		'',
		'## Timeline',
		'',
		'| when | who | what |',
		'|---|---|---|',
		...rows,
		'',
		'## Commands',
		'',
		...lines.flatMap((line) => detail(line, names)),
	]
		.join('\n')
		.trimEnd()
		.concat('\n');
}
