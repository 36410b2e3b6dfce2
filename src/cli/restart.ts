import type { ServiceCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** The action as the command line asks for it. */
export const restartAction: ServiceCommand = {
	name: 'restart',
	does: 'restart a service and prove it healthy',
	want: () => ({ ok: true, value: { action: 'restart' } }),
};

/** `watchdeck restart ENV/SERVICE`: the same release again, proven healthy. */
export const restart: CliCommand = (program, exit) => {
	addAction(program, exit, restartAction);
};
