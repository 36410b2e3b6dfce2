import { useInput, usePaste } from 'ink';
import type { Event } from '../core/event.ts';
import { type Hearing, pasted, pressed, refusesHeld, refusesRepeats } from '../core/keys.ts';
import { type Deck, useDeck } from './context.ts';
import { keyNames } from './key-name.ts';

/** Reads the keyboard; the only place that does. Used once, at the root. */
export function useKeys(): void {
	const deck = useDeck();
	useInput((input, key) => {
		if (key.eventType === 'release') return;
		const names = keyNames(input, key);
		const state = deck.store.state();
		if (key.eventType === 'repeat' && (refusesRepeats(state) || refusesHeld(state, names))) return;
		// Each key is heard with the state that the key before it made. A key without a name means nothing to anyone.
		for (const name of names) hear(deck, (hearing) => pressed(hearing, name));
		if (names.length === 0) deck.onKey?.();
	});
	usePaste((text) => hear(deck, (hearing) => pasted(hearing, text)));
}

function hear({ store, feeds, commands, clock, onKey }: Deck, means: (hearing: Hearing) => readonly Event[]): void {
	for (const event of means({ state: store.state(), feeds, commands, now: clock.time() })) store.dispatch(event);
	onKey?.();
}
