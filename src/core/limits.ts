import { z } from 'zod';
import { millisOf, ratioOf } from './config/units.ts';
import { bytes, count, duration, percent } from './format.ts';

/** What a number counts: says how it is written, and how its limits may be written. */
const units = ['ms', 's', 'bytes', 'share', 'count'] as const;
export type Unit = (typeof units)[number];

const sizes: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** Bytes as they are written: `512M`, `1.5 GB`, `2GiB`, in units of 1024; undefined when it is none. */
function bytesOf(text: string): number | undefined {
	const [, digits, unit] = /^(\d+(?:\.\d+)?) ?([KMGT]?)(?:i?B)?$/.exec(text.trim()) ?? [];
	const size = unit === undefined ? undefined : sizes[unit];
	return size === undefined ? undefined : Number(digits) * size;
}

/** A limit as it is written, in the unit of the number that it limits; undefined where it does not fit that unit. */
export function limitOf(written: string | number, unit: Unit): number | undefined {
	if (typeof written === 'number') return written;
	if (/^-?\d+(?:\.\d+)?$/.test(written.trim())) return Number(written);
	switch (unit) {
		case 'ms':
			return millisOf(written);
		case 's': {
			const length = millisOf(written);
			return length === undefined ? undefined : length / 1000;
		}
		case 'bytes':
			return bytesOf(written);
		case 'share':
			return ratioOf(written);
		case 'count':
			return undefined;
	}
}

function plain(value: number): string {
	if (Number.isInteger(value)) return Math.abs(value) < 10_000 ? String(value) : count(value);
	return Math.abs(value) < 1000 ? String(Number(value.toPrecision(3))) : count(value);
}

/** A number in a sentence: `12ms`, `1.2G`, `4.1%`, `731`, `infinity`. */
export function amountText(value: number, unit: Unit): string {
	if (Math.abs(value) === Number.POSITIVE_INFINITY) return value < 0 ? 'minus infinity' : 'infinity';
	const [sign, size] = value < 0 ? ['-', -value] : ['', value];
	switch (unit) {
		case 'ms':
			return sign + duration(size);
		case 's':
			return sign + duration(size * 1000);
		case 'bytes':
			return bytes(value);
		case 'share':
			return percent(value, 1);
		case 'count':
			return plain(value);
	}
}

const limit = (description: string) =>
	z
		.union([z.number(), z.string()], { error: 'a number, or one with its unit such as `5%`, `800ms`, `2G`' })
		.refine((written) => units.some((unit) => limitOf(written, unit) !== undefined), {
			error: 'a number, or one with its unit such as `5%`, `800ms`, `2G`',
		})
		.optional()
		.meta({ description, examples: ['5%'] });

/** The fields of a probe that judges a number. */
export const limitFields = {
	unit: z
		.enum(units)
		.optional()
		.meta({ description: 'What the number counts: `ms`, `s`, `bytes`, `share` (0 to 1) or `count`. Default: `count`' }),
	above: limit('Degraded above this'),
	below: limit('Degraded below this'),
	down_above: limit('Down above this'),
	down_below: limit('Down below this'),
};

type Written = { readonly [K in keyof typeof limitFields]?: z.output<(typeof limitFields)[K]> };
const names = ['above', 'below', 'down_above', 'down_below'] as const;

/** What is wrong with the limits of a line of config, with the field; undefined when each fits the unit. */
export function wrongLimit(written: Written): { readonly field: string; readonly message: string } | undefined {
	const { unit = 'count' } = written;
	const field = names.find((name) => written[name] !== undefined && limitOf(written[name], unit) === undefined);
	return field === undefined ? undefined : { field, message: `a limit that fits \`unit: ${unit}\`` };
}

/** The limits of a number, in its own unit. */
export interface NumberLimits {
	readonly unit: Unit;
	readonly above?: number;
	readonly below?: number;
	readonly downAbove?: number;
	readonly downBelow?: number;
}

/** The limits that a line of config sets. */
export function limitsOf(written: Written): NumberLimits {
	const { unit = 'count' } = written;
	const read = (name: (typeof names)[number]) => {
		const given = written[name];
		return given === undefined ? undefined : limitOf(given, unit);
	};
	const [above, below, downAbove, downBelow] = names.map(read);
	return {
		unit,
		...(above === undefined ? {} : { above }),
		...(below === undefined ? {} : { below }),
		...(downAbove === undefined ? {} : { downAbove }),
		...(downBelow === undefined ? {} : { downBelow }),
	};
}

/** How a number stands to its limits. `beyond`: which one it has crossed, in words: `above 5.0%`; `fix`: what to do about it. */
export interface Judged {
	readonly is: 'ok' | 'degraded' | 'down';
	readonly beyond?: string;
	readonly fix?: string;
}

const limitFix = 'Find out why; if so much is fine, set its limit anew (`above`, `below`, `down_above`, `down_below`).';

/** A number by its limits; on a limit is still fine. */
export function judged(value: number, { unit, above, below, downAbove, downBelow }: NumberLimits): Judged {
	const over = (limit: number | undefined) => limit !== undefined && value > limit;
	const under = (limit: number | undefined) => limit !== undefined && value < limit;
	const text = (word: string, limit: number | undefined) => `${word} ${amountText(limit ?? 0, unit)}`;
	if (over(downAbove)) return { is: 'down', beyond: text('above', downAbove), fix: limitFix };
	if (under(downBelow)) return { is: 'down', beyond: text('below', downBelow), fix: limitFix };
	if (over(above)) return { is: 'degraded', beyond: text('above', above), fix: limitFix };
	if (under(below)) return { is: 'degraded', beyond: text('below', below), fix: limitFix };
	return { is: 'ok' };
}
