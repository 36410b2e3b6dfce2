import type { BackupCopy, BackupFound, OffSiteSeen } from '../finding.ts';
import { bytes } from '../format.ts';
import { lengthText } from '../length-text.ts';
import type { Millis } from '../model.ts';
import { backupAge } from './age.ts';
import type { Light } from './light.ts';
import { isUsual } from './usual.ts';

const minute: Millis = 60_000;
/** So long a backup may be on its way off-site. */
const onItsWay: Millis = 60 * minute;
/** By so much the remote's clock may be ahead of ours. */
const tolerance: Millis = 2 * minute;

/** Two sizes in one unit, or to the byte where that would show none of their difference. */
function sizes(there: number, here: number): string {
	const [a, b] = [bytes(there), bytes(here)];
	return a === b ? `there it has ${there} bytes, here ${here}` : `there it has ${a}, here ${b}`;
}

/** When what lies off-site was compared, where it is as it was then. */
function comparedAt({ own, remote }: BackupCopy): Millis | undefined {
	if (remote === undefined || own?.compared === undefined) return undefined;
	// By the remote's own time of it, in the seconds that all remotes tell: written anew it has another, whatever that clock says.
	const isThat =
		own.there === undefined
			? remote.at <= own.compared + tolerance
			: Math.floor(own.there / 1000) === Math.floor(remote.at / 1000);
	return isThat ? own.compared : undefined;
}

/** How a backup that is here stands off-site. */
export function awayLight(copy: BackupCopy, { remote: place, at, unhashed }: OffSiteSeen, now: Millis): Light {
	const { remote, own, file } = copy;
	const old = `${backupAge(now - copy.at)} old`;
	if (remote === undefined) {
		const text = `${file} is not at ${place}${own?.compared === undefined ? '' : ' any more'}`;
		return { is: 'bad', text, short: 'missing', at };
	}
	if (remote.bytes !== copy.bytes)
		return { is: 'bad', text: `${file}: ${sizes(remote.bytes, copy.bytes)}`, short: 'other size', at };
	switch (remote.hash) {
		case 'other':
			return { is: 'bad', text: `${file} has another hash there: it is not the same`, short: 'other hash', at };
		case 'same':
			return { is: 'ok', text: `same as here, ${old}`, short: 'same', at };
		case 'untold': {
			const compared = comparedAt(copy);
			if (compared !== undefined) {
				const text = `same as here when it was compared ${backupAge(now - compared)} ago, ${old}`;
				return { is: 'ok', text, short: 'same', at };
			}
			const unread = unhashed === undefined ? 'its remote tells no hash' : `its hash could not be read: ${unhashed}`;
			const why = own === undefined ? 'it has no record with a hash' : unread;
			return { is: 'unknown', text: `same size, ${old}; ${why}`, short: 'size ok', at };
		}
	}
}

/** The newest backup here, which is not there: whether it may still be on its way, by the one before it. */
function missingLight(newest: BackupCopy, before: BackupCopy | undefined, seen: OffSiteSeen, now: Millis): Light {
	const missing = awayLight(newest, seen, now);
	const { at, remote } = seen;
	const age = lengthText(now - newest.at);
	if (newest.at > at) {
		const text = `the newest is ${age} old; ${remote} was looked at before that`;
		return { is: 'unknown', text, short: 'not yet', at };
	}
	if (now - newest.at > onItsWay || newest.own?.compared !== undefined) return missing;
	const last = before === undefined ? undefined : awayLight(before, seen, now);
	if (last?.is === 'bad') return missing;
	const rest = before === undefined ? '' : `; the one before it is, ${backupAge(now - before.at)} old`;
	// Of a copy that runs there is as little to see at most remotes.
	const sending = newest.own?.sending;
	if (sending !== undefined) {
		const text = `the newest is not there: sending it began ${lengthText(now - sending)} ago and either runs still or failed${rest}`;
		return { is: 'unknown', text, short: 'not sent', at };
	}
	return { is: 'unknown', text: `the newest is ${age} old and not there yet${rest}`, short: 'not yet', at };
}

/** Whether the newest backup here is off-site too, as it is here. */
export function offSiteLight({ dataset, copies, offSite }: BackupFound, now: Millis): Light {
	if (offSite === undefined)
		return dataset === undefined
			? { is: 'unknown', text: 'not asked: a line under probes looks at one place', short: 'not asked' }
			: { is: 'unknown', text: 'nothing goes off-site', short: 'none' };
	const { remote, at, failure } = offSite;
	if (failure !== undefined)
		return { is: 'unknown', text: `${remote} could not be read: ${failure}`, short: 'unread', at };
	const [newest, before] = (copies ?? []).filter((copy) => copy.only === undefined && isUsual(copy));
	if (newest === undefined)
		return { is: 'unknown', text: `there is nothing here to compare ${remote} with`, short: 'none here', at };
	return newest.remote === undefined ? missingLight(newest, before, offSite, now) : awayLight(newest, offSite, now);
}
