import { unfinishedOf, unfinishedText } from '../core/engine/by-hand.ts';
import type { Service } from '../core/model.ts';

/** Why a service is not acted on that the half-made container of a roll back stands in for, in words. */
export function standIn(service: Service): string | undefined {
	const left = unfinishedOf(service);
	return left?.standsIn === true ? unfinishedText(left) : undefined;
}

/** Why a service is not rolled back while what an earlier roll back left half made stands beside it, in words. */
export function leftBeside(service: Service): string | undefined {
	const left = unfinishedOf(service);
	return left?.standsIn === false ? unfinishedText(left) : undefined;
}
