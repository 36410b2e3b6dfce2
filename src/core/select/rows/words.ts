import { clean, shown } from '../../clean.ts';
import type { Tone } from '../../line.ts';
import type { Condition } from '../../model.ts';
import type { Shown } from '../../shown.ts';

/** A condition as sign and word, so that it is read without colours. */
export const conditionWords: Readonly<Record<Condition['is'], Shown>> = {
	down: shown`X down`,
	degraded: shown`~ degraded`,
	ok: shown`+ ok`,
	unknown: shown`? unknown`,
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
