import type { Instance } from '../core/model.ts';
import { pastable } from '../core/quote.ts';

/** Why a paused container is not acted on, with what to do first; undefined when none is. */
export function pausedText(instances: readonly Instance[]): string | undefined {
	const paused = instances.find(({ state }) => state === 'paused');
	return paused && `${paused.name} is paused; use: ${pastable(['docker', 'unpause', paused.name])}`;
}

/** Why a container that goes with its process is not stopped; undefined when none does. */
export function vanishingText(instances: readonly Instance[]): string | undefined {
	const vanishing = instances.some(({ autoRemove }) => autoRemove === true);
	return vanishing ? 'its container was started with --rm: it would vanish when it is stopped' : undefined;
}
