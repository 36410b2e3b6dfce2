import { randomBytes } from 'node:crypto';

/** A new id of a plan: eight random hex digits. */
export function planId(): string {
	return randomBytes(4).toString('hex');
}
