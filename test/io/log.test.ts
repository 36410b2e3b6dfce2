import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLog } from '../../src/io/log.ts';

test.skipIf(!existsSync('/dev/full')).each([0, 1])(
	'a log whose disk is full closes all the same: %s lines',
	{ timeout: 5000 },
	async (lines) => {
		const log = await openLog('/dev/full', String);
		if (!log.ok) throw new Error(log.failure.message);
		for (let line = 0; line < lines; line += 1) log.value.info('a call');
		await expect(log.value.close()).resolves.toBeUndefined();
	},
);
