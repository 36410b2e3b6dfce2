import type { Asked } from '../core/plan.ts';
import type { ServiceCommand } from './acting.ts';
import { deployAction } from './deploy.ts';
import { restartAction } from './restart.ts';
import { rollbackAction } from './rollback-action.ts';
import { scaleAction } from './scale.ts';
import { startAction } from './start.ts';
import { stopAction } from './stop.ts';
import { takeoverAction } from './takeover.ts';

// A record and not a list, so that the compiler finds an action that is missing.
/** The actions that the command line can ask for and plan. */
export const actionCommands: { readonly [A in Asked]: ServiceCommand } = {
	deploy: deployAction,
	restart: restartAction,
	rollback: rollbackAction,
	stop: stopAction,
	start: startAction,
	scale: scaleAction,
	takeover: takeoverAction,
};
