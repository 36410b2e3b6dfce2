/**
 * The platforms. To add one: a file here that exports a `Platform` of the same name, a line below, its id in
 * `PlatformId` (`core/model.ts`), and recorded answers in `test/answers/NAME/`. A test compares this list with the folder.
 */

import type { Platform } from '../core/making.ts';
import type { PlatformId } from '../core/model.ts';
import { compose } from './compose.ts';
import { docker } from './docker.ts';
import { swarm } from './swarm.ts';

/** The platforms, by id. */
export const platforms: Readonly<Record<PlatformId, Platform>> = {
	compose,
	docker,
	swarm,
};
