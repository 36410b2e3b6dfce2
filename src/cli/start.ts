import type { ServiceCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** The action as the command line asks for it. */
export const startAction: ServiceCommand = {
	name: 'start',
	does: 'start the stopped containers of a service and prove them healthy',
	want: () => ({ ok: true, value: { action: 'start' } }),
};

/** `watchdeck start ENV/SERVICE`: the containers that are stopped, as they are. */
export const start: CliCommand = (program, exit) => {
	addAction(program, exit, startAction);
};
