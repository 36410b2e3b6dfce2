import type { Asked } from '../core/select/plan/confirm.ts';

/** What `esc` does in the line in which a service's name is typed. */
export const backToPlan = 'back to the plan';

/** What `enter` does in that line: what was asked for only where the name is typed, else it says that nothing was started. */
export function nameTitle({ name, typed }: { readonly name: string; readonly typed: string }): string {
	return typed === name ? 'do it' : 'check the name';
}

/** What `enter` does now in a plan's dialog, for the footer, where that is more than to confirm. */
export function enterTitle(ask: Asked): string | undefined {
	switch (ask.is) {
		case 'name':
			return nameTitle(ask);
		case 'reason':
			return 'keep it';
		case 'held':
			return 'do it';
		case 'replan':
			return 'plan anew';
		case 'enter':
		case 'y':
		case 'cannot':
		case 'planning':
		case 'running':
		case 'watching':
		case 'ended':
			return undefined;
	}
}

/** What `esc` does now in a plan's dialog, for the footer, where that is more than to leave it. */
export function escTitle(ask: Asked): string | undefined {
	switch (ask.is) {
		case 'name':
		case 'reason':
			return backToPlan;
		case 'held':
			return ask.chosen === undefined ? 'leave it held' : 'take it back';
		case 'running':
			return 'leave it running';
		case 'watching':
			return 'leave it watched';
		case 'ended':
			return 'close';
		case 'enter':
		case 'y':
		case 'replan':
		case 'cannot':
		case 'planning':
			return undefined;
	}
}
