import { targetOf } from '../../engine/target.ts';
import { percent, shortId } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { Millis, Release, Service } from '../../model.ts';
import { headed, lineOf, piece, type TextLine, type Tone } from '../text/line.ts';
import { cell, wrapped } from '../text/wrap.ts';
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
	container: 'by its container',
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

/** The share of its requests that failed while a release served; undefined where that is not known. */
export type ShareOf = (release: Release) => number | undefined;

/** When a release served, and how well, in words: in fewer of them where `room` cells are too few for all. */
function servedText(
	release: Release,
	{ now, room, share }: { now: Millis; room: number; share: number | undefined },
): string {
	const { first, at, until, can } = release;
	const began = first ?? at;
	const errors = share === undefined ? '' : `, ${percent(share, 1)} 5xx`;
	if (can === 'runs') return began === undefined ? `runs${errors}` : `since ${roughly(now - began)}${errors}`;
	if (until === undefined) return '';
	const ended = `until ${roughly(now - until)} ago`;
	if (at === undefined || at > until) return `${ended}${errors}`;
	const length = roughly(until - at);
	if (share === undefined) return `${ended}, ran ${length}`;
	const long = `${ended}, served ${length}${errors}`;
	return long.length <= room ? long : `served ${length}${errors}`;
}

/** Cells of what stands before the words about when it served. */
const before = { arrow: 5, id: 14, can: 6, proof: 17 } as const;

function standPieces(release: Release, said: string): TextLine {
	return [
		piece(cell(canWords[release.can], before.can), canTones[release.can]),
		piece(cell(proofWords[release.proof], before.proof), release.proof === 'image only' ? 'dim' : 'plain'),
		piece(said, 'dim'),
	];
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
	shareOf: ShareOf = () => undefined,
): readonly TextLine[] {
	const target = targetOf(service);
	const chosen = 'release' in target ? target.release.id : undefined;
	if (service.releases.length === 0) return [lineOf('no release is known', 'dim')];
	const label = Math.max(12, Math.min(28, width - 69));
	const room = width - label - before.arrow - before.id - before.can - before.proof;
	return service.releases.map((release) => [
		piece(cell(release.id === chosen ? 'r ->' : '', before.arrow), 'accent'),
		piece(cell(release.label, label), 'bold'),
		piece(` ${cell(shortId(release.id), 12)} `, 'dim'),
		...(release.can === 'runs' && isStopped(service)
			? stoppedPieces(service, now)
			: standPieces(release, servedText(release, { now, room, share: shareOf(release) }))),
	]);
}

function targetText(service: Service): readonly [text: string, tone: Tone] {
	const target = targetOf(service);
	if ('none' in target) return [`none: ${target.none}`, 'dim'];
	const { release, because } = target;
	return [`${release.label} ${canWords[release.can]}: ${because}`, 'plain'];
}

/** Stands at the end of what is not said whole: the key tells why it refuses. */
const elsewhere = ' … r says all';

/** Where `r` would go, with how it is known to have run here; or why there is no such place. In at most so many rows. */
export function targetLines(service: Service, width: number, most?: number): readonly TextLine[] {
	const head = 'target   ';
	const [text, tone] = targetText(service);
	const lines = headed(head, text, { width, tone });
	if (most === undefined || lines.length <= most) return lines;
	const last = lines[most - 1]?.at(-1)?.text ?? '';
	const [begin = ''] = wrapped(last, width - head.length - elsewhere.length);
	return [...lines.slice(0, most - 1), [piece(' '.repeat(head.length)), piece(`${begin}${elsewhere}`, tone)]];
}

/** When something was released, to be marked in curves. */
export function releaseTimes({ releases }: Service): readonly Millis[] {
	return releases.flatMap(({ first, at, proof }) => (proof === 'image only' ? [] : [first ?? at ?? []].flat()));
}
