import type { Failure, Millis } from '../model.ts';
import type { OpenWalk, Runbooks, Telling } from './open.ts';
import type { Sought } from './sought.ts';
import type { Did, Walk, WalkLine, Within } from './walk.ts';

/** News of runbooks and walks, and what the operator does with them. */
export type WalkEvent =
	/** The runbooks were looked for. */
	| { readonly type: 'runbooks/read'; readonly runbooks: Runbooks }
	/** Something is to be opened that is not there yet; or it was not found. */
	| { readonly type: 'walk/sought'; readonly sought: Sought }
	/** A runbook is wanted: for a service or host, or for nothing that is watched. `begin`: the clock runs from here. */
	| {
			readonly type: 'walk/wanted';
			readonly runbook: string;
			readonly of?: string;
			readonly begin: boolean;
			/** As a part of another walk. */
			readonly within?: Within;
	  }
	/** It is there, to be read or walked; or a walk is that the journal has. `shown`: it comes to the screen. */
	| { readonly type: 'walk/opened'; readonly open: OpenWalk; readonly shown?: true }
	/** Another walk is on the screen. */
	| { readonly type: 'walk/shown'; readonly walk: string }
	/** The document of a walk was read anew: it is another now, gone, or was accepted. */
	| {
			readonly type: 'walk/read';
			readonly walk: string;
			readonly document: Pick<OpenWalk, 'runbook' | 'digest' | 'edited' | 'trusted'>;
	  }
	/** What a step asks for is to be done: a command by its line, or all of its block; an action, a check. */
	| { readonly type: 'walk/run'; readonly walk: string; readonly step: string; readonly command?: number }
	/** `enter` came while it is not heard: it may be held down. */
	| { readonly type: 'walk/hurried' }
	/** What is under way in it is to end: with a step, what runs in the background there. */
	| { readonly type: 'walk/stopped'; readonly walk: string; readonly step?: string }
	/** What a command says while it runs; without it, it has ended. */
	| { readonly type: 'walk/told'; readonly walk: string; readonly telling?: Telling }
	/** The same of a command in the background. */
	| { readonly type: 'walk/behind'; readonly walk: string; readonly step: string; readonly telling?: Telling }
	/** The operator did something in it that needs nobody else. */
	| { readonly type: 'walk/did'; readonly walk: string; readonly did: Did }
	/** Something was done in a walk: written down where `kept`, else only remembered here, and `unwritten` says why. */
	| { readonly type: 'walk/noted'; readonly line: WalkLine; readonly kept: boolean; readonly unwritten?: Failure }
	/** All of its lines as its copy has them: others did something in it. `ahead`: how far their clock is ahead of ours. */
	| {
			readonly type: 'walk/followed';
			readonly walk: Walk;
			readonly lines: readonly WalkLine[];
			readonly ahead?: Millis;
	  }
	/** Its copy cannot be read; without a failure it can be again. */
	| { readonly type: 'walk/unread'; readonly walk: string; readonly failure?: Failure }
	/** The text of a strange runbook was accepted as it is. */
	| { readonly type: 'walk/accepted'; readonly walk: string }
	/** All of a walk is to be written to a file, for those who were not there. */
	| { readonly type: 'walk/saved'; readonly walk: string; readonly path: string };
