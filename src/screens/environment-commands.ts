import type { Command } from '../core/command.ts';
import { environmentParts } from '../core/select/environment/environment.ts';
import { environmentRow } from '../core/select/environment/rows.ts';
import { listCommands } from './split-commands.ts';

/** The keys of an environment. */
export const commands: readonly Command[] = [
	{
		id: 'environment.open',
		title: 'open',
		help: 'Opens the service.',
		keys: ['enter'],
		where: ['environment'],
		footer: 10,
		silent: true,
		blocked: (state) =>
			state.ui.field === undefined && environmentRow(state) === undefined ? 'there is no service' : undefined,
		run: (state, _feeds, now) => {
			if (state.ui.field !== undefined) return { type: 'field/entered', at: now };
			const service = environmentRow(state);
			return service === undefined ? [] : { type: 'screen/opened', at: now, screen: 'service', service };
		},
	},
	...listCommands({ screen: 'environment', make: environmentParts }),
];
