import type { Want } from '../core/plan.ts';
import type { Ready } from './find.ts';

/** What a command of an action needs to know of it. */
export interface ActionCommand {
	readonly name: string;
	readonly does: string;
	/** `to`: what `--to` says, resolved to an image id; '' for the best. */
	readonly want: (to: string) => Want;
}

/** An action as the command line asks for it. */
export interface Acting extends Ready {
	readonly service: string;
	readonly action: ActionCommand;
	readonly to?: string;
	readonly dryRun?: true;
	readonly yes?: true;
	readonly json?: true;
	readonly readOnly?: true;
}
