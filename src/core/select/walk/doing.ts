import { failureText } from '../../failure-text.ts';
import { clock } from '../../format.ts';
import { keySaid } from '../../key-said.ts';
import { lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import { cameText } from '../../runbook/did-text.ts';
import { expectText } from '../../runbook/expectation.ts';
import { factFound } from '../../runbook/facts.ts';
import { filledText } from '../../runbook/fill.ts';
import type { Code, Doing, Fact, Way } from '../../runbook/model.ts';
import { behindAt } from '../../runbook/open.ts';
import type { Came, Stand } from '../../runbook/stand.ts';
import { hostFor, isBehind } from '../../runbook/wanted.ts';
import { chosenWay } from '../../runbook/way.ts';
import type { Feeds, State } from '../../state.ts';
import { counted } from '../rows/words.ts';
import { headed, lineOf, piece, type TextLine, type Tone } from '../text/line.ts';
import { commandsOf, type Going, goingOut, type Runs } from './command.ts';
import { stopKey } from './enter.ts';
import { hardRows } from './flow.ts';
import type { WalkHere } from './here.ts';
import { isBegun } from './steps.ts';
import { againText, changedText, readsText, wantText, whenText } from './words.ts';

/** What a step does is told from this, in rows of so many cells; of what a command says while it runs the newest lines. */
export interface DoingTold {
	readonly state: State;
	readonly feeds: Feeds;
	readonly here: WalkHere;
	readonly now: Millis;
	readonly width: number;
	readonly newest: number;
}

type OfCommands = Extract<Doing, { readonly is: 'command' }>;

const verdictTones: Readonly<Record<Came['verdict'], Tone>> = { ok: 'ok', failed: 'bad', open: 'warn' };

function* said(head: string, text: string, width: number, tone: Tone = 'plain'): Generator<TextLine> {
	yield* headed(head.padEnd(9), text, { width, tone });
}

/** A command, with a mark where it is the picked one, and the comments over it. */
function* commandRows(
	text: string,
	{ isPicked, says }: { readonly isPicked: boolean; readonly says?: string | undefined },
	width: number,
): Generator<TextLine> {
	if (says !== undefined) for (const row of hardRows(says, width - 2)) yield lineOf(`  ${row}`, 'dim');
	let before = isPicked ? '> $ ' : '  $ ';
	for (const row of hardRows(text, width - 4)) {
		yield [piece(before, isPicked ? 'accent' : 'dim'), piece(row, isPicked ? 'bold' : 'dim')];
		before = '    ';
	}
}

function* pickRows(told: DoingTold, does: OfCommands): Generator<TextLine> {
	const { here, width } = told;
	const { picks, picked, walk, stand } = here;
	for (const [at, pick] of picks.entries()) {
		const isPicked = at === picked;
		if (pick.is === 'all' && picks.length === 1)
			yield* commandRows(goingOut(pick, does, walk).shown, { isPicked }, width);
		else if (pick.is === 'all') yield allRow(pick.commands.length, isPicked);
		if (pick.is !== 'command') continue;
		const { says, line } = pick.command;
		yield* commandRows(goingOut(pick, does, walk).shown, { isPicked, says }, width);
		const came = stand?.commands[line];
		if (came !== undefined && picks.length > 1) yield* said('', cameText(came), width, verdictTones[came.verdict]);
	}
}

function allRow(count: number, isPicked: boolean): TextLine {
	return [piece(isPicked ? '> ' : '  ', 'accent'), piece(`all ${count} together`, isPicked ? 'bold' : 'dim')];
}

/** Why what is marked for the background is waited for all the same. */
function waitedWhy({ interactive }: Code['attributes']): string {
	return interactive === true ? 'it is given the terminal' : 'it changes something';
}

/** Where it runs, and whether it changes something. */
function* whereRows({ state, here, width }: DoingTold, code: Code, because: string | undefined): Generator<TextLine> {
	const { attributes } = code;
	const host = hostFor(code, here.walk);
	const where = host === 'here' ? 'this machine' : host;
	if (where === undefined)
		yield* said('on', `no host is known: ${keySaid(state, 'walk.more', 'x')} h names one`, width, 'warn');
	else yield* said('on', `${where}${attributes.cwd === undefined ? '' : `, in ${attributes.cwd}`}`, width);
	if (attributes.interactive === true) yield* said('terminal', 'it is given this one; what it says is not kept', width);
	if (attributes.background === true)
		yield* isBehind(here.step)
			? said('waits', 'nobody: it runs in the background, and ends with the walk', width)
			: said('waits', `the walk, though marked for the background: ${waitedWhy(attributes)}`, width, 'dim');
	if (because === undefined) yield* said('reads', readsText(attributes), width, 'dim');
	else yield* said('CHANGES', `${changedText(here.walk)}: ${because}`, width, 'warn');
}

/** What is expected of it. */
function* expectRows(width: number, { attributes }: Code, pick: Runs): Generator<TextLine> {
	const commands = commandsOf(pick);
	const promised = commands.flatMap(({ expected }) => expected ?? []);
	const looked = [...attributes.expect, ...commands.flatMap(({ expect }) => expect)].map(expectText);
	const expected = [...promised, ...(looked.length === 0 ? [] : [`looked for: ${looked.join('; ')}`])];
	if (expected.length > 0) yield* said('expect', expected.join('\n'), width);
	const again = againText(attributes);
	if (again !== undefined) yield* said('tried', again, width);
}

/** Why it cannot go out as it is. */
function* lackRows({ width }: DoingTold, pick: Runs, { missing, refused }: Going): Generator<TextLine> {
	if (missing.length > 0) yield* said('needs', `${missing.join(', ')}: asked for before it runs`, width, 'warn');
	if (refused !== undefined) yield* said('cannot', failureText(refused), width, 'bad');
	const unended = commandsOf(pick).find((one) => one.unended !== undefined)?.unended;
	if (unended !== undefined) yield* said('cannot', `it is not whole: ${unended}`, width, 'bad');
}

/** Where it runs, whether it changes something, what is expected, what takes it back, what is missing. */
function* factRows(told: DoingTold, does: OfCommands, pick: Runs): Generator<TextLine> {
	const { here, width } = told;
	const { code } = does;
	const going = goingOut(pick, does, here.walk);
	const { undo } = code.attributes;
	const because = going.changes;
	yield* whereRows(told, code, because);
	yield* expectRows(width, code, pick);
	if (undo !== undefined) yield* said('undo', filledText(undo, here.walk.values), width);
	else if (because !== undefined) yield* said('undo', 'none is given', width, 'dim');
	yield* lackRows(told, pick, going);
}

/** What was said, as it was kept, with how much there was in all. */
function* outputRows(came: Came, width: number): Generator<TextLine> {
	const { output, lines, bytes, unheard } = came;
	if (unheard === true) return yield* said('output', 'it had the terminal: what it said is not kept', width, 'dim');
	const many = `${lines} ${lines === 1 ? 'line' : 'lines'}, ${bytes} bytes`;
	if (output === '') {
		yield* said('output', bytes === 0 ? 'none' : `${many}, not kept`, width, 'dim');
		return;
	}
	yield* said('output', many, width, 'dim');
	for (const row of hardRows(output.replace(/\n$/, ''), width - 2)) yield lineOf(`  ${row}`);
}

/** What a command says while it runs: its newest lines. */
function* tellingRows({ state, here, now, width, newest }: DoingTold): Generator<TextLine> {
	const { open, step } = here;
	const telling = behindAt(open, step.id) ?? open.telling;
	if (telling?.step !== step.id) return;
	const since = `for ${lengthText(now - telling.since)}, ${counted(telling.count, 'line')} so far; ${stopKey(state)} stops it`;
	yield* said('runs', since, width, 'accent');
	for (const line of telling.lines.slice(-newest))
		for (const row of hardRows(line, width - 2)) yield lineOf(`  ${row}`);
}

/** What came of what is picked; where nothing can be picked, of the step. */
function cameOf({ stand, picks, picked }: WalkHere): Came | undefined {
	const pick = picked === undefined ? undefined : picks[picked];
	if (pick?.is === 'command') return stand?.commands[pick.command.line] ?? stand?.whole;
	return stand?.whole ?? (pick === undefined ? Object.values(stand?.commands ?? {}).at(-1) : undefined);
}

function* runRows(state: State, plans: readonly string[], width: number): Generator<TextLine> {
	for (const id of plans) {
		const run = state.runs[id];
		const stands = run === undefined ? 'see the journal' : (run.outcome ?? run.stage);
		const because = run?.because === undefined ? '' : `: ${run.because}`;
		yield* said('plan', `${id.slice(0, 8)} ${stands}${because}`, width);
	}
}

/** How a step stands of which nothing came: marked, or cut. */
function* standsRows({ is, because, at, by }: Stand, width: number): Generator<TextLine> {
	if (is === 'running' || (is === 'open' && because === undefined)) return;
	const words = { ok: 'done', open: 'to be judged', failed: 'failed', skipped: 'skipped' }[is];
	const tones = { ok: 'plain', open: 'warn', failed: 'bad', skipped: 'plain' } as const;
	const why = because === undefined ? '' : `: ${because}`;
	yield* said('stands', `${words}${why} (${clock(at)} ${by})`, width, tones[is]);
}

/** How the step stands: what came of it, its plans, its notes. */
function* standRows(told: DoingTold): Generator<TextLine> {
	const { here, state, width } = told;
	const { stand } = here;
	yield* tellingRows(told);
	if (stand === undefined) return;
	const came = cameOf(here);
	if (came !== undefined) yield* said('came', cameText(came), width, verdictTones[came.verdict]);
	else if (!isBegun(here.step, stand)) yield* standsRows(stand, width);
	yield* runRows(state, stand.plans, width);
	for (const note of stand.notes) yield* said('note', note, width);
	if (came !== undefined) yield* outputRows(came, width);
}

/** A fact that must hold, and what is known of it now. */
function* factNow({ state, feeds, here, now, width }: DoingTold, fact: Fact): Generator<TextLine> {
	const { holds, say } = factFound(fact, here.walk.head.of, state, feeds, now);
	const tone = holds === undefined ? 'unknown' : holds ? 'ok' : 'bad';
	yield* said('holds', fact.text, width, 'bold');
	yield* said('now', say, width, tone);
}

function* wayRows(told: DoingTold, choices: readonly Way[]): Generator<TextLine> {
	const { state, here, width } = told;
	const chosen = chosenWay(choices, here.walk);
	for (const [at, way] of choices.entries()) {
		const isPicked = at === here.picked;
		const because = chosen?.to === way.to ? ` (${chosen.because})` : '';
		const when = way.when === undefined ? '' : `  ${whenText(way.when, here.runbook)}`;
		const rows = headed(isPicked ? '> ' : '  ', `${way.label}${when}${because}`, {
			width,
			tone: isPicked ? 'bold' : 'plain',
		});
		yield* rows;
	}
	if (here.picked === undefined) yield lineOf(`${keySaid(state, 'walk.next', 'tab')} chooses a way`, 'dim');
}

/** What a step does: what goes out and where, what is expected, what came. */
export function* doingRows(told: DoingTold): Generator<TextLine> {
	const { state, here, width } = told;
	const { does } = here.step;
	switch (does.is) {
		case 'section':
		case 'read':
		case 'tick':
			break;
		case 'command': {
			yield* pickRows(told, does);
			const pick = here.picked === undefined ? undefined : here.picks[here.picked];
			if (pick !== undefined && pick.is !== 'way') yield* factRows(told, does, pick);
			break;
		}
		case 'action':
			yield* said('does', wantText(does.want, here.walk), width, 'bold');
			yield* said('CHANGES', `${changedText(here.walk)}; its plan is shown first`, width, 'warn');
			break;
		case 'check': {
			for (const fact of does.facts) yield* factNow(told, fact);
			const again = againText(does.code.attributes);
			if (again !== undefined) yield* said('tried', again, width);
			break;
		}
		case 'message':
			yield* said('message', `${keySaid(state, 'walk.copy', 'y')} copies it`, width, 'dim');
			for (const row of hardRows(filledText(does.text, here.walk.values), width - 2)) yield lineOf(`  ${row}`, 'bold');
			break;
		case 'decision':
			yield* wayRows(told, does.choices);
			break;
		case 'runbook':
			yield* said('opens', `the runbook ${does.name}, about the same`, width, 'bold');
			break;
	}
	yield* standRows(told);
}
