import { expect, test } from 'vitest';
import type { Finding } from '../../../../src/core/finding.ts';
import { foundLines } from '../../../../src/core/select/service/found.ts';
import type { LayerFact } from '../../../../src/core/state.ts';
import { days, fleetState, is, minutes, service, start } from '../../../screens/fleet-state.ts';

const told = (findings: readonly Finding[], width = 100): readonly string[] => {
	const fact: LayerFact = {
		...{ layer: 'outside', source: 'x', kind: 'x', streak: 1, need: 1, history: [], every: 5000, findings },
		observed: { value: is('ok', 'fine'), at: start, misses: 0 },
	};
	const state = { ...fleetState([service('production/api')], {}), layers: { 'production/api': { x: fact } } };
	return foundLines(state, 'production/api', start, width).map((line) =>
		line
			.map(({ text }) => text)
			.join('')
			.trimEnd(),
	);
};

test('what was found stands a line each, the worst first', () => {
	const lines = told([
		{ is: 'unit', name: 'nginx.service', active: 'active', sub: 'running', restarts: 0 },
		{ is: 'certificate', name: 'shop.example', by: 'R11', until: start + days(9) },
		{ is: 'security', about: 'updates', state: 'concern', says: '3 security updates wait.', fix: 'Run apt upgrade.' },
		{
			is: 'unit',
			name: 'cron.service',
			active: 'failed',
			sub: 'failed',
			result: 'exit-code',
			exit: 1,
			since: start - minutes(5),
		},
		{
			is: 'alert',
			name: 'HighLatency',
			state: 'firing',
			severity: 'page',
			since: start - minutes(2),
			labels: 'job="api"',
		},
	]);
	expect(lines).toEqual([
		'alert        HighLatency firing, page, for 2m, job="api"',
		'unit         cron.service failed (failed), exit-code, exit 1, for 5m',
		expect.stringMatching(/^certificate {2}shop\.example ends in 9 days .*signed by R11$/),
		'updates      3 security updates wait; fix: Run apt upgrade.',
		'unit         nginx.service active (running)',
	]);
});

test('what has a screen of its own is not listed twice, and long words are wrapped', () => {
	expect(told([{ is: 'backup', name: 'pg', place: '/b' }])).toEqual([]);
	const long = told([{ is: 'unit', name: `${'x'.repeat(60)}.service`, active: 'active', sub: 'running' }], 40);
	expect(long.length).toBeGreaterThan(1);
	for (const line of long) expect(line.length).toBeLessThanOrEqual(40);
});
