import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asEngineSays, byOurClock } from '../../../src/core/engine/by-our-clock.ts';
import type { Instance } from '../../../src/core/model.ts';

const box: Instance = {
	...{ host: 'vps1', id: 'abc', name: 'api', image: { id: 'sha256:1' }, restarts: 0 },
	...{ state: 'running', health: 'none', labels: {} },
};
const time = fc.option(fc.nat(2e12), { nil: undefined });
const given = <T>(values: Readonly<Record<string, T | undefined>>) =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

test("all times are by our clock, and the engine's own are not lost", () => {
	fc.assert(
		fc.property(fc.integer({ min: -1e9, max: 1e9 }), time, time, time, (ahead, created, started, ended) => {
			const moved = byOurClock({ ...box, ...given({ created, started, ended }) }, ahead);
			for (const name of ['created', 'started', 'ended'] as const) {
				const [was, is] = [{ created, started, ended }[name], moved[name]];
				expect(is).toBe(was === undefined ? undefined : was - ahead);
				if (is !== undefined) expect(asEngineSays(moved, is)).toBe(was);
			}
		}),
	);
});

test('where the clocks agree a container stays the same', () => {
	expect(byOurClock(box, 0)).toBe(box);
});
