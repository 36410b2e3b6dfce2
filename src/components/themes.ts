import type { Tone } from '../core/line.ts';
import type { Depth, ThemeName } from '../core/theme.ts';
import { nearestColour, type Rgb } from './colour.ts';

/** SGR codes of a look: its weight, with the code that ends it, and its colour, which 39 ends. */
export interface Look {
	readonly weight?: readonly [on: number, off: number];
	readonly colour?: string;
}
/** What each tone looks like on one terminal. */
export type Looks = Readonly<Record<Tone, Look>>;

/** A tone in a theme: `basic` is the SGR code of one of the sixteen colours, `exact` the colour where there are more. */
interface Tint {
	readonly weight?: Look['weight'];
	readonly basic?: number;
	readonly exact?: Rgb;
}

/** A theme. `ground`: the background that its colours are meant for, which is the terminal's own and not painted. */
interface Theme {
	readonly ground: Rgb;
	readonly tints: Readonly<Record<Tone, Tint>>;
}

const bold = { weight: [1, 22] } as const;
const dim = { weight: [2, 22] } as const;
const underlined = { weight: [4, 24] } as const;
const cursor = { weight: [7, 27] } as const;
const usual = {};

/**
 * The themes. Only `terminal` fits every background, as its colours are the terminal's own; so it is what nobody has to
 * choose. The others look as exact as they can, each on the background that it is meant for.
 */
export const themes: { readonly [N in ThemeName]: Theme } = {
	terminal: {
		ground: [0, 0, 0],
		tints: {
			ok: { basic: 32 },
			warn: { basic: 33 },
			bad: { ...bold, basic: 31 },
			unknown: { basic: 35 },
			...{ dim, bold, cursor },
			accent: { basic: 36 },
		},
	},
	dark: {
		ground: [0, 0, 0],
		tints: {
			ok: { basic: 32, exact: [95, 200, 95] },
			warn: { basic: 33, exact: [230, 180, 60] },
			bad: { ...bold, basic: 91, exact: [255, 105, 97] },
			unknown: { basic: 95, exact: [205, 140, 230] },
			dim: { basic: 90, exact: [145, 145, 145] },
			...{ bold, cursor },
			accent: { basic: 36, exact: [90, 200, 220] },
		},
	},
	// Of the sixteen colours green, yellow, cyan and grey are too pale on white.
	light: {
		ground: [255, 255, 255],
		tints: {
			ok: { exact: [0, 110, 30] },
			warn: { ...bold, exact: [135, 80, 0] },
			bad: { ...bold, basic: 31, exact: [175, 0, 0] },
			unknown: { basic: 35, exact: [130, 40, 150] },
			dim: { exact: [95, 95, 95] },
			...{ bold, cursor },
			accent: { basic: 34, exact: [0, 85, 160] },
		},
	},
	// Nothing is dimmed, and what is bad is underlined, since no red is bright enough.
	'high-contrast': {
		ground: [0, 0, 0],
		tints: {
			ok: { basic: 92, exact: [100, 255, 100] },
			warn: { basic: 93, exact: [255, 230, 0] },
			bad: { ...underlined, basic: 97, exact: [255, 160, 150] },
			unknown: { basic: 96, exact: [225, 175, 255] },
			dim: { basic: 37, exact: [200, 200, 200] },
			...{ bold, cursor },
			accent: { basic: 97, exact: [140, 235, 255] },
		},
	},
	// Of the sixteen colours only blue and black are dark enough on white.
	'high-contrast-light': {
		ground: [255, 255, 255],
		tints: {
			ok: { exact: [0, 85, 20] },
			warn: { ...bold, exact: [95, 45, 0] },
			bad: { ...underlined, exact: [165, 0, 0] },
			unknown: { basic: 34, exact: [95, 20, 120] },
			dim: { exact: [70, 70, 70] },
			...{ bold, cursor },
			accent: { basic: 34, exact: [0, 50, 130] },
		},
	},
	// Blue, yellow and orange, which the common kinds of colour blindness tell apart (Okabe and Ito, 2008); no green.
	'colour-blind': {
		ground: [0, 0, 0],
		tints: {
			ok: { basic: 96, exact: [86, 180, 233] },
			warn: { basic: 93, exact: [245, 238, 80] },
			bad: { ...bold, basic: 95, exact: [213, 94, 0] },
			unknown: { ...underlined, basic: 37, exact: [200, 200, 200] },
			dim: { basic: 90, exact: [145, 145, 145] },
			...{ bold, cursor },
			accent: { basic: 97, exact: [255, 255, 255] },
		},
	},
	// The same on white: blue, brown and a dark wine, which differ in lightness too.
	'colour-blind-light': {
		ground: [255, 255, 255],
		tints: {
			ok: { basic: 34, exact: [0, 95, 215] },
			warn: { ...bold, exact: [135, 95, 0] },
			bad: { ...bold, basic: 31, exact: [110, 0, 70] },
			unknown: { ...underlined, exact: [85, 85, 85] },
			dim: { exact: [95, 95, 95] },
			...{ bold, cursor },
			accent: { basic: 34, exact: [0, 0, 0] },
		},
	},
};

/** The looks without any colour: only weight and inversion. */
const plain: Looks = { ok: usual, warn: bold, bad: bold, unknown: usual, dim, bold, accent: usual, cursor };

/** The looks of a theme on a terminal with so many colours. */
export function looksOf(name: ThemeName, depth: Depth): Looks {
	if (depth === 'none') return plain;
	const { tints } = themes[name];
	const look = (tone: Tone): Look => {
		const { weight, basic, exact } = tints[tone];
		const colour = exact === undefined || depth === '16' ? basic?.toString() : exactCode(exact, depth);
		return { ...(weight === undefined ? {} : { weight }), ...(colour === undefined ? {} : { colour }) };
	};
	return {
		...{ ok: look('ok'), warn: look('warn'), bad: look('bad'), unknown: look('unknown') },
		...{ dim: look('dim'), bold: look('bold'), accent: look('accent'), cursor: look('cursor') },
	};
}

function exactCode(colour: Rgb, depth: '256' | 'true'): string {
	return depth === '256' ? `38;5;${nearestColour(colour)}` : `38;2;${colour.join(';')}`;
}
