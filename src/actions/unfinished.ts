import { type Unfinished, unfinishedOf, withoutContainer } from '../core/engine/by-hand.ts';
import type { Service } from '../core/model.ts';

/** A run is in the journal of whoever began it only: another account or machine cannot go on with it. */
const waysOut = ({ plan, commands }: Unfinished): string =>
	`use, only where it was begun: watchdeck resume ${plan}; when who began it cannot be reached: ${commands}`;

/** Why a service is not acted on that the half-made container of a roll back stands in for, in words. */
export function standIn(service: Service): string | undefined {
	const left = unfinishedOf(service);
	if (left === undefined || !left.standsIn) return undefined;
	return `${left.next} stands in for it, of a roll back that has no end; ${waysOut(left)}`;
}

/** Why a service is not rolled back while what an earlier roll back left half made stands beside it, in words. */
export function leftBeside(service: Service): string | undefined {
	const left = unfinishedOf(service);
	if (left === undefined || left.standsIn) return undefined;
	return `a roll back of it has no end: its ${left.next} is still there; ${waysOut(left)}`;
}

/** Why a service without a container is not acted on, with the ways out, in words. */
export function without(service: Service): string {
	return leftBeside(service) ?? withoutContainer(service);
}
