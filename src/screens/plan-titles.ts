import type { Asked } from '../core/select/plan/confirm.ts';

/** What `enter` does now in a plan's dialog, for the footer, where that is more than to confirm. */
export function enterTitle(ask: Asked): string | undefined {
	switch (ask.is) {
		case 'name':
		case 'held':
			return 'do it';
		case 'replan':
			return 'plan anew';
		case 'enter':
		case 'y':
		case 'cannot':
		case 'planning':
		case 'running':
		case 'ended':
			return undefined;
	}
}

/** What `esc` does now in a plan's dialog, for the footer, where that is more than to leave it. */
export function escTitle(ask: Asked): string | undefined {
	switch (ask.is) {
		case 'name':
			return 'back to the plan';
		case 'held':
			return ask.chosen === undefined ? undefined : 'take it back';
		case 'running':
			return 'leave it running';
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
