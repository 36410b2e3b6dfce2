import { failed } from '../core/failed.ts';
import type { ServiceCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** The action as the command line asks for it. */
export const scaleAction: ServiceCommand = {
	name: 'scale',
	does: 'give a service of Swarm or Compose another number of replicas and prove that they run',
	argument: { form: '<replicas>', does: 'how many' },
	want: ({ argument = '' }) =>
		/^\d{1,6}$/.test(argument)
			? { ok: true, value: { action: 'scale', to: Number(argument) } }
			: failed(
					'refused',
					`“${argument}” is no number of replicas.`,
					'Name a whole number, as in: watchdeck scale ENV/SERVICE 3',
				),
};

/** `watchdeck scale ENV/SERVICE N`: as many replicas as is said. */
export const scale: CliCommand = (program, exit) => {
	addAction(program, exit, scaleAction);
};
