import type { Condition, Service } from '../model.ts';
import type { Head } from './model.ts';

/** What a runbook may be opened for: a service or a host, and how it is. */
export interface Subject {
	readonly id: string;
	readonly is: Condition['is'];
	/** Missing: it is a host. */
	readonly service?: Pick<Service, 'platform'>;
}

/** Whether an id is of a pattern, in which `*` stands for anything. */
export function isLike(id: string, pattern: string): boolean {
	const [first = '', ...rest] = pattern.split('*');
	const last = rest.pop();
	if (last === undefined) return id === pattern;
	if (!id.startsWith(first)) return false;
	// Each part where it comes first leaves the most for those behind it.
	let at = first.length;
	for (const part of rest) {
		const found = id.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return id.length - last.length >= at && id.endsWith(last);
}

/** How well a runbook fits: 0 not at all; one that names the service is nearer than one for its condition. */
export function fitness(
	{ when, services, platforms }: Pick<Head, 'when' | 'services' | 'platforms'>,
	{ id, is, service }: Subject,
): number {
	if (service === undefined) return when.includes('host') ? 4 : 0;
	if (platforms.length > 0 && !platforms.includes(service.platform)) return 0;
	const named = services.filter((pattern) => isLike(id, pattern)).map((pattern) => (pattern.includes('*') ? 1 : 2));
	if (services.length > 0 && named.length === 0) return 0;
	const own = Math.max(0, ...named);
	if (is !== 'ok' && when.some((one) => one === is)) return 4 + own;
	return own > 0 ? own : 0;
}

/** The runbooks for something, the nearest first; those that do not fit at all are left out. */
export function fitting<
	T extends { readonly head: Pick<Head, 'when' | 'services' | 'platforms'>; readonly name: string },
>(runbooks: readonly T[], subject: Subject): readonly T[] {
	return runbooks
		.map((runbook) => ({ runbook, fits: fitness(runbook.head, subject) }))
		.filter(({ fits }) => fits > 0)
		.toSorted((a, b) => b.fits - a.fits || (a.runbook.name < b.runbook.name ? -1 : 1))
		.map(({ runbook }) => runbook);
}
