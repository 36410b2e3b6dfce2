import { expect, test } from 'vitest';
import { goesThrough } from '../../src/core/probe.ts';

test.each([
	['of the host itself', { of: 'host/vps1', spec: {} }, true],
	['asked from it', { of: 'production/api', spec: { from: 'vps1' } }, true],
	['of a container on it', { of: 'production/api', spec: { host: 'vps1', id: 'abc' } }, true],
	['asked from here', { of: 'production/api', spec: { from: 'local' } }, false],
	['of another host', { of: 'host/vps2', spec: { host: 'vps2' } }, false],
	['without a line', { of: 'production/api', spec: undefined }, false],
])('a probe goes through a host or not: %s', (_name, probe, does) => {
	expect(goesThrough(probe, 'vps1')).toBe(does);
});
