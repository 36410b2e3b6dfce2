import stringWidth from 'string-width';
import { failureText } from '../../failure-text.ts';
import { shortAge } from '../../format.ts';
import { keySaid } from '../../key-said.ts';
import { elapsedText, lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import { deadlineOf } from '../../runbook/deadline.ts';
import { doubtOf } from '../../runbook/doubt.ts';
import type { OpenWalk } from '../../runbook/open.ts';
import type { Walk } from '../../runbook/walk.ts';
import { walkedSteps } from '../../runbook/way.ts';
import type { State } from '../../state.ts';
import { type Piece, piece, type TextLine, type Tone } from '../text/line.ts';
import { cell } from '../text/wrap.ts';
import { anyRan, isOurs } from './here.ts';

/** How long the walk has been under way, and what is left until somebody has to be at it. */
function clockPieces({ walk, kept, begun }: OpenWalk, now: Millis): readonly Piece[] {
	if (!kept && begun === undefined) return [piece('not begun', 'dim')];
	if (walk.ended !== undefined)
		return [piece(`${walk.ended.as} after ${elapsedText(walk.ended.at - walk.began)}`, 'bold')];
	const elapsed = now - walk.began;
	const deadline = deadlineOf(walk.head);
	if (deadline === undefined) return [piece(`${elapsedText(elapsed)} elapsed`, 'bold')];
	const left = deadline - elapsed;
	if (left < 0) return [piece(`${elapsedText(elapsed)}, ${elapsedText(-left)} OVER`, 'bad')];
	return [
		piece(elapsedText(elapsed), 'bold'),
		piece(`, ${elapsedText(left)} left`, left < deadline / 4 ? 'warn' : 'plain'),
	];
}

function placeText({ walk, runbook }: OpenWalk, shown: string | undefined): string {
	if (runbook === undefined) return '';
	const all = walkedSteps(runbook);
	const at = all.findIndex(({ id }) => id === (shown ?? walk.at));
	return at < 0 ? `${all.length} steps` : `step ${at + 1} of ${all.length}`;
}

const widthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text }) => sum + stringWidth(text), 0);

/** Cells of a title at the least; with fewer something beside it goes. */
const leastTitle = 10;

/** What is walked, on what, how far, since when. Where there is no room for all of it, the clock is what stays longest. */
export function titleLine(open: OpenWalk, shown: string | undefined, now: Millis, width: number): TextLine {
	const { title, severity, of } = open.walk.head;
	const clock = clockPieces(open, now);
	const name = [piece('RUNBOOK ', 'bold')];
	const id = open.kept ? [piece(`  ${open.walk.id}`, 'dim')] : [];
	const bad = severity === undefined ? [] : [piece(`  ${severity}`, severity === 'P0' ? 'bad' : 'warn')];
	const on = of === undefined ? [] : [piece(' on '), piece(of, 'bold')];
	const place = [piece(`  ${placeText(open, shown)}`)];
	const after: readonly (readonly Piece[])[] = [
		[...bad, ...id, ...on, ...place],
		[...bad, ...on, ...place],
		[...on, ...place],
		place,
		[],
	];
	const least = leastTitle + 2 + widthOf(clock);
	const fits = after.find((pieces) => least + widthOf(pieces) <= width) ?? [];
	const whole = Math.min(24, stringWidth(title)) + 2 + widthOf([...name, ...fits, ...clock]);
	const before = whole <= width ? name : [];
	const room = Math.max(0, width - widthOf([...before, ...fits, ...clock]) - 2);
	const text = cell(title, room).trimEnd();
	const blank = Math.max(0, room - stringWidth(text)) + 2;
	return [...before, piece(text, 'bold'), ...fits, piece(' '.repeat(blank)), ...clock];
}

interface Notice {
	readonly text: string;
	readonly tone: Tone;
}

/** What has to be known before anything is done in it, the weightiest first. */
export function notices(open: OpenWalk, state: State, now: Millis): readonly Notice[] {
	const { walk, runbook, kept, begun, unwritten, unread } = open;
	const said: Notice[] = [];
	const say = (tone: Tone, text: string) => said.push({ tone, text });
	if (runbook === undefined) say('bad', `its document is gone, and it goes on once that is back: ${walk.head.path}`);
	if (!isOurs(open, state) && walk.ended === undefined) say('warn', watchedText(open, now));
	const doubt = doubtOf(open, state);
	if (doubt !== undefined)
		say('bad', `nothing runs from here: ${doubt}. ${keySaid(state, 'walk.more', 'x')} h names a host`);
	if (unwritten !== undefined) say('bad', `not written down: ${failureText(unwritten)}`);
	said.push(...textNotices(open));
	if (unread !== undefined) say('warn', unreadText(open, state));
	if (state.readOnly)
		say('warn', 'started with --read-only: nothing is changed, and nothing of a walk is written down');
	else if (!kept && begun === undefined && unwritten === undefined)
		say('dim', `only read so far; what is done in it begins the walk. ${back(state)} leaves`);
	if (walk.head.within !== undefined)
		say('dim', `a part of the walk ${walk.head.within.walk}: it goes on there at its end`);
	return said;
}

/** What has to be known of the text that is seen. */
function textNotices(open: OpenWalk): readonly Notice[] {
	const { walk, runbook, edited, trusted } = open;
	const changed = `the document was changed since this walk began: ${textOfWhen(open)}`;
	return [
		...(edited === undefined ? [] : [{ text: changed, tone: 'warn' } as const]),
		...(trusted || runbook === undefined ? [] : [{ text: strangeText(walk), tone: 'warn' } as const]),
	];
}

/** That a text was not accepted here. What was walked elsewhere, or by an earlier text, ran all the same. */
function strangeText(walk: Walk): string {
	const what = anyRan(walk) ? 'nothing of it runs before it is accepted' : 'nothing of it ran yet';
	return `strange text, ${what}: ${walk.head.path}`;
}

/** Which text of a document that was changed is seen: a walk that is taken up has that of now. */
function textOfWhen({ walk, digest, edited }: OpenWalk): string {
	if (digest === edited) return 'this is its text of now';
	return digest === undefined || digest === walk.head.digest ? 'this is its text of then' : 'this is no text of now';
}

/** Who walks it and since when. Their times are shown by our clock, which is said where theirs is another. */
function watchedText({ walk, ahead = 0 }: OpenWalk, now: Millis): string {
	const since = shortAge(Math.max(0, now - (walk.since ?? walk.began)));
	const last = shortAge(Math.max(0, now - walk.seen));
	const clock = `their clock is ${lengthText(Math.abs(ahead))} ${ahead > 0 ? 'ahead' : 'behind'}`;
	const said = ahead === 0 ? 'what acts asks first' : clock;
	return `${walk.walker} has walked it for ${since}, last ${last} ago: you watch; ${said}`;
}

/** What is not known while the copy cannot be read. */
function unreadText(open: OpenWalk, state: State): string {
	const why = open.unread === undefined ? '' : failureText(open.unread);
	return isOurs(open, state)
		? `its copy is behind, and nobody elsewhere sees this: ${why}`
		: `what is done now is not seen here: ${why}`;
}

const back = (state: State): string => keySaid(state, 'everywhere.back', 'esc');
