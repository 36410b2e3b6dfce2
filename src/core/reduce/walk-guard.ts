import type { Millis } from '../model.ts';
import type { Ui } from '../ui.ts';

/** How long `enter` is not heard on Walk after what it would do became another thing. */
const settles: Millis = 250;
/** Each that comes meanwhile puts that off by so much: a key that is held down comes more often. */
const repeats: Millis = 120;

/** On Walk `enter` is not heard before this time, or a later one that was said before. */
function guarded(ui: Ui, until: Millis): Ui {
	return ui.screen === 'walk' ? { ...ui, walkGuard: Math.max(until, ui.walkGuard ?? until) } : ui;
}

/** A step came out, another one is next, or the plan over them was closed: whoever holds `enter` did not press it for that. */
export function settled(ui: Ui, at: Millis): Ui {
	return guarded(ui, at + settles);
}

/** `enter` came all the same. */
export function hurried(ui: Ui, at: Millis): Ui {
	return guarded(ui, at + repeats);
}
