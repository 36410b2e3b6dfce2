import { isTried } from '../core/link.ts';
import type { Millis } from '../core/model.ts';
import { goesThrough } from '../core/probe.ts';
import type { Store } from '../store/store.ts';
import type { Scheduler } from './scheduler.ts';

/** What is known of the hosts, what reads them, and until when. */
export interface Late {
	readonly store: Pick<Store, 'state' | 'subscribe'>;
	readonly scheduler: Pick<Scheduler, 'refresh'>;
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
	readonly stop: AbortSignal;
	/** When the reading of all began. */
	readonly began: Millis;
}

/** A login may go on so much longer than a reading: over a slow line, or while a person types a passphrase. */
const patience: Millis = 20_000;
/** A host that was reached within this time was read. */
const soon: Millis = 1000;

/**
 * Reads again the hosts whose login took so long that some of what was asked had run out of time; those that are still
 * being connected to when they are reached, or will not be.
 */
export const readLate = async ({ store, scheduler, wait, stop, began }: Late): Promise<void> => {
	const late = Object.entries(store.state().links).flatMap(([host, link]) =>
		isTried(link) || (link.is === 'up' && link.since > began + soon) ? [host] : [],
	);
	if (late.length === 0) return;
	const isOpen = (): boolean => late.some((host) => isTried(store.state().links[host]));
	const over = new AbortController();
	const end = (): void => over.abort();
	stop.addEventListener('abort', end, { once: true });
	const leave = store.subscribe(() => {
		if (!isOpen()) end();
	});
	if (isOpen()) await wait(patience, over.signal);
	leave();
	stop.removeEventListener('abort', end);
	if (!stop.aborted) await scheduler.refresh((probe) => late.some((host) => goesThrough(probe, host)));
};
