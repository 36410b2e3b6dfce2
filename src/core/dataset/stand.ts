import { firstSaid, type Said, saidIn, wholeOf } from '../host/said.ts';
import { known } from '../known.ts';
import type { Millis } from '../model.ts';

/** How the server of a dataset and the folder of its backups stand. Sizes in bytes. */
export interface DatasetStand {
	/** Versions of the server and of the program that makes the dump. */
	readonly server?: string;
	readonly tool?: string;
	readonly size?: number;
	/** It follows another server. */
	readonly replica: boolean;
	/** Tables (at most 20) that know no transactions: what is written to them meanwhile is not of the moment of the others. */
	readonly unsteady: readonly string[];
	/** Views (at most 20) of what is not there any more. */
	readonly broken: readonly string[];
	/** Free on the disk of the folder; missing where the folder is not there yet. */
	readonly free?: number;
	/** Free where restored data would lie beside the live ones; missing where that cannot be seen. */
	readonly room?: number;
	/** The account that logs in there; and which of the two it may not write to: the folder, or what is written down in it. */
	readonly account?: string;
	readonly unwritable?: 'folder' | 'records';
	/** Why the data cannot be opened, in words: a backup of them cannot be made. */
	readonly unopened?: string;
	/** Why the time in the newest row could not be read, in words; missing where it was, or nobody asked. */
	readonly rowUnread?: string;
	/** The time by the host's clock. */
	readonly clock: Millis;
	readonly packer: 'zst' | 'gz';
}

function unwritableIn(said: Said): DatasetStand['unwritable'] {
	if (firstSaid(said, 'writable') === 'no') return 'folder';
	return firstSaid(said, 'records') === 'denied' ? 'records' : undefined;
}

/** What the verb `stand` printed, taken apart; undefined where it did not come to its end. */
export function parseStand(text: string): DatasetStand | undefined {
	const said = saidIn(text);
	const clock = wholeOf(firstSaid(said, 'clock'));
	if (clock === undefined) return undefined;
	return {
		replica: firstSaid(said, 'replica') === 'yes',
		unsteady: said.get('unsteady') ?? [],
		broken: said.get('broken') ?? [],
		clock: clock * 1_000,
		packer: firstSaid(said, 'packer') === 'zst' ? 'zst' : 'gz',
		...known({
			server: firstSaid(said, 'server'),
			tool: firstSaid(said, 'tool'),
			size: wholeOf(firstSaid(said, 'size')),
			free: wholeOf(firstSaid(said, 'free')),
			room: wholeOf(firstSaid(said, 'room')),
			account: firstSaid(said, 'account'),
			unopened: firstSaid(said, 'unopened'),
			rowUnread: firstSaid(said, 'row-unread'),
			unwritable: unwritableIn(said),
		}),
	};
}
