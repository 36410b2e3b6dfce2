import { failureText } from '../../core/failure-text.ts';
import type { Did } from '../../core/runbook/walk.ts';
import { follow, followSoon, isWalked } from './follow.ts';
import { caughtUp } from './heard.ts';
import { warn } from './known-world.ts';
import { noteWalk } from './note-walk.ts';
import type { WalkParts } from './parts.ts';
import { tookOverText } from './told.ts';

/** Why something is not done in a walk by this program, in words: somebody took it over, here or on another machine. */
export const whyNotOurs = async (parts: WalkParts, id: string): Promise<string | undefined> => {
	await caughtUp(parts, id);
	await followSoon(parts, id);
	const open = parts.state().walks[id];
	return open === undefined || isWalked(parts, id) ? undefined : tookOverText(open.walk);
};

/**
 * Takes a walk over. Whoever walks it elsewhere learns of it by its copy; where that cannot be reached they would walk on, so it is not
 * done. Of two who take it over in one moment the copy says who was last.
 */
export const takeOver = async (parts: WalkParts, id: string, did: Did): Promise<void> => {
	const failure = parts.state().readOnly ? undefined : await followSoon(parts, id);
	const walker = parts.state().walks[id]?.walk.session;
	if (failure !== undefined && walker !== undefined && parts.alive(walker) === undefined)
		return warn(
			parts,
			`the walk is not taken over, since whoever walks it would not learn of it: ${failureText(failure)}`,
		);
	await noteWalk(parts, id, did);
	await follow(parts, id);
	const open = parts.state().walks[id];
	if (open !== undefined && !isWalked(parts, id)) warn(parts, tookOverText(open.walk));
};
