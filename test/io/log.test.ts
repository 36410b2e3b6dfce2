import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
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

test('a log that cannot be opened is a failure, and nothing of it is left for the end of the program', () => {
	const source = fileURLToPath(new URL('../../src/io/log.ts', import.meta.url));
	const program = `import { openLog } from ${JSON.stringify(source)};
const log = await openLog(${JSON.stringify(tmpdir())}, String);
process.exit(log.ok ? 1 : 0);`;
	const ran = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
	expect([ran.status, ran.stderr]).toEqual([0, '']);
});
