import { halfMadeOf } from '../core/engine/former.ts';
import type { Service } from '../core/model.ts';

/** Why a service is not acted on that the half-made container of a roll back stands in for, in words. */
export function standIn({ instances }: Service): string | undefined {
	const next = instances.find((instance) => halfMadeOf(instance) !== undefined);
	const made = next === undefined ? undefined : halfMadeOf(next);
	if (next === undefined || made === undefined) return undefined;
	return `${next.name} stands in for it, of a roll back that has no end; use: watchdeck resume ${made.plan}`;
}

/** Why a service is not rolled back while what an earlier roll back left half made stands beside it, in words. */
export function leftBeside({ instances, former }: Service): string | undefined {
	const next = former.find((other) => {
		const base = halfMadeOf(other)?.base;
		return instances.some(({ host, name }) => host === other.host && name === base);
	});
	const made = next === undefined ? undefined : halfMadeOf(next);
	if (next === undefined || made === undefined) return undefined;
	const use = `use: watchdeck resume ${made.plan}; when nobody is at it any more: docker rm ${next.name}`;
	return `a roll back of it has no end: its ${next.name} is still there; ${use}`;
}
