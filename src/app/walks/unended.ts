import type { Journal } from '../../core/journal.ts';
import { known } from '../../core/known.ts';
import type { Millis, Result } from '../../core/model.ts';
import type { Alive } from '../../core/run.ts';
import { isAlive } from '../../io/identity.ts';
import { lineIn } from './heard.ts';
import { foldedWalk, openWalks } from './take-up.ts';

/** A walk without an end, as it is told where nothing is drawn. `walked`: somebody may be at it now. */
export interface Unended {
	readonly walk: string;
	readonly title: string;
	readonly of?: string;
	readonly by: string;
	readonly seen: Millis;
	readonly walked: boolean;
}

/** The walks of this journal that have no end, the oldest first. `alive`: whether the program of a session is still there. */
export const unendedWalks = async (
	journal: Result<Pick<Journal, 'read'>>,
	alive: Alive = isAlive,
): Promise<readonly Unended[]> => {
	const read = journal.ok ? await journal.value.read({ walks: true }) : journal;
	const isGone = (session: string | undefined): boolean => session !== undefined && alive(session) === false;
	return [...openWalks(read).values()].flatMap((entries) => {
		const walk = foldedWalk(entries.map(lineIn), isGone);
		if (walk === undefined || walk.ended !== undefined) return [];
		const { id, head, walker, seen, session } = walk;
		return [
			{ walk: id, title: head.title, by: walker, seen, walked: session !== undefined, ...known({ of: head.of }) },
		];
	});
};

/** Such a walk as a line that is printed. */
export const unendedText = ({ walk, title, of, by, seen, walked }: Unended): string => {
	const what = of === undefined ? title : `${title} on ${of}`;
	const last = new Date(seen).toISOString().replace(/\.\d+Z$/, 'Z');
	return `${walk}  walk ${what}  ${walked ? `${by} walks it` : `Left by ${by}`}, last at ${last}.`;
};
