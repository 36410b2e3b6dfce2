import { clock } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { Tone } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { Step } from '../../runbook/model.ts';
import { behindAt, type OpenWalk } from '../../runbook/open.ts';
import { type Stand, wasRun } from '../../runbook/stand.ts';
import { standOf } from '../../runbook/walk.ts';
import { isWalked, stepNow } from '../../runbook/way.ts';
import { windowOf } from '../rows/rows.ts';
import { piece, type TextLine } from '../text/line.ts';
import { cell } from '../text/wrap.ts';
import { type Usual, usualKey } from './usual.ts';
import { willText } from './words.ts';

/** What the list of steps is drawn from. */
export interface StepList {
	readonly open: OpenWalk;
	readonly steps: readonly Step[];
	/** The step that is looked at. */
	readonly shown: string;
	readonly usual: Usual;
	readonly now: Millis;
	readonly width: number;
	readonly height: number;
}

/** A step in the list. */
export interface StepRow {
	readonly id: string;
	readonly line: TextLine;
}

type Sign = readonly [sign: string, tone: Tone | 'plain'];
const signs: Readonly<Record<Stand['is'], Sign>> = {
	ok: ['[x]', 'ok'],
	failed: ['[!]', 'bad'],
	skipped: ['[-]', 'dim'],
	running: ['[~]', 'accent'],
	open: ['[?]', 'warn'],
};
const current: Sign = ['[>]', 'accent'];
const untouched: Sign = ['[ ]', 'plain'];

/** Whether something was done at a step that has to be judged; a step with a note alone was not. */
function isTouched(stand: Stand): boolean {
	return stand.is !== 'open' || wasRun(stand) || stand.because !== undefined;
}

/** Whether some of a block was run, well so far, and the rest was not: nothing is to be judged yet. */
export function isBegun(step: Step, stand: Stand): boolean {
	const came = Object.values(stand.commands);
	// One that was cut has another reason than what came of any of them.
	const isWell = came.every(({ verdict }) => verdict === 'ok') && came.some(({ because }) => because === stand.because);
	return stand.is === 'open' && isWell && partText(step, stand) !== undefined;
}

function signOf(step: Step, stand: Stand | undefined, isCurrent: boolean): Sign {
	if (stand !== undefined && isTouched(stand) && !isBegun(step, stand)) return signs[stand.is];
	return isCurrent ? current : untouched;
}

/** How many of the commands of a block were run, where it has several and not all were. */
function partText(step: Step, stand: Stand): string | undefined {
	if (step.does.is !== 'command' || stand.whole !== undefined) return undefined;
	const all = step.does.commands();
	const ran = all.filter(({ line }) => stand.commands[line] !== undefined).length;
	return ran > 0 && ran < all.length ? `${ran} of ${all.length} run: ` : undefined;
}

/** What came of it and when, by whom; or what it will do. */
function noteOf(step: Step, stand: Stand | undefined, { open, usual, now }: StepList): readonly [string, string] {
	if (stand === undefined || !isTouched(stand)) {
		const took = usual.get(usualKey(open.walk.head.runbook, step.id));
		return [willText(step, open.walk), took === undefined ? '' : `usual ${lengthText(took)}`];
	}
	const telling = behindAt(open, step.id);
	if (telling !== undefined) return [`in the background for ${lengthText(now - telling.since)}`, stand.by];
	if (stand.is === 'running') return [`running ${lengthText(now - stand.at)}`, stand.by];
	const isJudged = stand.is === 'open' && !isBegun(step, stand);
	const words = stand.is === 'skipped' ? 'skipped' : isJudged ? 'to be judged' : '';
	const because = stand.because ?? '';
	const said = [words, because].filter((one) => one !== '').join(': ');
	return [`${partText(step, stand) ?? ''}${said}`, `${clock(stand.at).slice(0, 8)} ${stand.by}`];
}

function headingLine({ depth, number, title }: Step): TextLine {
	return [piece(`${'  '.repeat(Math.min(depth, 8))}${number === '' ? '' : `${number} `}${title}`, 'bold')];
}

function stepLine(step: Step, list: StepList, [left, isCurrent]: readonly [number, boolean]): TextLine {
	if (!isWalked(step)) return headingLine(step);
	const { walk } = list.open;
	const stand = standOf(walk, step.id);
	const [sign, tone] = signOf(step, stand, isCurrent);
	const name = nameOf(step);
	const room = list.width - left - sign.length - 3;
	const [note, who] = noteOf(step, stand, list);
	const side = who.length + 2 <= room / 2 ? who : '';
	const told = cell(note, Math.max(0, room - (side === '' ? 0 : side.length + 1)));
	return [
		piece(sign, tone),
		piece(' '),
		piece(cell(name, left), isCurrent ? 'bold' : stand?.is === 'skipped' ? 'dim' : 'plain'),
		piece('  '),
		piece(told, noteTone(stand, note)),
		...(side === '' ? [] : [piece(` ${side}`, 'dim')]),
	];
}

function noteTone(stand: Stand | undefined, note: string): Tone | 'plain' {
	if (stand?.is === 'failed') return 'bad';
	return stand === undefined && note.startsWith('CHANGES') ? 'warn' : 'dim';
}

function nameOf({ depth, number, title }: Step): string {
	return `${'  '.repeat(Math.min(depth, 8))}${number === '' ? '' : `${number} `}${title}`;
}

/** The steps around the one that is looked at, as many as fit. */
export function stepRows(list: StepList): readonly StepRow[] {
	const { steps, shown, open, width, height } = list;
	const index = Math.max(
		0,
		steps.findIndex(({ id }) => id === shown),
	);
	const { from, to } = windowOf(index, steps.length, height);
	const now = stepNow({ steps }, open.walk)?.id;
	const seen = steps.slice(from, to);
	const widest = seen.reduce((most, step) => Math.max(most, nameOf(step).length), 12);
	const left = Math.max(8, Math.min(widest, Math.floor(width * 0.45)));
	return seen.map((step) => ({ id: step.id, line: stepLine(step, list, [left, step.id === now]) }));
}
