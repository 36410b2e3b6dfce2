import type { ServiceCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** The action as the command line asks for it. */
export const takeoverAction: ServiceCommand = {
	name: 'takeover',
	does: 'take the lock of a service from whoever holds it, and give it back',
	want: () => ({ ok: true, value: { action: 'takeover' } }),
};

/** `watchdeck takeover ENV/SERVICE`: of a lock that still beats, with `--confirm ENV/SERVICE --reason TEXT`. */
export const takeover: CliCommand = (program, exit) => {
	addAction(program, exit, takeoverAction);
};
