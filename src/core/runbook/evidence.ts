import { cleanLines } from '../clean.ts';
import { lengthText } from '../length-text.ts';
import { wholeStamp } from '../select/journal/journal.ts';
import { cameText, didText, planText, ranText, stepNames, valueText } from './did-text.ts';
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

type Went = Extract<Did, { is: 'ran' | 'acted' }>;

function went(did: Did): did is Went {
	return did.is === 'ran' || did.is === 'acted';
}

/** Who had a command go out: where, and in the background or by which plan. */
function whoText(by: string, did: Went): string {
	if (did.is === 'acted') return inline(`${by}, ${planText(did)}`);
	return `${inline(by)} on ${inline(did.host)}${did.background === true ? ', in the background' : ''}`;
}

/** A command as it went out. */
function wentLines({ at, by }: WalkLine, did: Went, title: string): readonly string[] {
	const head = [`### ${wholeStamp(at)} ${inline(title)}`, ''];
	if (did.text === undefined) return [...head, `${whoText(by, did)}.`, ''];
	const language = did.is === 'acted' && did.host === undefined ? '' : 'sh';
	return [...head, `${whoText(by, did)}:`, '', fenced(outputOf(did.text), language), ''];
}

/** What came of it. It stands under its command, or where others went out meanwhile under a heading that names its step. */
function cameLines(
	{ at }: WalkLine,
	did: Extract<Did, { is: 'came' }>,
	title: string,
	isBelow: boolean,
): readonly string[] {
	const { output, bytes, hash, unheard } = did;
	const size = unheard === true ? 'What it said is not kept' : `${bytes} bytes, SHA-256 ${hash}`;
	const head = isBelow ? [] : [`### ${wholeStamp(at)} ${inline(title)}: what came of it`, ''];
	return [...head, `${inline(cameText(did))}. ${size}.`, '', ...(output === '' ? [] : [fenced(outputOf(output)), ''])];
}

/** What needs more than a line: the commands, each with its output. */
function details(lines: readonly WalkLine[], names: ReadonlyMap<string, string>): readonly string[] {
	let last: Went | undefined;
	return lines.flatMap((line) => {
		const { did } = line;
		if (went(did)) {
			last = did;
			return wentLines(line, did, names.get(did.step) ?? did.step);
		}
		if (did.is !== 'came') return [];
		const isBelow = last?.step === did.step && last.command === did.command;
		return cameLines(line, did, names.get(did.step) ?? did.step, isBelow);
	});
}

/** The line of what was done in the timeline; what was run stands below it. */
function told(did: Did, names: ReadonlyMap<string, string>): string {
	if (!went(did)) return didText(did, names);
	return `${names.get(did.step) ?? did.step}: ${did.is === 'ran' ? ranText(did) : planText(did)}`;
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
		...details(lines, names),
	]
		.join('\n')
		.trimEnd()
		.concat('\n');
}
