import { expect, test } from 'vitest';
import { startDaemon } from './daemon.ts';
import { EngineError, engineAt, isGone } from './engine.ts';

test('a ctrl-c of the terminal is not meant for a server of the lab: it is in a process group of its own', async () => {
	const daemon = await startDaemon('sh', ['-c', 'echo ready; exec sleep 60'], /ready/);
	const leads = () => process.kill(-daemon.pid, 0);
	expect(leads).not.toThrow();
	await daemon.stop();
	expect(leads).toThrow('ESRCH');
});

test('an engine that is gone is told from one that says no', async () => {
	const error = await engineAt('/nowhere/docker.sock')
		.ask('GET', '/_ping')
		.catch((thrown: unknown) => thrown);
	expect(isGone(error)).toBe(true);
	expect(isGone(new EngineError(409, 'in use'))).toBe(false);
	expect(isGone(new TypeError('a bug'))).toBe(false);
});
