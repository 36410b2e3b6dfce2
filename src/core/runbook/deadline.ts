import type { Millis } from '../model.ts';
import type { Head, Severity } from './model.ts';

const usualDeadline: Readonly<Record<Severity, Millis>> = {
	P0: 300_000,
	P1: 1_800_000,
	P2: 14_400_000,
	P3: 172_800_000,
};

/** How soon somebody has to be at it, unless the document says otherwise: 5 minutes, 30 minutes, 4 hours, 2 days. */
export function deadlineOf({ severity, deadline }: Pick<Head, 'severity' | 'deadline'>): Millis | undefined {
	return deadline ?? (severity === undefined ? undefined : usualDeadline[severity]);
}
