import { failed } from '../failed.ts';
import type { Failure } from '../model.ts';
import { pastableWord } from '../quote.ts';
import type { DatasetSpec } from './spec.ts';
import type { DatasetStand } from './stand.ts';

/** A folder as another account pastes it: `~/` is the home of the one that logs in. */
function pastedBy(folder: string, account: string): string {
	return folder.startsWith('~/') ? `~${account}/${pastableWord(folder.slice(2))}` : pastableWord(folder);
}

/** Why no backup could be written, with what helps; undefined where one could be. */
export function unwritable({ folder, host }: DatasetSpec, stand: DatasetStand): Failure | undefined {
	const { account = 'the account that logs in' } = stand;
	const place = pastedBy(folder, pastableWord(account));
	if (stand.unwritable === undefined) return undefined;
	switch (stand.unwritable) {
		case 'folder': {
			const message = `${folder} on ${host} cannot be written to by ${account}: no backup can be made there.`;
			// Whom no mode keeps out is kept out by the disk.
			const disk = 'Mount its disk for writing, or name another folder.';
			const made = `There, as root: install -d -m 700 -o ${pastableWord(account)} ${place}`;
			return failed('forbidden', message, account === 'root' ? disk : made).failure;
		}
		case 'records': {
			const message = `What is written down of the backups in ${folder} on ${host} is for another account alone: ${account} may not read or add to it.`;
			const handed = `or hand all of it over, as root: chown -R ${pastableWord(account)} ${place}`;
			return failed(
				'forbidden',
				message,
				`Log in as the account that made them (ls -ld ${place}/.watchdeck), ${handed}`,
			).failure;
		}
	}
}
