import type { Event } from './event.ts';
import type { Millis } from './model.ts';
import type { Feeds, State } from './state.ts';
import type { Dialog, ScreenName } from './ui.ts';

/** Where a command is heard: an open dialog first, then the screen, then everywhere. */
export type Where = ScreenName | `dialog ${Dialog['is']}` | 'everywhere';

/** What a command can do with the words that were typed after its own in the palette. */
export interface TypedChoice {
	readonly text: string;
	readonly help: string;
	/** Why not now, in words. */
	readonly blocked?: string;
	readonly run: (now: Millis) => Event | readonly Event[];
}

/**
 * One thing that a key, the palette or the footer can do. `keys` are names as `use-keys` gives them: `r`, `R`, `enter`,
 * `esc`, `tab`, `shift-tab`, `up`, `ctrl-r`, `space`, `pageup`, `home`, `f5` …; the first is the one that is shown.
 */
export interface Command {
	readonly id: string;
	/** In lower case, as it stands in the footer: `roll back`. */
	readonly title: string;
	/** What it would do now, where that is more than its title says: for the footer. Undefined: its title does. */
	readonly titleNow?: (state: State, feeds: Feeds, now: Millis) => string | undefined;
	/** One sentence for the help. */
	readonly help: string;
	readonly keys: readonly string[];
	readonly where: readonly Where[];
	/** The tier of confirmation of what it leads to; none: it only reads. */
	readonly tier?: 1 | 2 | 4;
	/** How early it stands in the footer; none: only in the help. */
	readonly footer?: number;
	/** In the palette it takes words: after `word` and a space, what it can do with the rest is what is to choose. */
	readonly typed?: {
		readonly word: string;
		readonly choices: (rest: string, state: State, now: Millis) => readonly TypedChoice[];
	};
	/** Not in the palette (moving the cursor, typing). */
	readonly silent?: true;
	/** Why not now, in words; undefined when it can be done. */
	readonly blocked?: (state: State, feeds: Feeds, now: Millis) => string | undefined;
	/** `commands`: the whole list that this one is in, for the palette, which does what another one would. */
	readonly run: (state: State, feeds: Feeds, now: Millis, commands?: readonly Command[]) => Event | readonly Event[];
}
