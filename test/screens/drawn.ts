import { onTestFinished } from 'vitest';
import type { State } from '../../src/core/state.ts';
import { start } from './fleet-state.ts';
import { type Screen, type Shown, show } from './screen.ts';

/** Draws a state at `start`, until its test is over. */
export async function drawn(state: State, more: Partial<Omit<Shown, 'state'>> = {}): Promise<Screen> {
	const screen = await show({ state, at: start, ...more });
	onTestFinished(() => screen.end());
	return screen;
}
