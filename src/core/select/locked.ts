import { clean } from '../clean.ts';
import { lengthText } from '../length-text.ts';
import { type OthersLock, othersLockOn } from '../lock.ts';
import type { Millis, Service } from '../model.ts';
import type { State } from '../state.ts';
import { headed, type TextLine } from './text/line.ts';

/** Who else holds the lock on a service, as a line of its story: `lock  bob: restart production/api, for 12s`. */
export function lockLines(state: State, service: Service, now: Millis, width: number): readonly TextLine[] {
	const lock = othersLockOn(state, service, now);
	if (lock === undefined) return [];
	const why = lock.why === '' ? '' : ` (${said(lock.why)})`;
	const beat = lock.stale ? `; silent for ${lengthText(Math.abs(lock.quiet))}: a new plan can take it over` : '';
	const text = `${whoseText(lock)} is changing it: ${said(lock.what)}${why}, for ${lengthText(heldFor(lock, now))}${beat}`;
	return headed('lock     ', text, { width, tone: 'accent' }).slice(0, 2);
}

/** Who holds a lock, in few words: `bob restart production/api 12s`. */
export function lockText(lock: OthersLock, now: Millis): string {
	return `${whoseText(lock)} ${said(lock.what)} ${lengthText(heldFor(lock, now))}${lock.stale ? ' (stale)' : ''}`;
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
