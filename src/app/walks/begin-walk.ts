import { hostId } from '../../core/ids.ts';
import { known } from '../../core/known.ts';
import { headOf } from '../../core/runbook/begin.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import type { Walk, Within } from '../../core/runbook/walk.ts';
import type { State } from '../../core/state.ts';
import { current } from './documents.ts';
import type { Document } from './find-runbooks.ts';
import { type Of, type World, warn } from './known-world.ts';
import { noteWalk } from './note-walk.ts';

const begun = ({ parts }: World, { listed, runbook }: Document, { of, at, within }: Of<'walk/wanted'>): OpenWalk => {
	const head = { ...headOf(runbook, listed, of, parts.state()), ...known({ within }) };
	const { operator } = parts.state();
	const walk: Walk = {
		...{ id: `w-${parts.newId().slice(0, 6)}`, head, began: at, by: operator, walker: operator, seen: at },
		...{ values: head.values, stands: {}, session: parts.session },
		...known({ host: head.host }),
	};
	return { walk, lines: [], runbook, digest: listed.digest, trusted: listed.trusted, kept: false };
};

/** The walk of a runbook that one which is wanted would be a part of, itself or its own part: a document may lead to itself. */
const walkedAbove = ({ walks }: State, within: Within | undefined, runbook: string): string | undefined => {
	const seen = new Set<string>();
	for (let id = within?.walk; id !== undefined && !seen.has(id); id = walks[id]?.walk.head.within?.walk) {
		if (walks[id]?.walk.head.runbook === runbook) return id;
		seen.add(id);
	}
	return undefined;
};

/** The walk that it is a part of says so. */
const entered = ({ parts }: World, { walk, step }: Within, inner: Walk): Promise<void> =>
	noteWalk(parts, walk, { is: 'entered', step, walk: inner.id, runbook: inner.head.runbook });

/** Why something cannot be walked; the walk that it was to be a part of is on the screen again. */
const refused = (world: World, { within }: Of<'walk/wanted'>, text: string): void => {
	const { emit, now } = world.parts;
	if (within !== undefined) emit({ type: 'walk/shown', at: now(), walk: within.walk });
	warn(world.parts, text);
};

/** Opens a runbook that is wanted, to be read or walked. */
export const wanted = async (world: World, event: Of<'walk/wanted'>): Promise<void> => {
	const document = await current(world, event.runbook);
	if (document === undefined) return refused(world, event, `there is no runbook ${event.runbook}: see the list`);
	const { of, within } = event;
	const { emit, now, state } = world.parts;
	const { services, fleet } = state();
	const isThere = of === undefined || services[of] !== undefined || fleet.hosts.some(({ name }) => hostId(name) === of);
	if (!isThere) return refused(world, event, `there is no service or host ${of}: see Fleet for those there are`);
	const already = walkedAbove(state(), within, document.listed.name);
	if (already !== undefined) {
		emit({ type: 'walk/shown', at: now(), walk: already });
		return warn(world.parts, `${document.listed.name} is walked already, as ${already}: this is a part of it`);
	}
	const open = begun(world, document, event);
	world.texts.set(open.walk.id, document.text);
	emit({ type: 'walk/opened', at: now(), open, shown: true });
	if (within !== undefined) await entered(world, within, open.walk);
	if (document.whole !== undefined) completed(world, open.walk.id, await document.whole());
};

/** A walk that was opened by the beginning of its document has all of it now. */
const completed = ({ parts }: World, id: string, { listed, runbook }: Document): void => {
	const { state, emit, now } = parts;
	const open = state().walks[id];
	if (open === undefined || open.walk.head.digest !== listed.digest) return;
	const { trusted, edited } = open;
	emit({ type: 'walk/read', at: now(), walk: id, document: { runbook, trusted, ...known({ edited }) } });
};
