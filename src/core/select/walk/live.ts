import { hostOf } from '../../ids.ts';
import type { Segment } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { Feeds, State } from '../../state.ts';
import { hostCell, serviceCell } from '../fleet/cells.ts';
import { hostFacts, serviceFacts } from '../fleet/facts.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';

/** A number with the word that stands over its column in Fleet. */
function titled(title: string, { text, tone }: Segment): TextLine {
	const shown = text.trim();
	return [piece(`  ${title} `, 'dim'), piece(shown, tone ?? 'plain')];
}

const ofService = [
	['5xx', 'errors'],
	['p95', 'p95'],
	['cpu', 'cpu'],
	['mem', 'memory'],
	['', 'release'],
	['', 'age'],
	['up', 'up'],
	['restarts', 'restarts'],
	['req/s', 'requests'],
] as const;
const ofHost = [
	['cpu', 'cpu'],
	['mem', 'memory'],
	['', 'release'],
	['', 'host'],
	['', 'age'],
] as const;

function row(name: string, health: Segment, rest: readonly (readonly [string, Segment])[]): TextLine {
	return [
		piece(name, 'bold'),
		piece('  '),
		piece(health.text.trim(), health.tone ?? 'plain'),
		...rest.flatMap(([title, segment]) =>
			title === '' ? [piece('  '), piece(segment.text.trim(), segment.tone ?? 'plain')] : titled(title, segment),
		),
	];
}

/** How what a walk is about stands now, in one line: its row of Fleet. */
export function liveLine(id: string | undefined, state: State, feeds: Feeds, now: Millis): TextLine {
	if (id === undefined) return lineOf('about nothing that is watched', 'dim');
	const host = hostOf(id);
	if (host !== undefined) {
		const facts = hostFacts(state, host, feeds, now);
		const of = (key: string) => hostCell(key, host, facts, now);
		return row(
			id,
			of('health'),
			ofHost.map(([title, key]) => [title, of(key)]),
		);
	}
	const service = state.services[id];
	if (service === undefined) return lineOf(`${id} is not there any more`, 'warn');
	const facts = serviceFacts(state, service, feeds, now);
	const of = (key: string) => serviceCell(key, service, facts, now);
	return row(
		service.name,
		of('health'),
		ofService.map(([title, key]) => [title, of(key)]),
	);
}
