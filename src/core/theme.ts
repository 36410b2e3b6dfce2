/** The names of the themes. `terminal`: the sixteen colours that a terminal maps to a theme of its own. */
export const themeNames = [
	...(['terminal', 'dark', 'light'] as const),
	...(['high-contrast', 'high-contrast-light', 'colour-blind', 'colour-blind-light'] as const),
] as const;

/** The name of a theme. */
export type ThemeName = (typeof themeNames)[number];

/** How many colours are used: none, the sixteen that a terminal names itself, the 256 of xterm, or any. */
export type Depth = 'none' | '16' | '256' | 'true';

type Env = Readonly<Record<string, string | undefined>>;

/** Terminals that are of one colour by their names in terminfo: of paper, the VT100 and its like, and `-m` for monochrome. */
const monochrome = /^(dumb$|vt\d+($|-))|-m(ono)?$/;

/**
 * How many colours the terminal of this environment has: `NO_COLOR` (no-color.org) counts before what `COLORTERM` and the
 * name in `TERM` say. GNU screen hands COLORTERM on, but not the colours; tmux brings them down to what it can show.
 */
export function depthOf(env: Env): Depth {
	if ((env['NO_COLOR'] ?? '') !== '') return 'none';
	const term = env['TERM'] ?? '';
	if (monochrome.test(term)) return 'none';
	if (term === 'linux') return '16';
	if (!isScreen(env) && (/^(truecolor|24bit)$/i.test(env['COLORTERM'] ?? '') || term.endsWith('-direct')))
		return 'true';
	return term.includes('256color') ? '256' : '16';
}

function isScreen({ STY: session = '', TERM: term = '', TMUX: tmux = '' }: Env): boolean {
	return session !== '' || (term.startsWith('screen') && tmux === '');
}
