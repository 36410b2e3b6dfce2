import type { Failure } from './model.ts';

/** A failure with what to do about it, on one line. */
export function failureText({ message, fix }: Failure): string {
	if (fix === undefined) return message;
	return /[.!?]$/.test(message) ? `${message} ${fix}` : `${message}: ${fix}`;
}

/** A text with a full stop at its end, unless it ends like a sentence already. */
export function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** What follows why something was refused before anything was done. */
export const unchanged = 'Nothing was changed.';

/** Why something was refused, with that nothing was changed, said once. `begun`: what was done before stays so. */
export function refusalText(because: string, begun = false): string {
	if (because.includes(unchanged)) return because;
	return `${sentence(because)} ${begun ? 'Nothing more was changed.' : unchanged}`;
}
