import type { Run } from '../e2e/driver.ts';

/** Width and height of a sign, in pixels. */
const sign = { width: 8.4, height: 17 };
const ground = '#16181d';
const plain = '#d5d9e0';
const named = ['#16181d', '#e06c75', '#8bbf6a', '#d9b25f', '#61a5e0', '#c583d6', '#56b6c2', '#d5d9e0'];
const bright = ['#6b7280', '#ff8a8f', '#a5dd7f', '#f3cf7a', '#82c1ff', '#dda0ee', '#76d7e3', '#ffffff'];
const steps = [0, 95, 135, 175, 215, 255];

const hex = (...parts: readonly number[]): string =>
	`#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** The colour of a number of xterm's 256: 16 named ones, a cube of 6, 24 greys. */
const colourOf = (colour: number | string | undefined, usual: string): string => {
	if (colour === undefined) return usual;
	if (typeof colour === 'string') return colour;
	if (colour < 16) return (colour < 8 ? named[colour] : bright[colour - 8]) ?? usual;
	if (colour >= 232) return hex(...Array.from({ length: 3 }, () => 8 + (colour - 232) * 10));
	const cube = colour - 16;
	return hex(...[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => steps[step] ?? 0));
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const rounded = (number: number): string => String(Math.round(number * 10) / 10);

function runSvg(run: Run, x: number, y: number): string {
	const [fore, back] = [colourOf(run.colour, plain), colourOf(run.ground, ground)];
	const [ink, paper] = run.inverse ? [back, fore] : [fore, back];
	const width = run.cells * sign.width;
	const box =
		paper === ground
			? ''
			: `<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${sign.height}" fill="${paper}"/>`;
	if (run.text.trim() === '') return box;
	const looks = `${run.bold ? ' font-weight="bold"' : ''}${run.dim ? ' opacity="0.6"' : ''}`;
	// Whatever the font: each run is as wide as its cells.
	const length = `textLength="${rounded(width)}" lengthAdjust="spacingAndGlyphs"`;
	return `${box}<text x="${rounded(x)}" y="${rounded(y + 13)}" fill="${ink}"${looks} ${length}>${escaped(run.text)}</text>`;
}

/** A screen as an SVG picture. `title`: what it shows, for who cannot see it. */
export function svgOf(rows: readonly (readonly Run[])[], columns: number, title: string): string {
	const width = Math.ceil(columns * sign.width + 16);
	const height = rows.length * sign.height + 16;
	const lines = rows.map((runs, y) => {
		let x = 8;
		return runs
			.map((run) => {
				const at = x;
				x += run.cells * sign.width;
				return runSvg(run, at, 8 + y * sign.height);
			})
			.join('');
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="${width}" height="${height}" rx="6" fill="${ground}"/>`,
		'<g font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14" xml:space="preserve">',
		...lines.filter((line) => line !== ''),
		'</g>',
		'</svg>',
		'',
	].join('\n');
}
