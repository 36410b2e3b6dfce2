/** The drills, in the order in which they are listed. To add one: a file here, and a line below; a test compares both. */
import type { Drill } from '../model.ts';
import { badRelease } from './bad-release.ts';
import { databaseDown } from './database-down.ts';
import { diskFull } from './disk-full.ts';
import { memoryLeak } from './memory-leak.ts';
import { redisLost } from './redis-lost.ts';
import { serviceDown } from './service-down.ts';

export const drills: readonly Drill[] = [serviceDown, badRelease, databaseDown, diskFull, memoryLeak, redisLost];

/** The drill of this name; undefined: there is none. */
export function drillOf(name: string): Drill | undefined {
	return drills.find((drill) => drill.name === name);
}
