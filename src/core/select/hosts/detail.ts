import { seenUntil } from '../../condition/engine.ts';
import { hostEvery } from '../../condition/host.ts';
import { duration } from '../../format.ts';
import type { HostTop } from '../../host/top.ts';
import { hostId } from '../../ids.ts';
import { lengthText } from '../../length-text.ts';
import type { Instance, Millis } from '../../model.ts';
import type { Feeds, State } from '../../state.ts';
import { hostFacts } from '../fleet/facts.ts';
import { conditionLines, lostLines, ruled } from '../fleet/story.ts';
import { curveLines, hostCurves, type Span } from '../rows/spark.ts';
import { checkLines } from '../service/checks.ts';
import { foundLines } from '../service/found.ts';
import { hostFactLines } from '../service/host.ts';
import { shellLines } from '../shells.ts';
import type { DetailRoom } from '../split/split.ts';
import { stacked } from '../split/stacked.ts';
import { headed, piece, type TextLine } from '../text/line.ts';
import { cell } from '../text/wrap.ts';
import { topLines } from './top.ts';

/** The time that the curves show. */
const span: Millis = 30 * 60_000;

/** How it is reached, how often it is read, how long that took, and why the last reading failed. */
function linkLines(state: State, host: string, now: Millis, width: number): readonly TextLine[] {
	const link = state.links[host];
	const facts = state.hostFacts[host];
	if (link?.is !== 'up') return [];
	const took = facts?.value?.['took'];
	const last = facts?.at === undefined ? 'never yet' : `last ${lengthText(now - facts.at)} ago`;
	const how = typeof took === 'number' ? ` in ${duration(took)}` : '';
	const text = `up for ${lengthText(now - link.since)}; read every ${lengthText(hostEvery)}, ${last}${how}`;
	const { failure, misses = 0 } = facts ?? {};
	const words = failure === undefined ? '' : `${failure.message} ${failure.fix ?? ''}`.trimEnd();
	const missed = `not read ${misses} ${misses === 1 ? 'time' : 'times'}: ${words}`;
	return [
		...headed('link     ', text, { width }),
		...(failure === undefined ? [] : headed('error    ', missed, { width, tone: 'warn' }).slice(0, 3)),
	];
}

/** What was read longer ago than this tells nothing of now. */
const freshTop: Millis = 15_000;

function topNow({ tops }: State, host: string, now: Millis): HostTop | undefined {
	const { value, at = 0 } = tops[host] ?? {};
	return now - at > freshTop ? undefined : value;
}

const isWell = ({ state, health }: Instance): boolean => state === 'running' && health !== 'unhealthy';

/** The containers, of a host that is not heard as they were last seen: nobody knows what goes on there. */
function containersTitle(seen: Millis, now: Millis): string {
	return seen === now ? 'containers' : `containers as seen ${lengthText(now - seen)} ago`;
}

/** The containers of a host, those that do not run or are ill first: name, how it stood when it was seen, and for how long, of which image. */
function containerLines(state: State, host: string, seen: Millis, width: number): readonly TextLine[] {
	const all = Object.values(state.engines[host]?.value?.containers ?? {});
	const name = Math.max(12, Math.min(36, width - 52));
	return all
		.toSorted((a, b) => Number(isWell(a)) - Number(isWell(b)) || (a.name < b.name ? -1 : 1))
		.map((one) => {
			const at = one.state === 'running' ? one.started : one.ended;
			const health = one.health === 'none' ? '' : ` ${one.health}`;
			return [
				piece(`${cell(one.name, name)} `),
				piece(`${cell(`${one.state}${health}`, 18)} `, isWell(one) ? 'plain' : 'warn'),
				piece(`${cell(at === undefined ? '-' : lengthText(seen - at), 8)} `, 'dim'),
				piece(one.image.ref ?? one.image.id, 'dim'),
			];
		});
}

/** What is known of a host: its condition and link, what it says of itself, its curves, its checks, its containers. */
export function hostDetail(
	host: string,
	{ state, feeds, now }: { readonly state: State; readonly feeds: Feeds; readonly now: Millis },
	{ width, height }: DetailRoom,
): readonly TextLine[] {
	const id = hostId(host);
	const { condition, limits } = hostFacts(state, host, feeds, now);
	const shown: Span = { id, now, length: span, width, rows: height >= 30 ? 2 : 1, limits, marks: [] };
	const isLost = state.links[host]?.is === 'down';
	const seen = seenUntil(state, host, now);
	const about = [
		...conditionLines(condition, now, width).slice(0, isLost ? 1 : 3),
		...shellLines(state, id, now, width),
		...lostLines(state, [host], now, width),
		...linkLines(state, host, now, width),
		...hostFactLines(state, host, width),
	];
	return stacked(
		[
			[ruled(`host ${host}`, width), ...about],
			[ruled('checks', width), ...checkLines(state, id, now, { width, height })],
			[ruled('found', width), ...foundLines(state, id, now, width)],
			[ruled('measured', width), ...curveLines(hostCurves, shown, feeds).flat()],
			[ruled('busy with', width), ...topLines(topNow(state, host, now), width)],
			[ruled(containersTitle(seen, now), width), ...containerLines(state, host, seen, width)],
		],
		height,
	);
}
