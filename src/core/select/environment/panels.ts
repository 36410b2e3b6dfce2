import { lastProof } from '../../backup/restored.ts';
import type { Thresholds } from '../../config/fleet.ts';
import { usualThresholds } from '../../config/fleet-of.ts';
import { duration, percent, shortAge } from '../../format.ts';
import { hostId } from '../../ids.ts';
import type { Millis, Sample, Service } from '../../model.ts';
import { began } from '../../release-began.ts';
import { seriesName } from '../../series-name.ts';
import type { Shown } from '../../shown.ts';
import type { Feeds, State } from '../../state.ts';
import { type Dataset, worstLight } from '../backups/datasets.ts';
import { backupText } from '../backups/words.ts';
import { groupsOf } from '../fleet/groups.ts';
import { type Measure, newest } from '../rows/numbers.ts';
import { counted } from '../rows/words.ts';
import { isMeasured } from '../service/stopped.ts';
import { type Piece, piece, type Tone } from '../text/line.ts';
import { driftOf, driftText } from './drift.ts';
import { datasetsUnder, hostsUnder, idsOf } from './rows.ts';

/** One of the five panels: what it is called, what it says, and of what its curve is. */
export interface Panel {
	readonly title: string;
	/** One fact each. */
	readonly facts: readonly Piece[];
	readonly curve?: { readonly id: string; readonly measure: Measure };
}

/** What panels are told from. */
export interface PanelParts {
	readonly state: State;
	readonly feeds: Feeds;
	readonly now: Millis;
	readonly environment: string;
	readonly services: readonly Service[];
}

const day: Millis = 86_400_000;
/** A certificate that ends sooner is said in a loud tone. */
const soon = 14;

interface Worst {
	readonly id: string;
	readonly name: string;
	readonly sample: Sample;
}

/** The highest of a number among services or hosts, and whose it is. */
function highest(
	all: readonly { readonly id: string; readonly name: string }[],
	measure: Measure,
	{ feeds, now }: PanelParts,
): Worst | undefined {
	let worst: Worst | undefined;
	for (const { id, name } of all) {
		const sample = newest(feeds, seriesName(id, measure), now);
		if (sample !== undefined && (worst === undefined || sample.value > worst.sample.value))
			worst = { id, name, sample };
	}
	return worst;
}

function numberPiece(
	what: string,
	worst: Worst | undefined,
	format: (value: number) => Shown,
	limit: number | undefined,
): Piece {
	if (worst === undefined) return piece(`${what} -`, 'dim');
	const over = limit !== undefined && worst.sample.value > limit;
	return piece(`${what} ${format(worst.sample.value)}${over ? '!' : ''} ${worst.name}`, over ? 'bad' : 'plain');
}

/** The limits of the service that a number is of. */
function limitsOf(state: State, worst: Worst | undefined): Thresholds {
	const spec = state.fleet.services.find(({ environment, name }) => `${environment}/${name}` === worst?.id);
	return spec?.thresholds ?? usualThresholds;
}

const measured = (services: readonly Service[], measure: Measure) =>
	services.filter((service) => isMeasured(service, measure));

/** The health check that took longest at its last answer. */
function slowestPiece({ state, services }: PanelParts): Piece {
	const answers = services.flatMap(({ id, name }) =>
		Object.values(state.layers[id] ?? {}).flatMap(({ facts, observed }) => {
			const took = observed.failure === undefined ? facts?.['took'] : undefined;
			return typeof took === 'number' ? [{ name, took }] : [];
		}),
	);
	const [slowest] = answers.sort((a, b) => b.took - a.took);
	return slowest === undefined
		? piece('no check answered', 'dim')
		: piece(`slowest answer ${duration(slowest.took)} ${slowest.name}`);
}

/** The certificate that ends first. */
function certificatePiece({ state, environment, now }: PanelParts): Piece {
	const found = idsOf(state, environment).flatMap((id) =>
		Object.values(state.layers[id] ?? {}).flatMap(({ findings }) =>
			(findings ?? []).flatMap((one) => (one.is === 'certificate' ? [one] : [])),
		),
	);
	const [first] = found.sort((a, b) => a.until - b.until);
	if (first === undefined) return piece('no certificate read', 'dim');
	const days = Math.floor((first.until - now) / day);
	if (days < 0) return piece(`certificate ended ${-days}d ago ${first.name}`, 'bad');
	return piece(`certificate ${days}d ${first.name}`, days < soon ? 'warn' : 'plain');
}

function health(parts: PanelParts): Panel {
	const { state, environment, services } = parts;
	const group = groupsOf(state)[environment];
	const { up = 0 } = group ?? {};
	const tone: Tone = up < services.length ? 'bad' : 'ok';
	const facts = [
		piece(`${up}/${services.length} up`, services.length === 0 ? 'dim' : tone),
		slowestPiece(parts),
		certificatePiece(parts),
	];
	const slowest = highest(services, 'p50', parts);
	return { title: 'health', facts, ...curveOf(slowest, 'p50') };
}

function curveOf(worst: Worst | undefined, measure: Measure): Pick<Panel, 'curve'> {
	return worst === undefined ? {} : { curve: { id: worst.id, measure } };
}

function errors(parts: PanelParts): Panel {
	const { state, services } = parts;
	const [rate, slow] = [highest(services, 'errors', parts), highest(services, 'p95', parts)];
	return {
		title: 'errors',
		facts: [
			numberPiece('5xx', rate, (value) => percent(value, 1), limitsOf(state, rate).errorRatio),
			numberPiece('p95', slow, duration, limitsOf(state, slow).p95),
		],
		...curveOf(rate, 'errors'),
	};
}

function resources(parts: PanelParts): Panel {
	const { state, services, environment } = parts;
	const hosts = hostsUnder(state, environment).map((name) => ({ id: hostId(name), name }));
	const cpu = highest(measured(services, 'cpu'), 'cpu', parts);
	const memory = highest(measured(services, 'memory'), 'memory', parts);
	return {
		title: 'resources',
		facts: [
			numberPiece('cpu', cpu, percent, limitsOf(state, cpu).cpu),
			numberPiece('mem', memory, percent, limitsOf(state, memory).memory),
			numberPiece('disk', highest(hosts, 'disk', parts), percent, usualThresholds.disk),
		],
		...curveOf(memory, 'memory'),
	};
}

const backupTones = { ok: 'ok', unknown: 'unknown', degraded: 'warn', down: 'bad' } as const;

/** How many of several datasets were never restored, of those that can be. */
function unprovenPieces(datasets: readonly Dataset[]): readonly Piece[] {
	const never = datasets.filter(({ found }) => found.dataset !== undefined && lastProof(found.proofs) === undefined);
	if (never.length === 0 || datasets.length === 1) return [];
	return [piece(`${never.length} of ${datasets.length} never restored`, 'unknown')];
}

function backups({ state, environment, now }: PanelParts): Panel {
	const datasets = datasetsUnder(state, environment, now);
	const [worst] = datasets;
	if (worst === undefined)
		return { title: 'backups', facts: [piece('none is watched: datasets in the config tell where they lie', 'dim')] };
	const { text, is } = backupText(datasets, now);
	const light = worstLight(worst);
	const unproven = unprovenPieces(datasets);
	const because = light === undefined ? `the oldest of ${counted(datasets.length, 'dataset')}` : worst[light].text;
	// How many never were says also that this one was not.
	const isSaid = unproven.length > 0 && light === 'restored' && lastProof(worst.found.proofs) === undefined;
	return {
		title: 'backups',
		facts: [piece(`${text} ${worst.found.name}`, backupTones[is]), ...(isSaid ? [] : [piece(because)]), ...unproven],
	};
}

function releases({ state, environment, now }: PanelParts): Panel {
	const { release } = groupsOf(state)[environment] ?? {};
	const from = release === undefined ? undefined : began(release);
	const newestText =
		release === undefined
			? piece('no release is known', 'dim')
			: piece(`newest ${release.label}${from === undefined ? '' : ` ${shortAge(now - from)} ago`}`);
	const drift = driftOf(state, environment);
	const differs = drift.some((one) => one.differs.length > 0);
	const said = driftText(drift);
	return {
		title: 'releases',
		facts: [
			newestText,
			said === '' ? piece('nothing to compare with', 'dim') : piece(said, differs ? 'warn' : 'plain'),
		],
	};
}

/** The five panels of an environment, in their order. */
export function panelsOf(parts: PanelParts): readonly Panel[] {
	return [health(parts), errors(parts), resources(parts), backups(parts), releases(parts)];
}
