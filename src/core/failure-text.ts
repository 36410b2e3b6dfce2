import type { Failure } from './model.ts';

/** A failure with what to do about it, on one line. */
export function failureText({ message, fix }: Failure): string {
	if (fix === undefined) return message;
	return /[.!?]$/.test(message) ? `${message} ${fix}` : `${message}: ${fix}`;
}

/** What follows why something was refused before anything was done. */
export const unchanged = 'Nothing was changed.';

/** Why something was refused, with that nothing was changed, said once. `begun`: what was done before stays so. */
export function refusalText(because: string, begun = false): string {
	if (because.includes(unchanged)) return because;
	return `${because}${/[.!?]$/.test(because) ? '' : '.'} ${begun ? 'Nothing more was changed.' : unchanged}`;
}
