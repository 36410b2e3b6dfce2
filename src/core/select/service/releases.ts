import { targetOf } from '../../engine/target.ts';
import { percent, shortAge, shortId } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { Millis, Release, Service } from '../../model.ts';
import { began } from '../../release-began.ts';
import type { LiveOf, PutLive } from '../releases/live.ts';
import { headed, lineOf, piece, type TextLine, type Tone } from '../text/line.ts';
import { cell, wrapped } from '../text/wrap.ts';
import type { ShareOf } from './shares.ts';
import { isStopped, stoppedAt } from './stopped.ts';

/** Whether one can go back to a release now, in a word. */
export const canWords: Readonly<Record<Release['can'], string>> = {
	runs: 'RUNS',
	ready: 'READY',
	pull: 'PULL',
	gone: 'GONE',
	unknown: '?',
};
/** How that word looks to the eye. */
export const canTones: Readonly<Record<Release['can'], Tone>> = {
	runs: 'bold',
	ready: 'ok',
	pull: 'warn',
	gone: 'dim',
	unknown: 'dim',
};
/** How it is known that a release ran here. */
export const proofWords: Readonly<Record<Release['proof'], string>> = {
	ledger: 'by the ledger',
	container: 'its container',
	platform: 'by its platform',
	'image only': 'never ran here',
};

const minute: Millis = 60_000;
const hour = 60 * minute;

/** A length of time without minutes beside hours or seconds beside minutes, for which a row of 80 cells has no room. */
function roughly(length: Millis): string {
	const unit = length < minute ? 1 : length < hour ? minute : hour;
	return lengthText(length - (length % unit));
}

/** What is known of the releases of a service beside themselves: how well each served, and who put it live. */
export interface ReleaseTold {
	readonly share: ShareOf;
	readonly live: LiveOf;
}

/** The first of these words that have room in so many cells, else the last of them. */
function fitting(room: number, ...texts: readonly [string, ...string[]]): string {
	return texts.find(({ length }) => length <= room) ?? texts.at(-1) ?? texts[0];
}

/** When a release served, and how well, in words: in fewer of them where `room` cells are too few for all. */
function servedText(
	release: Release,
	{ now, room, share }: { now: Millis; room: number; share: number | undefined },
): string {
	const { at, until, can } = release;
	const from = began(release);
	const errors = share === undefined ? '' : `, ${percent(share, 1)} 5xx`;
	if (can === 'runs') {
		if (from === undefined) return `runs${errors}`;
		const short = `${shortAge(now - from)}${errors}`;
		return fitting(room, `since ${roughly(now - from)}${errors}`, `since ${short}`, short);
	}
	if (until === undefined) return '';
	const ended = `until ${roughly(now - until)} ago`;
	if (at === undefined || at > until) return `${ended}${errors}`;
	const [length, short] = [roughly(until - at), shortAge(until - at)];
	const brief = `ran ${short}${errors}`;
	if (share !== undefined)
		return fitting(room, `${ended}, served ${length}${errors}`, `served ${length}${errors}`, brief);
	return fitting(room, `${ended}, ran ${length}`, `until ${shortAge(now - until)} ago, ran ${short}`, brief);
}

/** Cells of what stands before the words about when it served. */
const before = { arrow: 5, id: 14, can: 6, proof: 17 } as const;

function standPieces(release: Release, said: string, put: PutLive | undefined): TextLine {
	const known = put === undefined ? proofWords[release.proof] : `by ${put.by}`;
	return [
		piece(cell(canWords[release.can], before.can), canTones[release.can]),
		piece(cell(known, before.proof), release.proof === 'image only' ? 'dim' : 'plain'),
		piece(said, 'dim'),
	];
}

/** The words about when a release served, and after them how the run that put it live came out, where there is room. */
function withOutcome(said: string, put: PutLive | undefined, room: number): string {
	if (put?.outcome === undefined) return said;
	const both = said === '' ? put.outcome : `${said}, ${put.outcome}`;
	return both.length <= room ? both : said;
}

/** Of what would run, if it did. */
function stoppedPieces(service: Service, now: Millis): TextLine {
	const ended = stoppedAt(service);
	const text = ended === undefined ? 'it never ran' : `since ${roughly(now - ended)}`;
	return [piece(cell('STOPPED', 8), 'warn'), piece(cell('does not run', 15)), piece(text, 'dim')];
}

/** The releases of a service, newest first, a row each: can one go back to it now, when it served and how well, how that is known. */
export function releaseLines(
	service: Service,
	now: Millis,
	width: number,
	{ share: shareOf, live }: ReleaseTold = { share: () => undefined, live: () => undefined },
): readonly TextLine[] {
	const target = targetOf(service);
	const chosen = 'release' in target ? target.release.id : undefined;
	if (service.releases.length === 0) return [lineOf('no release is known', 'dim')];
	const label = Math.max(12, Math.min(28, width - 69));
	const room = width - label - before.arrow - before.id - before.can - before.proof;
	const stand = (release: Release): TextLine => {
		const put = live(release);
		const said = servedText(release, { now, room, share: shareOf(release) });
		return standPieces(release, withOutcome(said, put, room), put);
	};
	return service.releases.map((release) => [
		piece(cell(release.id === chosen ? 'r ->' : '', before.arrow), 'accent'),
		piece(cell(release.label, label), 'bold'),
		piece(` ${cell(shortId(release.id), 12)} `, 'dim'),
		...(release.can === 'runs' && isStopped(service) ? stoppedPieces(service, now) : stand(release)),
	]);
}

function targetText(service: Service): readonly [text: string, tone: Tone] {
	const target = targetOf(service);
	if ('none' in target) return [`none: ${[target.none, target.fix].filter(Boolean).join('; ')}`, 'dim'];
	const { release, because } = target;
	return [`${release.label} ${canWords[release.can]}: ${because}`, 'plain'];
}

/** Rows for where one could go back to, and the key that tells why it refuses. */
export interface TargetRoom {
	readonly most: number;
	readonly key: string;
}

/** Where `r` would go, with how it is known to have run here; or why there is no such place. In at most so many rows. */
export function targetLines(service: Service, width: number, room?: TargetRoom): readonly TextLine[] {
	const head = 'target   ';
	const [text, tone] = targetText(service);
	const lines = headed(head, text, { width, tone });
	if (room === undefined || lines.length <= room.most) return lines;
	const { most } = room;
	const elsewhere = ` … ${room.key} says all`;
	const last = lines[most - 1]?.at(-1)?.text ?? '';
	const [begin = ''] = wrapped(last, width - head.length - elsewhere.length);
	const before = most === 1 ? piece(head, 'dim') : piece(' '.repeat(head.length));
	return [...lines.slice(0, most - 1), [before, piece(`${begin}${elsewhere}`, tone)]];
}

/** When something was released, to be marked in curves. */
export function releaseTimes({ releases }: Service): readonly Millis[] {
	return releases.flatMap(({ first, at, since, proof }) => {
		const times = [first ?? at, since].filter((time) => time !== undefined);
		return proof === 'image only' ? [] : [...new Set(times)];
	});
}
