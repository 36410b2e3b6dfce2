import { known } from '../../core/known.ts';
import type { Failure, Millis } from '../../core/model.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import { lineName, type WalkLine } from '../../core/runbook/walk.ts';
import { isOurs } from '../../core/select/walk/here.ts';
import { caughtUp, writeHeard } from './heard.ts';
import { warn } from './known-world.ts';
import type { WalkParts } from './parts.ts';
import { believed, foldedWalk } from './take-up.ts';
import { tookOverText } from './told.ts';

/** How often the copy of the walk on the screen is read. */
const every: Millis = 2_000;
/** So long a key waits for what the copy says; a host that hangs holds nobody up for longer. */
const patience: Millis = 3_000;

/** The lines of a walk in the order of its copy; what only the journal here knows yet comes behind them. */
const inOrder = (open: OpenWalk, copied: readonly WalkLine[]): readonly WalkLine[] => {
	const here = new Map(open.lines.flatMap((line) => (lineName(line) === undefined ? [] : [[lineName(line), line]])));
	const names = new Set(copied.map(lineName));
	const unnamed = open.lines.filter((line) => lineName(line) === undefined);
	const only = open.lines.filter((line) => lineName(line) !== undefined && !names.has(lineName(line)));
	return [...unnamed, ...copied.map((line) => here.get(lineName(line)) ?? line), ...only];
};

const isSame = (before: readonly WalkLine[], after: readonly WalkLine[]): boolean => {
	const newest = after.slice(-Math.max(1, before.length));
	return newest.length === before.length && newest.every((line, at) => lineName(line) === lineName(before[at] ?? {}));
};

/** Takes over the order and the lines of a copy. What is new is written down here as well. */
const taken = async (parts: WalkParts, id: string, copied: readonly WalkLine[], ahead: (of?: string) => Millis) => {
	await caughtUp(parts, id);
	const open = parts.state().walks[id];
	if (open === undefined) return;
	const lines = inOrder(open, believed(copied, open.runbook?.head.variables ?? [], parts.state()));
	const walk = isSame(open.lines, lines) ? undefined : foldedWalk(lines, parts.isGone);
	if (walk === undefined) return;
	const others = walk.session === parts.session ? 0 : ahead(walk.session);
	const told = known({ ahead: others === 0 ? undefined : others });
	const wasOurs = isWalked(parts, id);
	parts.emit({ type: 'walk/followed', at: parts.now(), walk, lines, ...told });
	if (wasOurs && !isWalked(parts, id)) warn(parts, tookOverText(walk));
	const heard = lines.filter((line) => line.heard !== undefined);
	const written = await writeHeard(parts, id, heard);
	if (!written.ok) parts.emit({ type: 'journal/tried', at: parts.now(), failure: written.failure });
};

/** Looks at the copy of a walk: what others did comes to the screen, and what waited goes out. Gives why that cannot be. */
export const follow = async (parts: WalkParts, id: string): Promise<Failure | undefined> => {
	const looked = await parts.copies.look(id);
	const before = parts.state().walks[id]?.unread;
	const failure = looked?.ok === false ? looked.failure : undefined;
	if ((failure === undefined) !== (before === undefined))
		parts.emit({ type: 'walk/unread', at: parts.now(), walk: id, ...known({ failure }) });
	if (looked?.ok === true) await taken(parts, id, looked.value.lines, looked.value.ahead);
	return failure;
};

/** The same, but nobody waits longer for it than a key may take. */
export const followSoon = async (parts: WalkParts, id: string): Promise<Failure | undefined> => {
	const late = async (): Promise<Failure> => {
		await parts.wait(patience, parts.signal);
		return { kind: 'timeout', message: 'Its host takes its time.' };
	};
	return parts.copies.has(id) ? Promise.race([follow(parts, id), late()]) : undefined;
};

/**
 * Follows the walk that is on the screen, and these, also one's own: somebody else may take it over. `before`: what is done for one that is
 * on the screen before its copy is read.
 */
export const followShown = async (
	parts: WalkParts,
	{ also, before }: { readonly also: () => readonly string[]; readonly before: (id: string) => Promise<void> },
): Promise<void> => {
	while (!parts.signal.aborted) {
		await parts.wait(every, parts.signal);
		const { ui, walks } = parts.state();
		const shown = ui.screen === 'walk' && ui.walk !== undefined ? [ui.walk] : [];
		for (const id of shown) await before(id);
		for (const id of new Set([...shown, ...also()])) {
			const open = walks[id];
			if (open?.kept === true && open.walk.ended === undefined) await follow(parts, id);
		}
	}
};

/** Whether this program walks a walk, as far as is known here now. */
export const isWalked = (parts: WalkParts, id: string): boolean => {
	const open = parts.state().walks[id];
	return open !== undefined && isOurs(open, { operator: parts.state().operator, session: parts.session });
};
