/** Red, green and blue, 0..255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The levels of xterm's cube of 6x6x6 colours; beside it are 24 greys (xterm's 256colres.pl). */
const levels = [0, 95, 135, 175, 215, 255] as const;

/** The 240 colours of xterm that are the same in every terminal, by their numbers 16..255. */
export const cubeColours: readonly Rgb[] = [
	...levels.flatMap((red) => levels.flatMap((green) => levels.map((blue): Rgb => [red, green, blue]))),
	...Array.from({ length: 24 }, (_, step): Rgb => [8 + 10 * step, 8 + 10 * step, 8 + 10 * step]),
];

const distance = (a: Rgb, b: Rgb): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;

/** The number, 16..255, of the one of xterm's colours that is nearest. */
export function nearestColour(colour: Rgb): number {
	const far = cubeColours.map((candidate) => distance(colour, candidate));
	return 16 + far.indexOf(Math.min(...far));
}

/** How much light a colour gives, 0..1 (WCAG 2.2, relative luminance). */
export function luminance(colour: Rgb): number {
	const [red, green, blue] = colour.map(linear);
	return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** The light of one channel, 0..1, of its value in sRGB, 0..255. */
export function linear(value: number): number {
	const part = value / 255;
	return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** The contrast of two colours, 1..21 (WCAG 2.2, contrast ratio). */
export function contrast(one: Rgb, other: Rgb): number {
	const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
	return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}
