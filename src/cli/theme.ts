import { suggestion } from '../core/config/errors.ts';
import type { Result } from '../core/model.ts';
import { type ThemeName, themeNames } from '../core/theme.ts';
import type { Everywhere } from './command.ts';
import { printFailure } from './print.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Chosen = { readonly theme?: ThemeName };

/** The theme that `--theme` or else `$WATCHDECK_THEME` asks for; an empty variable says nothing. */
export const themeOf = ({ theme: given }: Pick<Everywhere, 'theme'>, env: Env): Result<Chosen> => {
	const variable = env['WATCHDECK_THEME'];
	const word = given ?? (variable === '' ? undefined : variable);
	if (word === undefined) return { ok: true, value: {} };
	const theme = themeNames.find((name) => name === word);
	if (theme !== undefined) return { ok: true, value: { theme } };
	const by = given === undefined ? '$WATCHDECK_THEME' : '--theme';
	const message = `There is no theme \`${word}\`, which ${by} asks for.`;
	return { ok: false, failure: { kind: 'refused', message, ...suggestion(word, themeNames) } };
};

/** The same for a command; `none`: it was wrong, and that was printed. */
export const themeFor = (options: Everywhere): Chosen | 'none' => {
	const theme = themeOf(options, process.env);
	if (theme.ok) return theme.value;
	printFailure(theme.failure);
	return 'none';
};
