import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';

/** Opens the palette with this in its line. */
export function typedFurther(text: string, at: Millis): readonly Event[] {
	return [
		{ type: 'dialog/opened', at, dialog: { is: 'palette', selected: 0 } },
		{ type: 'field/opened', at, of: 'palette', text },
	];
}
