import type { Condition } from '../model.ts';
import type { Mark } from './mark.ts';

/**
 * The marks, oldest first, without each turn of condition to what it had turned to before: another cockpit saw the same one,
 * and not both are written down yet.
 */
export function withoutRepeats(marks: readonly Mark[]): readonly Mark[] {
	let last: Condition['is'] | undefined;
	return marks.filter(({ kind, is }) => {
		if (kind !== 'condition') return true;
		const isRepeat = is !== undefined && is === last;
		last = is;
		return !isRepeat;
	});
}
