import type { Asked, DatasetAction } from '../core/want.ts';
import type { DatasetCommand, ServiceCommand } from './acting.ts';
import { backupAction } from './backup.ts';
import { deployAction } from './deploy.ts';
import { restartAction } from './restart.ts';
import { restoreAction } from './restore.ts';
import { rollbackAction } from './rollback-action.ts';
import { scaleAction } from './scale.ts';
import { startAction } from './start.ts';
import { stopAction } from './stop.ts';
import { takeoverAction } from './takeover.ts';
import { verifyAction } from './verify.ts';

// Records and not lists, so that the compiler finds an action that is missing.
/** The actions on a service that the command line can ask for and plan. */
export const actionCommands: { readonly [A in Asked]: ServiceCommand } = {
	deploy: deployAction,
	restart: restartAction,
	rollback: rollbackAction,
	stop: stopAction,
	start: startAction,
	scale: scaleAction,
	takeover: takeoverAction,
};

/** Those on a dataset. */
export const datasetCommands: { readonly [A in DatasetAction]: DatasetCommand } = {
	backup: backupAction,
	verify: verifyAction,
	restore: restoreAction,
};
