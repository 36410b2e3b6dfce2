import type { ServiceCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** The action as the command line asks for it. */
export const stopAction: ServiceCommand = {
	name: 'stop',
	does: 'stop a service until it is started again, and prove it stopped',
	want: () => ({ ok: true, value: { action: 'stop' } }),
};

/** `watchdeck stop ENV/SERVICE`: its containers stop and stay as they are. */
export const stop: CliCommand = (program, exit) => {
	addAction(program, exit, stopAction);
};
