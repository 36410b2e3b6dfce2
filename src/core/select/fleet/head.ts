import { failureText } from '../../failure-text.ts';
import { shortAge } from '../../format.ts';
import { hostId } from '../../ids.ts';
import { keySaid } from '../../key-said.ts';
import { lengthText } from '../../length-text.ts';
import type { Condition, Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { openRows, placeOf, rankOf } from '../rows/rows.ts';
import { conditionTones, conditionWords, counted } from '../rows/words.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { cell } from '../text/wrap.ts';
import { asidesOf } from './asides.ts';
import { conditionOf } from './facts.ts';

/** Cells of a filter's text at the most: what is down has to stand beside it. */
const filterWidth = 20;

/** The sentence over the rows: what is worst, or that all is well and since when, or what is waited for. */
export function headlineOf(state: State, now: Millis): TextLine {
	const filter = state.ui.filter.fleet ?? '';
	return filter === '' ? standing(state, now) : [...filterPieces(state, filter), ...standing(state, now)];
}

/** What the rows were filtered by, or that none is left. */
function filterPieces(state: State, filter: string): TextLine {
	const inverse = filter.startsWith('!') && filter !== '!';
	const text = `"${cell(inverse ? filter.slice(1) : filter, filterWidth).trimEnd()}"`;
	const found = openRows(state).length > 0;
	const back = keySaid(state, 'everywhere.back', 'esc');
	if (found) return [piece(`rows ${inverse ? 'without' : 'with'} ${text}: ${back} shows all`, 'accent'), piece('   ')];
	return [piece(`${inverse ? 'every' : 'no'} row has ${text}: ${back} clears`, 'warn'), piece('   ')];
}

function standing(state: State, now: Millis): TextLine {
	const lost = state.fleet.hosts.filter(({ name }) => state.links[name]?.is === 'down').length;
	if (lost > 1 && lost * 2 >= state.fleet.hosts.length) {
		return lineOf(`${lost} of ${state.fleet.hosts.length} hosts cannot be reached: your network, not theirs?`, 'bad');
	}
	const ids = Object.keys(state.services);
	return ids.length === 0 ? waiting(state, now) : worstFirst(state, ids, now);
}

/** Nothing was read yet: which hosts are being connected to, or why not. */
function waiting(state: State, now: Millis): TextLine {
	const lost = state.fleet.hosts.find(({ name }) => state.links[name]?.is === 'down');
	const link = lost === undefined ? undefined : state.links[lost.name];
	if (lost !== undefined && link?.is === 'down') return lineOf(`${lost.name}: ${failureText(link.failure)}`, 'bad');
	const failed = state.fleet.hosts.find(({ name }) => state.engines[name]?.failure !== undefined);
	const failure = failed === undefined ? undefined : state.engines[failed.name]?.failure;
	if (failed !== undefined && failure !== undefined) return lineOf(failureText(failure), 'bad');
	const read = state.fleet.hosts.filter(({ name }) => state.engines[name]?.value !== undefined);
	if (read.length > 0 && read.length === state.fleet.hosts.length) {
		return lineOf(`no containers on ${read.map(({ name }) => name).join(', ')}`);
	}
	const names = state.fleet.hosts.map(({ name }) => name);
	const said = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
	return lineOf(`connecting to ${said} for ${lengthText(now - state.started)} ..`, 'dim');
}

function worstFirst(state: State, services: readonly string[], now: Millis): TextLine {
	const ids = [...services, ...state.fleet.hosts.map(({ name }) => hostId(name))];
	const worst = firstToSee(state, ids);
	const condition = conditionOf(state, worst);
	if (condition.is === 'ok') return allWell(state, ids, services.length, now);
	const more = ids.filter((id) => conditionOf(state, id).is === condition.is).length - 1;
	return [
		piece(`${conditionWords[condition.is]} `, conditionTones[condition.is]),
		piece(worst, 'bold'),
		piece(` for ${lengthText(now - condition.since)}${more > 0 ? ` and ${more} more` : ''}: ${condition.because}`),
	];
}

/** What one fault took down together: so soon after the first of it, which went first says nothing. */
const together: Millis = 5_000;

/**
 * The one that is named of services and hosts: of the worst, those of environments that are protected most, what was only
 * found last; of them those that became so within 5 s of the first; of them, as the rows are ordered, the one of the first
 * environment, and there the longest so. At least one id.
 */
export function firstToSee(state: State, ids: readonly string[]): string {
	const placed = placeOf(state);
	const sinceOf = (id: string): Millis => conditionOf(state, id).since;
	const worst = leastBy(ids, (id) => rankOf(state, id));
	const weightiest = leastBy(worst, (id) => placed(id).weight);
	const first = weightiest.reduce((least, id) => Math.min(least, sinceOf(id)), Number.POSITIVE_INFINITY);
	return weightiest
		.filter((id) => sinceOf(id) - first <= together)
		.reduce((a, b) => ((placed(b).place - placed(a).place || sinceOf(b) - sinceOf(a)) < 0 ? b : a));
}

/** Those of which the number is the least. */
function leastBy(ids: readonly string[], numberOf: (id: string) => number): readonly string[] {
	const least = ids.reduce((one, id) => Math.min(one, numberOf(id)), Number.POSITIVE_INFINITY);
	return ids.filter((id) => numberOf(id) === least);
}

/** All serve. What is late or open all the same stands beside it: nobody goes to bed on a backup of last week. */
function allWell(state: State, ids: readonly string[], services: number, now: Millis): TextLine {
	const since = ids.map((id): Condition => conditionOf(state, id)).reduce((last, one) => Math.max(last, one.since), 0);
	const well = [piece('+ all well', 'ok'), piece(` for ${shortAge(now - since)}: ${counted(services, 'service')}`)];
	const [first, ...more] = asidesOf(state, now);
	if (first === undefined) return well;
	return [...well, piece(`   ! ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`, 'warn')];
}
