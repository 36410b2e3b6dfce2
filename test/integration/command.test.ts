import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Result } from '../../src/core/model.ts';
import type { Reading } from '../../src/core/probe.ts';
import { command } from '../../src/probes/command.ts';
import { describeTools } from '../lab/tools.ts';
import { type Places, placesOf } from './places.ts';

describeTools('real commands', ['sshd'], () => {
	let places: Places;
	beforeAll(async () => {
		places = await placesOf({ KEY: 'se cret' });
	});
	afterAll(() => places?.close());

	test.each(['here', 'over ssh'] as const)('%s', async (where) => {
		const read = (spec: object, timeout = 10_000): Promise<Result<Reading>> => {
			const probe = {
				kind: 'command',
				name: 'c',
				of: 'host/box',
				every: 1000,
				timeout,
				spec: { from: 'box', ...spec },
			};
			return command.read(probe, places.reach(where));
		};
		const health = (is: string, because: string) => ({ value: { layers: { health: { is, because } } } });
		expect(await read({ run: ['printf', '%s|', 'a b', '$HOME', '*', '; exit 3', "it's"] })).toMatchObject(
			health('ok', "a b|$HOME|*|; exit 3|it's|"),
		);
		expect(await read({ run: ['printf', '%s', '${env:KEY}'], contains: 'se cret' })).toMatchObject(
			health('ok', 'se cret'),
		);
		expect(await read({ run: ['sh', '-c', 'echo no >&2; exit 3'] })).toMatchObject(
			health('down', 'ended with code 3: no'),
		);
		expect(await read({ run: ['seq', '3'], number: '^3$', below: 4 })).toMatchObject(health('degraded', 'c 3 below 4'));
		expect(await read({ run: ['no-such-program'] })).toMatchObject({
			failure: { kind: 'missing', fix: expect.stringContaining('Install') },
		});
		expect(await read({ run: ['head', '-c', '3000000', '/dev/zero'], contains: 'x' })).toMatchObject(
			health('down', 'the first 64 KB of its output do not contain "x"'),
		);
		// Without end: it is stopped, and what it said is not kept.
		expect(await read({ run: ['yes'] }, 2000)).toMatchObject({ failure: { kind: 'timeout' } });
	});
});
