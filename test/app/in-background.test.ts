import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { inBackground } from '../../src/app/in-background.ts';

test('what fails in the background is told to who was named', async () => {
	const failed = Promise.withResolvers<unknown>();
	inBackground(Promise.reject(new Error('oh')), failed.resolve);
	expect(await failed.promise).toEqual(new Error('oh'));
});

test('without a name it is an exception that nobody caught, and not lost', () => {
	const script = `
		const { inBackground } = await import('./src/app/in-background.ts');
		process.on('uncaughtException', (error, from) => { console.log(from, error.message); process.exit(70); });
		inBackground(Promise.reject(new Error('oh')));
		setTimeout(() => {}, 60_000);`;
	const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
	expect([ended.status, ended.stdout]).toEqual([70, 'uncaughtException oh\n']);
});
