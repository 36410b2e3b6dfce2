import { actionWords } from '../../action-words.ts';
import { clock } from '../../format.ts';
import type { Mark } from '../../history/mark.ts';
import { killsSentence, riseSentence, turnSentence, unreachableSentence } from '../../history/sentences.ts';
import type { Millis, Service } from '../../model.ts';
import { seriesName } from '../../series-name.ts';
import type { Feeds, State } from '../../state.ts';
import { conditionOf, limitsOf } from '../fleet/facts.ts';
import type { StoredRun } from '../journal/runs.ts';
import { isQuiet } from '../plan/stand.ts';
import { conditionSigns, conditionTones } from '../rows/words.ts';
import { headed, piece, type TextLine, type Tone } from '../text/line.ts';

/** One release can be known twice, by the ledger and by its mark, at times that differ by a reading. */
const same: Millis = 60_000;

function releaseMarks({ id: service, releases }: Service): readonly Mark[] {
	return releases.flatMap(({ id, label, first, at, proof }) => {
		const times = [first, at === undefined || Math.abs(at - (first ?? 0)) <= same ? undefined : at];
		const known = proof === 'image only' ? [] : times.filter((time) => time !== undefined);
		return known.map((time) => ({ service, at: time, kind: 'release', text: label, of: id }) as const);
	});
}

function actionMarks(service: string, runs: readonly StoredRun[]): readonly Mark[] {
	return runs.flatMap(({ plan, consent, by }) =>
		plan?.service === service && consent !== undefined && !isQuiet({ plan })
			? [{ service, at: consent.at, kind: 'action', text: `${actionWords[plan.action]} by ${by}` } as const]
			: [],
	);
}

/** What happened to a service between `from` and `now`, oldest first: what was kept, what the ledger knows, what the journal says. */
export function happened(
	service: Service,
	{ feeds, runs }: { readonly feeds: Feeds; readonly runs: readonly StoredRun[] },
	from: Millis,
	now: Millis,
): readonly Mark[] {
	const kept = feeds.history?.marks(service.id, from) ?? [];
	const isKept = ({ of, at }: Mark): boolean =>
		kept.some((mark) => mark.kind === 'release' && mark.of === of && Math.abs(mark.at - at) <= same);
	return [...kept, ...releaseMarks(service).filter((mark) => !isKept(mark)), ...actionMarks(service.id, runs)]
		.filter(({ at }) => at >= from && at <= now)
		.toSorted((a, b) => a.at - b.at);
}

/** What marks are called in the row under the curves, and in the list of what happened. */
export function signOf({ kind, is }: Mark): { readonly sign: string; readonly tone: Tone } {
	switch (kind) {
		case 'release':
			return { sign: 'R', tone: 'accent' };
		case 'action':
			return { sign: 'A', tone: 'accent' };
		case 'killed':
			return { sign: 'K', tone: 'bad' };
		case 'condition':
			return { sign: conditionSigns[is ?? 'unknown'], tone: conditionTones[is ?? 'unknown'] };
	}
}

function textOf({ kind, text, is }: Mark): string {
	switch (kind) {
		case 'release':
			return `release ${text}`;
		case 'action':
			return text;
		case 'killed':
			return `${text} had used up its memory and was killed`;
		case 'condition':
			return `${is ?? 'unknown'}: ${text}`;
	}
}

/** What happened, newest first, each with its sign, in a row or two. */
export function happenedLines(marks: readonly Mark[], width: number): readonly TextLine[] {
	return marks.toReversed().flatMap((mark) => {
		const { sign, tone } = signOf(mark);
		const [first = [], ...rest] = headed(`${clock(mark.at)} ${sign} `, textOf(mark), { width });
		const [, ...said] = first;
		return [[piece(`${clock(mark.at)} `, 'dim'), piece(`${sign} `, tone), ...said], ...rest].slice(0, 2);
	});
}

/** What the facts say in sentences: a host that is lost, errors after a release, a turn for the worse, kills. */
export function factSentences(
	service: Service,
	{ state, feeds, now }: { readonly state: State; readonly feeds: Feeds; readonly now: Millis },
	marks: readonly Mark[],
): readonly string[] {
	const errors = {
		series: seriesName(service.id, 'errors'),
		numbers: feeds.numbers,
		history: feeds.history,
		limit: limitsOf(state, service).errorRatio,
	};
	const said = [riseSentence(marks, errors, now), turnSentence(marks), killsSentence(marks)];
	return [
		...service.hosts.filter((host) => state.links[host]?.is === 'down').map((host) => lostSentence(state, host)),
		...said.filter((sentence) => sentence !== undefined),
	];
}

/** What a lost host means for the services that it alone carries. */
export function lostSentence(state: State, host: string): string {
	const alone = Object.values(state.services).filter(({ hosts }) => hosts.length === 1 && hosts[0] === host);
	return unreachableSentence(
		host,
		alone.map(({ id }) => conditionOf(state, id).is),
	);
}
