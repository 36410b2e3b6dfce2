import stringWidth from 'string-width';
import type { Condition } from '../../model.ts';
import type { State } from '../../state.ts';
import { type GroupFacts, groupsOf } from '../fleet/groups.ts';
import { environmentsOf } from '../rows/rows.ts';
import { conditionSigns, conditionTones } from '../rows/words.ts';
import { type Piece, piece } from '../text/line.ts';

/** How many of an environment's services stand how; nothing where none is known yet. */
export interface Standing {
	readonly name: string;
	readonly counts: GroupFacts['counts'] | undefined;
}

const ill = ['down', 'degraded', 'unknown'] as const;

/** The cells that pieces take. */
export function widthOf(pieces: readonly Piece[]): number {
	return pieces.reduce((sum, { text }) => sum + stringWidth(text), 0);
}

/** How each environment stands, in the order of the config. */
export function standings(state: State): readonly Standing[] {
	const groups = groupsOf(state);
	const configured = new Set(state.fleet.services.map(({ environment }) => environment));
	const known = environmentsOf(state).filter((name) => groups[name] !== undefined || configured.has(name));
	return known.map((name) => ({ name, counts: groups[name]?.counts }));
}

/** `production 1X 1~`, `staging ok`, `+6 3X`: a name with how many services under it are not well. */
function piecesOf(name: Piece, counts: readonly Standing['counts'][]): readonly Piece[] {
	const count = (is: Condition['is']) => counts.reduce((sum, one) => sum + (one?.[is] ?? 0), 0);
	const bad = ill.filter((is) => count(is) > 0);
	const words = bad.flatMap((is): readonly Piece[] => [
		piece(' '),
		piece(`${count(is)}${conditionSigns[is]}`, conditionTones[is]),
	]);
	const none = counts.some((one) => one === undefined) ? piece(' ?', 'unknown') : piece(' ok', 'ok');
	return [name, ...(words.length === 0 ? [none] : words), piece('  ')];
}

/** Where an environment stands among others: 0 is the worst. One of which nothing is known is unknown. */
function rankOf({ counts }: Standing): number {
	if (counts === undefined) return ill.indexOf('unknown');
	const worst = ill.findIndex((is) => counts[is] > 0);
	return worst === -1 ? ill.length : worst;
}

/** As many of the environments as fit, the worst of them where not all do; how many more there are, and how they stand. */
export function environmentPieces(all: readonly Standing[], room: number): readonly Piece[] {
	const one = ({ name, counts }: Standing) => piecesOf(piece(name), [counts]);
	const whole = all.flatMap(one);
	if (widthOf(whole) <= room) return whole;
	const sorted = all.toSorted((a, b) => rankOf(a) - rankOf(b));
	const some = (count: number): readonly Piece[] => {
		const hidden = sorted.slice(count).map(({ counts }) => counts);
		return [...sorted.slice(0, count).flatMap(one), ...piecesOf(piece(`+${hidden.length}`, 'dim'), hidden)];
	};
	const counts = Array.from({ length: sorted.length }, (_, index) => sorted.length - 1 - index);
	return some(counts.find((count) => widthOf(some(count)) <= room) ?? 0);
}
