import { expect, test } from 'vitest';
import { fitness, fitting, type Subject } from '../../../src/core/runbook/match.ts';
import type { Head } from '../../../src/core/runbook/model.ts';

const head = (of: Partial<Head>): Head => ({
	...{ when: [], services: [], alerts: [], platforms: [], variables: [] },
	...of,
});
const api: Subject = { id: 'production/api', is: 'down', service: { platform: 'docker' } };

test.each<[string, Partial<Head>, Partial<Subject>, boolean]>([
	['its condition', { when: ['down'] }, {}, true],
	['another condition', { when: ['degraded'] }, {}, false],
	['a pattern of its name', { when: ['down'], services: ['production/*'] }, {}, true],
	['a pattern of others', { when: ['down'], services: ['staging/*'] }, {}, false],
	['a pattern is no regular expression', { services: ['production/a.i'] }, {}, false],
	['its platform', { when: ['down'], platforms: ['docker'] }, {}, true],
	['another platform', { when: ['down'], platforms: ['swarm'] }, {}, false],
	['nothing said', {}, {}, false],
	['named, though it is well', { services: ['production/api'] }, { is: 'ok' }, true],
	['well, and only for what is down', { when: ['down'] }, { is: 'ok' }, false],
])('%s', (_what, of, subject, fits) => {
	expect(fitness(head(of), { ...api, ...subject }) > 0).toBe(fits);
});

test('a host takes what is for hosts, and nothing else', () => {
	const host: Subject = { id: 'host/vps1', is: 'unknown' };
	expect(fitness(head({ when: ['host'] }), host)).toBeGreaterThan(0);
	expect(fitness(head({ when: ['unknown'] }), host)).toBe(0);
});

test('one that names the service is nearer than one for its kind, and that than one for any', () => {
	const all = [
		{ name: 'any', head: head({ when: ['down'] }) },
		{ name: 'its own', head: head({ when: ['down'], services: ['production/api'] }) },
		{ name: 'none', head: head({ when: ['host'] }) },
		{ name: 'its kind', head: head({ when: ['down'], services: ['*/api'] }) },
	];
	expect(fitting(all, api).map(({ name }) => name)).toEqual(['its own', 'its kind', 'any']);
});
