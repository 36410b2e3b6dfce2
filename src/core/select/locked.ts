import { clean } from '../clean.ts';
import { foreignText } from '../foreign-locks.ts';
import { lengthText } from '../length-text.ts';
import { type OthersLock, othersLockOn } from '../lock.ts';
import type { Millis, Service } from '../model.ts';
import type { State } from '../state.ts';
import { headed, type TextLine } from './text/line.ts';

/** Who else holds the lock on a service, as a line of its story: `lock  bob: restart production/api, for 12s`, `lock  stale: bob …`. */
export function lockLines(state: State, service: Service, now: Millis, width: number): readonly TextLine[] {
	const lock = othersLockOn(state, service, now);
	if (lock === undefined) return [];
	const { foreign, host } = lock;
	if (foreign !== undefined) {
		const held = heldFor(lock, now);
		return headed('lock     ', clean(foreignText(foreign, { host, held }), 300), { width, tone: lockTone(lock) }).slice(
			0,
			2,
		);
	}
	const why = lock.why === '' ? '' : ` (${said(lock.why)})`;
	const what = `${said(lock.what)}${why}, for ${lengthText(heldFor(lock, now))}`;
	const silent = `stale: ${whoseText(lock)} is silent for ${lengthText(quietFor(lock))}: a new plan can take it over`;
	const text = lock.stale ? `${silent}; it was at: ${what}` : `${whoseText(lock)} is changing it: ${what}`;
	return headed('lock     ', text, { width, tone: lockTone(lock) }).slice(0, 2);
}

/** A lock in few words, on a line that may be cut: `lock: bob restart production/api 12s`, `stale lock: bob …`. */
export function lockText(lock: OthersLock, now: Millis): string {
	const what = `${whoseText(lock)} ${said(lock.what)} ${lengthText(heldFor(lock, now))}`;
	return `${lock.stale ? 'stale lock' : 'lock'}: ${what}`;
}

/** How a lock is drawn: whoever is silent may have died in the middle of a change. */
export function lockTone({ stale }: OthersLock): 'warn' | 'accent' {
	return stale ? 'warn' : 'accent';
}

/** Who holds a lock; nobody is called nothing. */
export function whoseText({ who }: OthersLock): string {
	return said(who) === '' ? 'somebody' : said(who);
}

/** What another one wrote, on one line. */
function said(text: string): string {
	return clean(text, 120).trim();
}

/** How long a lock has been held. */
export function heldFor({ since }: OthersLock, now: Millis): Millis {
	return Math.max(0, now - since);
}

/** How long its holder had been silent when the host was read; the clocks may differ either way. */
export function quietFor({ quiet }: OthersLock): Millis {
	return Math.abs(quiet);
}
