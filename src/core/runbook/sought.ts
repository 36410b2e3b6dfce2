import type { Failure } from '../model.ts';

/**
 * What is to be opened as soon as it is there: a walk by its id, a runbook by its name, or, while runbooks are still looked
 * for, the one that fits what is pointed at. `failure`: why it was not found so far; `over`: it is not looked for any more.
 */
export type Sought = (
	| { readonly is: 'walk'; readonly walk: string }
	| { readonly is: 'runbook'; readonly runbook: string; readonly of?: string }
	| { readonly is: 'fitting'; readonly of?: string }
) & { readonly failure?: Failure; readonly over?: true };
