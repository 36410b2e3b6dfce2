import type { BackupCopy } from '../finding.ts';

/** Whether it is a backup of the dataset itself: no dump that a restore made of what it replaced, and of no other dataset. */
export function isUsual({ own, of }: Pick<BackupCopy, 'own' | 'of'>): boolean {
	return own?.safety !== true && of === undefined;
}
