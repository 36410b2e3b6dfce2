/**
 * The actions. To add one: a file here that exports an `Action` of the same name, a line below, a line in `Wants`
 * (`core/want.ts`), and `can.NAME` in each platform that can do it. A test compares this list with the folder.
 */
import type { Actions } from '../core/making.ts';
import { deploy } from './deploy.ts';
import { restart } from './restart.ts';
import { rollback } from './rollback.ts';
import { scale } from './scale.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { takeover } from './takeover.ts';
import { tidy } from './tidy.ts';

/** The actions, by name. */
export const actions: Actions = {
	deploy,
	restart,
	rollback,
	scale,
	start,
	stop,
	takeover,
	tidy,
};
