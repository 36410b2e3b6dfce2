import { hostOf } from '../../ids.ts';
import { known } from '../../known.ts';
import { fitness, fitting, type Subject } from '../../runbook/match.ts';
import type { Listed, OpenWalk } from '../../runbook/open.ts';
import type { State } from '../../state.ts';
import { conditionOf } from '../fleet/facts.ts';
import { firstToSee } from '../fleet/head.ts';
import { pointedId } from '../pointed.ts';

/** What a runbook is looked for, by the id of a service or host; undefined for a group, or what is not there. */
export function subjectOf(state: State, id: string): Subject | undefined {
	const host = hostOf(id);
	const service = state.services[id];
	const isHost = host !== undefined && state.fleet.hosts.some(({ name }) => name === host);
	if (service === undefined && !isHost) return undefined;
	return { id, is: conditionOf(state, id).is, ...known({ service }) };
}

/** What the list is about: what was pointed at on the screen before; where that is well, the one that is worst. */
export function listSubject(state: State): Subject | undefined {
	const before = state.ui.back.at(-1) ?? 'fleet';
	const pointed = pointedId({ ...state, ui: { ...state.ui, screen: before } });
	const own = pointed === undefined ? undefined : subjectOf(state, pointed);
	if (own !== undefined && own.is !== 'ok') return own;
	const ids = Object.keys(state.services);
	const worst = ids.length === 0 ? undefined : subjectOf(state, firstToSee(state, ids));
	return worst !== undefined && worst.is !== 'ok' ? worst : own;
}

/** The walks that have no end, the one that somebody did something in last first. */
export function openWalks({ walks }: Pick<State, 'walks'>): readonly OpenWalk[] {
	return Object.values(walks)
		.filter(({ walk, kept, begun }) => (kept || begun === true) && walk.ended === undefined)
		.toSorted((a, b) => b.walk.seen - a.walk.seen);
}

/** What `o` comes to for a service or host. */
export type Opening =
	| { readonly is: 'walk'; readonly walk: string }
	| { readonly is: 'runbook'; readonly runbook: Listed }
	/** None fits, or several as well as each other: they are listed, those that fit first. */
	| { readonly is: 'list' }
	/** Runbooks and walks are still looked for. */
	| { readonly is: 'soon' };

/** The open walk that is about it; else the nearest of the runbooks that fit; else the list. */
export function openingFor(state: State, id: string | undefined): Opening {
	if (state.runbooks === undefined) return { is: 'soon' };
	if (id === undefined) return { is: 'list' };
	const open = openWalks(state).find(({ walk }) => walk.head.of === id);
	if (open !== undefined) return { is: 'walk', walk: open.walk.id };
	const subject = subjectOf(state, id);
	if (subject === undefined) return { is: 'list' };
	const [first, second] = fitting(state.runbooks.all, subject);
	if (first === undefined) return { is: 'list' };
	const isEqual = second !== undefined && fitness(second.head, subject) === fitness(first.head, subject);
	return isEqual ? { is: 'list' } : { is: 'runbook', runbook: first };
}
