import type { Millis } from '../model.ts';
import { utcText } from '../time.ts';

/** What the name of a backup is made of. `at`: by the clock of its host; `suffix`: `dump`; `packer`: what compresses it. */
export interface Naming {
	readonly dataset: string;
	readonly id: string;
	readonly at: Millis;
	readonly suffix: string;
	readonly packer: 'zst' | 'gz';
}

/** The name of a backup: `shop-20261122T031500Z-1a2b3c4d.dump.zst`. The plan's id is in it, so that no two have the same. */
export function backupName({ dataset, id, at, suffix, packer }: Naming): string {
	const when = utcText(at).replaceAll(/[-:]/g, '');
	return `${dataset}-${when}-${id}.${suffix}.${packer}`;
}
