import { clock } from '../../core/format.ts';
import type { Walk } from '../../core/runbook/walk.ts';

/** Why nothing is done in a walk that was one's own. */
export const tookOverText = ({ id, walker, since }: Walk): string =>
	since === undefined ? `${walker} walks ${id}: you watch` : `${walker} took ${id} over at ${clock(since)}: you watch`;
