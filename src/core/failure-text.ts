import type { Failure } from './model.ts';

/** A failure with what to do about it, on one line. */
export function failureText({ message, fix }: Failure): string {
	if (fix === undefined) return message;
	return /[.!?]$/.test(message) ? `${message} ${fix}` : `${message}: ${fix}`;
}
