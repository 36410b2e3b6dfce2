import type { BackupFound } from '../finding.ts';
import type { Millis } from '../model.ts';
import { lightsOf } from './lights.ts';

/** What is asked of a backup before a risky step: how old the newest may be, and the last restore test. */
export interface Freshness {
	readonly within: Millis;
	readonly verified: Millis;
}

/**
 * Why the backups of a dataset are not fresh and verified, in words; undefined where they are. They are what the lights *ran*,
 * *sane* and *restored* say of them, by these lengths instead of those of the config: a gate is never easier than a light.
 */
export function notFresh(found: BackupFound, { within, verified }: Freshness, now: Millis): string | undefined {
	const lights = lightsOf({ ...found, within, provenWithin: verified }, { at: now }, now);
	const asked = [
		['the newest backup', lights.ran],
		['what it holds', lights.sane],
		['the last restore test', lights.restored],
	] as const;
	const wrong = asked.find(([, { is }]) => is !== 'ok');
	return wrong === undefined ? undefined : `${wrong[0]}: ${wrong[1].text}`;
}
