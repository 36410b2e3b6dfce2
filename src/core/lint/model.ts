/** How bad something is that was found in a runbook. `note`: worth knowing, and nothing is wrong. */
export type Level = 'error' | 'warning' | 'note';

/** The levels, the worst first. */
export const levels: readonly Level[] = ['error', 'warning', 'note'];

/** Something that was found in a runbook. `rule`: the id of what found it; `line`: of the document, from 1. */
export interface Finding {
	readonly line: number;
	readonly rule: string;
	readonly level: Level;
	/** What is wrong, and why. */
	readonly says: string;
	/** How it is right. */
	readonly instead: string;
}

/** What was found in a document, in the order of its lines. */
export interface Linted {
	readonly path: string;
	readonly findings: readonly Finding[];
}
