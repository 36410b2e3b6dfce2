import { keptContainer } from '../../engine/former.ts';
import { keptByName } from '../../engine/pinned.ts';
import { percent } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import { listed } from '../../listed.ts';
import type { Millis, Release } from '../../model.ts';
import { began } from '../../release-began.ts';
import type { Feeds, State } from '../../state.ts';
import { limitsOf } from '../fleet/facts.ts';
import { ruled } from '../fleet/story.ts';
import { stampText } from '../journal/journal.ts';
import { curveLines, type Span, serviceCurves } from '../rows/spark.ts';
import { releaseTimes } from '../service/releases.ts';
import { sharesOf } from '../service/shares.ts';
import { isMeasured } from '../service/stopped.ts';
import type { DetailRoom } from '../split/split.ts';
import { stacked } from '../split/stacked.ts';
import { headed, lineOf, type TextLine } from '../text/line.ts';
import { comparedWith, differences } from './diff.ts';
import { livesOf, type PutLive, runsOf } from './live.ts';
import { type ReleaseRow, servedFor } from './rows.ts';

/** What the detail of a release is told from. */
interface DetailFacts {
	readonly state: State;
	readonly feeds: Feeds;
	readonly now: Millis;
}

const span: Millis = 30 * 60_000;

/** Whether one can go back to a release, in a sentence. */
const canText: Readonly<Record<Release['can'], string>> = {
	runs: 'it is what runs',
	ready: 'READY: its image is on the host',
	pull: 'PULL: its image is fetched first',
	gone: 'GONE: its image is not on the host, and it is not known from where it could be fetched',
	unknown: 'not known: it was not seen on every host, and no registry said whether it has it',
};

/** How it is known that a release ran here, in a sentence. */
const proofText: Readonly<Record<Release['proof'], string>> = {
	ledger: 'watchdeck saw it run here and wrote it into its ledger',
	container: 'a container of it is still there',
	platform: 'its platform says that it ran here',
	'image only': 'only its image is known: nothing shows that it ever ran here',
};

function servedText(release: Release, now: Millis): string {
	const at = began(release);
	if (at === undefined) return 'when it served is not known';
	const length = servedFor(release, now);
	const until = release.until === undefined ? '' : ` until ${stampText(release.until)}`;
	return `from ${stampText(at)}${until} UTC${length === undefined ? '' : `, ${lengthText(length)}`}`;
}

/** Who put a release live or tried to, when, how, and what came of it. */
function putText({ by, what, run, at, outcome }: PutLive): string {
	return `${by}: ${what} ${run.slice(0, 8)}, ${stampText(at)} UTC, ${outcome ?? 'no end written'}`;
}

function aboutLines(
	{ service, release }: ReleaseRow,
	{ state, feeds, now }: DetailFacts,
	width: number,
): readonly TextLine[] {
	const { image, built, can, proof } = release;
	const share = sharesOf(service, feeds, now)(release);
	const lives = livesOf(service, runsOf(state, service.id));
	const kept = keptContainer(service, release);
	const names = keptByName(service, release, state).map(({ name, host }) => `${name} on ${host}`);
	const [put, vain] = [lives.live(release), lives.inVain(release)];
	const said = (head: string, text: string | undefined) =>
		text === undefined ? [] : headed(head.padEnd(9), text, { width }).slice(0, 2);
	return [
		...said('back', canText[can]),
		...said('known', proofText[proof]),
		...said('served', servedText(release, now)),
		...said('errors', share === undefined ? undefined : `${percent(share, 1)} of its requests failed while it served`),
		...said('by', put === undefined ? undefined : putText(put)),
		...said('tried', vain === undefined ? undefined : putText(vain)),
		...said('kept', kept === undefined ? undefined : `stopped, as ${kept.name} on ${kept.host}`),
		...said('kept', names.length === 0 ? undefined : `its image, as ${listed(names)}`),
		...said('image', image?.ref),
		...said('commit', image?.revision),
		...said('version', image?.version === release.label ? undefined : image?.version),
		...said('built', built === undefined ? undefined : `${stampText(built)} UTC`),
	];
}

/** In what it differs from another one, a row each; `-`: not known, or not there. */
function diffLines(state: State, row: ReleaseRow, width: number): readonly TextLine[] {
	const other = comparedWith(state, row);
	if (other === undefined) return [];
	const what = other.release.can === 'runs' ? `${other.release.label}, which runs` : other.release.label;
	const title = ruled(`compared with ${what}`, width);
	if (other.id === row.id) return [title, lineOf('the same one: select another', 'dim')];
	const found = differences(row, other);
	if (found.length === 0) return [title, lineOf('nothing that is known of both differs', 'dim')];
	return [
		title,
		...found.flatMap(({ what: name, here, there }) =>
			headed(`${name.padEnd(8)} `, `${here ?? '-'}  <-  ${there ?? '-'}`, { width }).slice(0, 3),
		),
	];
}

/** A release in full: can one go back to it, how it is known, when it served; what differs; how the service did. */
export function releaseDetail(row: ReleaseRow, facts: DetailFacts, { width, height }: DetailRoom): readonly TextLine[] {
	const { state, feeds, now } = facts;
	const { service, release } = row;
	const shown: Span = {
		...{ id: service.id, now, length: span, width, rows: height >= 30 ? 3 : 1, marks: releaseTimes(service) },
		limits: limitsOf(state, service),
		over: (measure) => !isMeasured(service, measure),
	};
	return stacked(
		[
			[ruled(`${release.label} of ${service.id}`, width), ...aboutLines(row, facts, width)],
			diffLines(state, row, width),
			[ruled('measured, with its releases', width), ...curveLines(serviceCurves, shown, feeds).flat()],
		],
		height,
	);
}
