import type { Millis } from '../../core/model.ts';
import { hexOf } from './engine/ids.ts';

const day: Millis = 24 * 3600 * 1000;
/** Periods and strengths of the waves that a number moves by: the day's shape, and faster ones that look like noise. */
const waves: readonly (readonly [Millis, number])[] = [
	[day, 0.35],
	[613_000, 0.08],
	[97_000, 0.07],
	[23_000, 0.05],
];

/** A number that moves around 1, always the same for its key; never below 0.4, never above 1.6. */
export interface Curve {
	readonly at: (time: Millis) => number;
	/** Its integral, in milliseconds: what a counter with this rate has counted between two times. */
	readonly between: (from: Millis, to: Millis) => number;
}

/** 0..1, always the same for a key. */
export function share(...key: readonly (string | number)[]): number {
	return Number.parseInt(hexOf(...key).slice(0, 8), 16) / 0x1_0000_0000;
}

/** The curve of a key: a sum of sines, so that a counter is exact at any time without what came before. */
export function curveOf(...key: readonly (string | number)[]): Curve {
	const hex = hexOf(...key);
	const sines = waves.map(([period, strength], index) => {
		const phase = (Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16) / 0x1_0000_0000) * 2 * Math.PI;
		return { turn: (2 * Math.PI) / period, strength, phase };
	});
	const sum = (each: (sine: (typeof sines)[number]) => number) => sines.reduce((all, sine) => all + each(sine), 0);
	const whole = (time: Millis) =>
		time - sum(({ turn, strength, phase }) => (strength / turn) * Math.cos(turn * time + phase));
	return {
		at: (time) => 1 + sum(({ turn, strength, phase }) => strength * Math.sin(turn * time + phase)),
		between: (from, to) => Math.max(0, whole(to) - whole(from)),
	};
}

/** The part of a log-normal distribution below `x`. Formula of the error function: Abramowitz and Stegun 7.1.26. */
export function below(x: number, median: number, sigma: number): number {
	const z = Math.log(x / median) / (sigma * Math.SQRT2);
	const t = 1 / (1 + 0.3275911 * Math.abs(z));
	const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
	const half = 1 - tail * Math.exp(-z * z);
	return (1 + Math.sign(z) * half) / 2;
}
