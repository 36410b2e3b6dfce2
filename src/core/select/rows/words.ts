import { clean } from '../../clean.ts';
import type { Tone } from '../../line.ts';
import type { Condition } from '../../model.ts';
import type { Shown } from '../../shown.ts';

/** A condition as one sign, where there is no room for its word, or many stand beside each other. */
export const conditionSigns: Readonly<Record<Condition['is'], string>> = {
	...{ down: 'X', degraded: '~', ok: '+', unknown: '?' },
};

/** A condition as sign and word, so that it is read without colours. */
export const conditionWords: Readonly<Record<Condition['is'], Shown>> = {
	down: clean(`${conditionSigns.down} down`),
	degraded: clean(`${conditionSigns.degraded} degraded`),
	ok: clean(`${conditionSigns.ok} ok`),
	unknown: clean(`${conditionSigns.unknown} unknown`),
};

/** How each condition looks to the eye. */
export const conditionTones: Readonly<Record<Condition['is'], Tone>> = {
	down: 'bad',
	degraded: 'warn',
	ok: 'ok',
	unknown: 'unknown',
};

/** A number with its noun: `1 service`, `3 services`. */
export function counted(count: number, noun: string): Shown {
	return clean(`${count} ${noun}${count === 1 ? '' : 's'}`);
}
