import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** `watchdeck restart ENV/SERVICE`: the same release again, proven healthy. */
export const restart: CliCommand = (program, exit) => {
	addAction(program, exit, {
		name: 'restart',
		does: 'restart a service and prove it healthy',
		want: () => ({ action: 'restart' }),
	});
};
