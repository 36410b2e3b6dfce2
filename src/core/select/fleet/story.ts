import { lightTitles } from '../../backup/light.ts';
import { silenceOf, wasReached } from '../../condition/engine.ts';
import { failureText } from '../../failure-text.ts';
import { shortAge } from '../../format.ts';
import { groupId, hostId } from '../../ids.ts';
import { keySaid } from '../../key-said.ts';
import { lengthText } from '../../length-text.ts';
import { retryText } from '../../link.ts';
import type { Condition, Millis, Service } from '../../model.ts';
import { serviceHeading } from '../../service-title.ts';
import type { State } from '../../state.ts';
import { datasetsOf, worstLight } from '../backups/datasets.ts';
import { lockLines } from '../locked.ts';
import { protectionOf } from '../plan/stand.ts';
import { curveLines, hostCurves, type Span, serviceCurves } from '../rows/spark.ts';
import { conditionTones, conditionWords, counted } from '../rows/words.ts';
import { actionLines, actionTimes, doneLines } from '../service/actions.ts';
import { checkLines } from '../service/checks.ts';
import { foundLines } from '../service/found.ts';
import { factSentences, happened, lostSentence } from '../service/happened.ts';
import { hostFactLines } from '../service/host.ts';
import { releaseLines, releaseTimes, targetLines } from '../service/releases.ts';
import { isMeasured } from '../service/stopped.ts';
import { releaseTold } from '../service/told.ts';
import { shellLines } from '../shells.ts';
import { type Telling, toldBack } from '../telling.ts';
import { headed, piece, type TextLine } from '../text/line.ts';
import { conditionOf, hostFacts, limitsOf } from './facts.ts';
import { type GroupFacts, worstOf } from './groups.ts';

/** What a story is told from, and how many rows it has. */
export interface StoryTelling extends Telling {
	readonly height: number;
	/** Rows of each curve of a service; 1 where it is not said. */
	readonly curveRows?: number;
}

/** The time that the curves of a story show. */
const shownSpan: Millis = 30 * 60_000;

/** A line across, with the name of what stands below it at its end. */
export function ruled(title: string, width: number): TextLine {
	const text = ` ${title} ---`;
	return [piece('-'.repeat(Math.max(0, width - text.length)), 'dim'), piece(` ${title} `, 'bold'), piece('---', 'dim')];
}

/** Whether a line is such a title. */
export function isRuled(line: TextLine): boolean {
	return line.length === 3 && line[1]?.tone === 'bold' && line[2]?.text === '---';
}

/** A condition in one sentence: `X down for 3m 41s: 500 Internal Server Error`. */
export function conditionLines({ is, because, since }: Condition, now: Millis, width: number): readonly TextLine[] {
	const word = conditionWords[is];
	// What is well counts no seconds: nobody waits for its end, and each would draw a row.
	const age = is === 'ok' ? shortAge(now - since) : lengthText(now - since);
	const [first = [], ...rest] = headed(`${word} `, `for ${age}: ${because}`, { width });
	return [[piece(`${word} `, conditionTones[is]), ...first.slice(1)], ...rest].slice(0, 3);
}

/** Sections under each other as far as they fit; one that has no room for its first row under its title is left out. */
function stacked(sections: readonly (readonly TextLine[])[], height: number): readonly TextLine[] {
	const lines: TextLine[] = [];
	for (const section of sections) {
		const room = height - lines.length;
		if (section.length > 1 && room > 1) lines.push(...section.slice(0, room));
	}
	return lines;
}

/** The story of a service: why it is as it is, where `r` would go, its curves, and what was done to it. */
export function serviceStory(service: Service, telling: StoryTelling): readonly TextLine[] {
	const { state, feeds, now, width, height } = telling;
	const { id } = service;
	const mine = telling.runs.filter(({ plan }) => plan?.service === id);
	const marks = [...releaseTimes(service), ...actionTimes(mine, id)];
	const known = happened(service, { feeds, runs: mine }, now - toldBack, now);
	const { curveRows: rows = 1 } = telling;
	const span: Span = {
		...{ id, now, length: shownSpan, width, rows, marks },
		limits: limitsOf(state, service),
		over: (measure) => !isMeasured(service, measure),
	};
	const head = [
		ruled(serviceHeading(service), width),
		...conditionLines(conditionOf(state, id), now, width),
		...lockLines(state, service, now, width),
		...shellLines(state, id, now, width),
		...lostLines(state, service.hosts, now, width),
		...factSentences(service, { state, feeds, now }, known).flatMap((said) => headed('facts    ', said, { width })),
		...targetLines(service, width, { most: 3, key: keySaid(state, 'action/rollback', 'r') }),
	];
	const done = actionLines(mine, now);
	const after = [
		...(done.length === 0 ? [] : [[ruled('recent', width), ...done.slice(0, 12)]]),
		[ruled('checks', width), ...checkLines(state, id, now, { width, height })],
		[ruled('found', width), ...foundLines(state, id, now, width)],
		[ruled('releases', width), ...releaseLines(service, now, width, releaseTold(service, telling)).slice(0, 8)],
		...(done.length > 0 ? [] : [[ruled('recent', width), ...doneLines(mine, state, now)]]),
	].filter(({ length }) => length > 1);
	// What follows the curves gets what it needs, up to half of the room; two curves there are always.
	const room = height - head.length;
	const kept = Math.min(after.flat().length, Math.floor(room / 2));
	const curves = curveLines(serviceCurves, span, feeds);
	const most = Math.max(2, Math.floor((room - kept) / rows));
	return stacked([[...head, ...curves.slice(0, most).flat()], ...after], height);
}

/** A lost link: since when, why, and when it is tried again; or what to do about an engine that does not answer. */
export function lostLines(state: State, hosts: readonly string[], now: Millis, width: number): readonly TextLine[] {
	return hosts.flatMap((host) => {
		const link = state.links[host];
		const silence = silenceOf(state, host);
		if (silence?.fix !== undefined) return headed('engine   ', silence.fix, { width, tone: 'warn' }).slice(0, 3);
		if (link?.is !== 'down') return [];
		const retry = retryText(link, now) ?? `${keySaid(state, 'everywhere.refresh', 'ctrl-r')} tries again`;
		// Why is said by the condition above; a long reason must not take the room of the remedy.
		const age = lengthText(now - link.since);
		const lost = wasReached(state, host) ? `was lost ${age} ago` : `has not been reached for ${age}`;
		const text = `${host} ${lost} (${retry}): ${link.failure.fix ?? failureText(link.failure)}`;
		return headed('link     ', text, { width, tone: 'warn' }).slice(0, 3);
	});
}

/** The story of a host: its condition, its curves, and what else it says of itself. */
export function hostStory(host: string, telling: StoryTelling): readonly TextLine[] {
	const { state, feeds, now, width, height } = telling;
	const id = hostId(host);
	const { condition, limits } = hostFacts(state, host, feeds, now);
	const span: Span = { id, now, length: shownSpan, width, rows: 1, limits, marks: [] };
	return stacked(
		[
			[
				ruled(`host ${host}`, width),
				...conditionLines(condition, now, width).slice(0, state.links[host]?.is === 'down' ? 1 : 3),
				...shellLines(state, id, now, width),
				...lostLines(state, [host], now, width),
				...(state.links[host]?.is === 'down' ? headed('facts    ', lostSentence(state, host), { width }) : []),
				...curveLines(hostCurves, span, feeds).flat(),
				...hostFactLines(state, host, width),
			],
			[ruled('checks', width), ...checkLines(state, id, now, { width, height })],
			[ruled('found', width), ...foundLines(state, id, now, width)],
		],
		height,
	);
}

/** The story of a group: how many stand how, what a change here takes, and each service that is not well. */
export function groupStory(facts: GroupFacts, telling: StoryTelling): readonly TextLine[] {
	const { state, now, width, height, runs } = telling;
	const { environment, counts, services, up } = facts;
	const is = worstOf(facts);
	const words = (['down', 'degraded', 'unknown', 'ok'] as const).flatMap((one) =>
		counts[one] === 0 ? [] : [`${counts[one]} ${one}`],
	);
	const ill = Object.values(state.services)
		.filter((service) => service.environment === environment && conditionOf(state, service.id).is !== 'ok')
		.map((service) => ({ service, condition: conditionOf(state, service.id) }))
		.sort((a, b) => order.indexOf(a.condition.is) - order.indexOf(b.condition.is));
	const mine = runs.filter(({ plan }) => plan?.service.startsWith(groupId(environment)) === true);
	return stacked(
		[
			[
				ruled(environment, width),
				[
					piece(conditionWords[is], conditionTones[is]),
					piece(`  ${up} of ${counted(services, 'service')} up: ${words.join(', ')}`),
				],
				[piece('changes  ', 'dim'), piece(protectionWords[protectionOf(state, groupId(environment), now)])],
				...ill
					.slice(0, Math.max(1, height - 6))
					.map(
						({ service, condition }): TextLine => [
							piece(`${conditionWords[condition.is]}  `, conditionTones[condition.is]),
							piece(service.name, 'bold'),
							piece(`  for ${lengthText(now - condition.since)}: ${condition.because}`),
						],
					),
			],
			[ruled('recent', width), ...doneLines(mine, state, now)],
		],
		height,
	);
}

/** The story of a group without services: how the backups stand that are watched of it. */
export function dataStory(environment: string, telling: StoryTelling): readonly TextLine[] {
	const { state, now, width, height, runs } = telling;
	const isOfIt = (id: string | undefined) => id?.startsWith(groupId(environment)) === true;
	const mine = datasetsOf(state, now).filter(({ found }) => isOfIt(found.dataset));
	const done = runs.filter(({ plan }) => isOfIt(plan?.service));
	if (mine.length === 0) return [];
	return stacked(
		[
			[
				ruled(environment, width),
				[piece('changes  ', 'dim'), piece(protectionWords[protectionOf(state, groupId(environment), now)])],
				...mine.slice(0, Math.max(1, height - 6)).map((dataset): TextLine => {
					const worst = worstLight(dataset);
					const told =
						worst === undefined ? 'ran, off-site, sane, restored' : `${lightTitles[worst]}: ${dataset[worst].text}`;
					const word = piece(`${conditionWords[dataset.is]}  `, conditionTones[dataset.is]);
					return [word, piece(dataset.found.name, 'bold'), piece(`  ${told}`)];
				}),
			],
			[ruled('recent', width), ...doneLines(done, state, now)],
		],
		height,
	);
}

const order: readonly Condition['is'][] = ['down', 'degraded', 'unknown', 'ok'];

/** What a change in an environment takes, in words. */
const protectionWords = {
	open: 'open: enter starts a plan',
	guarded: 'guarded: enter and y start a plan',
	protected: "protected: enter and the service's name start a plan",
	locked: 'locked: nothing can be changed from here',
} as const;
