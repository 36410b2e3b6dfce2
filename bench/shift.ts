import { runShift } from '../test/shift/run.ts';
import type { Figure } from './figures.ts';

/** A shift of eight hours in fake time, with a turn of the program every five seconds of it. */
export const shift = async (): Promise<Figure> => {
	const { memory } = await runShift(8, 5_000);
	const [first = Number.NaN] = memory;
	const grown = (100 * ((memory.at(-1) ?? Number.NaN) - first)) / first;
	return { what: '8 h shift in fake time: memory grows by', unit: '%', value: grown, must: 5, aim: 1 };
};
