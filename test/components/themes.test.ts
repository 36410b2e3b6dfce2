import { expect, test } from 'vitest';
import { contrast, cubeColours, linear, nearestColour, type Rgb } from '../../src/components/colour.ts';
import { type Look, looksOf, themes } from '../../src/components/themes.ts';
import type { Tone } from '../../src/core/line.ts';
import { type Depth, type ThemeName, themeNames } from '../../src/core/theme.ts';

const tones: readonly Tone[] = ['ok', 'warn', 'bad', 'unknown', 'dim', 'bold', 'accent', 'cursor'];
const depths: readonly Depth[] = ['none', '16', '256', 'true'];
/** What xterm makes of the sixteen colours (XTerm-col.ad). Other terminals differ a little. */
const basic: Readonly<Record<string, Rgb>> = {
	...{ 31: [205, 0, 0], 32: [0, 205, 0], 33: [205, 205, 0], 34: [0, 0, 238], 35: [205, 0, 205], 36: [0, 205, 205] },
	...{ 37: [229, 229, 229], 90: [127, 127, 127], 91: [255, 0, 0], 92: [0, 255, 0], 93: [255, 255, 0] },
	...{ 95: [255, 0, 255], 96: [0, 255, 255], 97: [255, 255, 255] },
};

function shownColour({ colour }: Look): Rgb | undefined {
	if (colour === undefined) return undefined;
	const [kind, way, ...rest] = colour.split(';').map(Number);
	if (kind !== 38) return basic[colour] ?? [Number.NaN, Number.NaN, Number.NaN];
	const [first = 0, second = 0, third = 0] = rest;
	return way === 5 ? cubeColours[first - 16] : [first, second, third];
}

const themed = themeNames.filter((name) => name !== 'terminal');

test.each(themeNames.flatMap((name) => depths.map((depth) => [name, depth] as const)))(
	'%s with the colours %s has a look for each tone',
	(name, depth) => {
		const looks = looksOf(name, depth);
		expect(Object.keys(looks).sort()).toEqual([...tones].sort());
		const codes = Object.values(looks).flatMap(({ colour }) => colour ?? []);
		const form = { none: /^never$/, '16': /^(3[1-7]|9[0-7])$/, '256': /^38;5;\d+$/, true: /^38;2;\d+;\d+;\d+$/ };
		for (const code of codes) expect(code).toMatch(name === 'terminal' && depth !== 'none' ? form['16'] : form[depth]);
	},
);

test.each(themed)('the text of %s stands out from its ground, however many colours there are', (name) => {
	const least = name.startsWith('high-contrast') ? 7 : 4.5;
	for (const depth of depths) {
		const looks = looksOf(name, depth);
		for (const tone of tones) {
			const colour = shownColour(looks[tone]);
			if (colour === undefined) continue;
			expect(contrast(colour, themes[name].ground), `${tone} at ${depth}`).toBeGreaterThanOrEqual(least);
		}
	}
});

test('high contrast never dims', () => {
	for (const name of ['high-contrast', 'high-contrast-light'] as const) {
		for (const depth of ['16', '256', 'true'] as const) {
			for (const { weight } of Object.values(looksOf(name, depth))) expect(weight?.[0]).not.toBe(2);
		}
	}
});

/** What those see who lack one kind of cone: matrices over linear light (Machado, Oliveira and Fernandes, 2009, severity 1). */
const blindness = {
	protan: [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998],
	],
	deutan: [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881],
	],
} as const;
const toXyz = [
	[0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
	[0.2126, 0.7152, 0.0722],
	[0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
] as const;
type Matrix = readonly (readonly number[])[];
const times = (matrix: Matrix, vector: readonly number[]): readonly number[] =>
	matrix.map((row) => row.reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0));

/** CIE L*a*b* of a colour as it is seen. */
function seen(colour: Rgb, by: Matrix): readonly number[] {
	const light = times(by, colour.map(linear)).map((value) => Math.min(1, Math.max(0, value)));
	const [x = 0, y = 0, z = 0] = times(toXyz, light).map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116));
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const apart = (one: Look, other: Look, by: Matrix, ink: Rgb): number => {
	const [a, b] = [one, other].map((look) => seen(shownColour(look) ?? ink, by));
	return Math.hypot(...(a ?? []).map((value, index) => value - (b?.[index] ?? 0)));
};
const closest = (name: ThemeName, depth: Depth, by: Matrix): number => {
	const { ok, warn, bad } = looksOf(name, depth);
	// Text without a colour is white on black, and black on white.
	const [red, green, blue] = themes[name].ground;
	const ink: Rgb = [255 - red, 255 - green, 255 - blue];
	return Math.min(apart(ok, warn, by, ink), apart(ok, bad, by, ink), apart(warn, bad, by, ink));
};

test.each(['protan', 'deutan'] as const)(
	'ok, warn and bad of the colour-blind themes are far apart to the %s',
	(kind) => {
		for (const name of ['colour-blind', 'colour-blind-light'] as const) {
			for (const depth of ['16', '256', 'true'] as const) {
				expect(closest(name, depth, blindness[kind]), `${name} at ${depth}`).toBeGreaterThan(35);
			}
		}
		// The measure finds what is wrong with red and green.
		expect(closest('terminal', '16', blindness[kind])).toBeLessThan(35);
	},
);

test('the nearest of xterm’s colours', () => {
	expect(nearestColour([0, 0, 0])).toBe(16);
	expect(nearestColour([255, 255, 255])).toBe(231);
	expect(nearestColour([94, 136, 176])).toBe(67);
	expect(nearestColour([128, 128, 128])).toBe(244);
});

test('contrast is that of WCAG', () => {
	expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
	expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
});
