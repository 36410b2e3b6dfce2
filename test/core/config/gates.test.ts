import { expect, test } from 'vitest';
import { linesDo, readConfig } from '../../../src/app/config.ts';

const config = (environment: string, service: string) => `hosts:
  vps1: { ssh: vps1, probes: { smtp: { kind: tcp, address: "a:25" } } }
environments:
  production:
    ${environment}
    services:
      api:
        ${service}
        probes: { dumps: { kind: backup, folder: /b } }
`;
const gatesIn = (text: string) => {
	const read = readConfig(text);
	if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
	return { fleet: read.value, gates: read.value.services[0]?.gates };
};

test('a service has the gates of its environment, and its own in their place', () => {
	const { gates, fleet } = gatesIn(
		config(
			'gates: { tests: { kind: command, run: [make, test] }, same: { kind: same-image, of: staging/api } }',
			'gates: { tests: { kind: command, run: [npm, test], timeout: 9m, from: local, fix: Ask Eve }, fresh: { kind: probe, line: dumps } }',
		),
	);
	expect(gates).toEqual([
		{
			...{ name: 'tests', fix: 'Ask Eve', is: 'line' },
			line: {
				...{ kind: 'command', name: 'tests', of: 'production/api', layer: 'health', from: 'local', failures: 1 },
				...{ every: 2_000, timeout: 540_000, line: { run: ['npm', 'test'] } },
			},
		},
		{ name: 'same', is: 'same-image', of: 'staging/api' },
		{ name: 'fresh', is: 'probe', of: 'production/api', line: 'dumps' },
	]);
	expect(linesDo(fleet)).toContain(
		'before a deploy: run a command, whatever it does, for production/api tests: {"run":["npm","test"]}',
	);
});

test('a command has a minute where nothing is said', () => {
	const { gates } = gatesIn(config('', 'gates: { tests: { kind: command, run: [make] } }'));
	expect(gates?.[0]).toMatchObject({ line: { timeout: 60_000, from: 'vps1' } });
});

test.each([
	['{ kind: comand, run: [x] }', /gates.one.kind` must be one of .*`same-image`.*`command`/, 'Did you mean `command`?'],
	['{ kind: same-image }', /gates.one.of` must be a service such as/, 'For example: `of: staging/api`'],
	['{ kind: same-image, of: api }', /gates.one.of` must be a service such as/, 'For example: `of: staging/api`'],
	['{ kind: probe, line: dumbs }', /production\/api has no `dumbs` under `probes`/, 'Did you mean `dumps`?'],
	['{ kind: probe, of: host/vps1, line: smpt }', /host\/vps1 has no `smpt`/, 'Did you mean `smtp`?'],
	['{ kind: probe, of: staging/db, line: x }', /staging\/db has no `x` under/, /Add the line there/],
	['{ kind: command, run: [x], from: vps2 }', /there is no host `vps2`/, 'Did you mean `vps1`?'],
	['{ kind: command, run: [x], every: 5s }', /`environments.production.services.api.gates.one` has no `every`/, /./],
])('%s is told with its place and remedy', (gate, message, fix) => {
	const read = readConfig(config('', `gates: { one: ${gate} }`));
	const [first] = read.ok ? [] : read.errors;
	expect(first?.message).toMatch(message);
	expect(first?.line).toBe(8);
	expect(first?.fix ?? '').toMatch(fix);
});

const withDataset = (gates: string, before = '') => `environments:
  production:
    ${gates}
    ${before}
    datasets: { shop: { kind: files, path: /srv/shop, folder: /b } }
    services: { api: {} }
`;

test('a verified backup is asked of a dataset of the same environment, a day and a week old at most where nothing is said', () => {
	const { gates, fleet } = gatesIn(
		withDataset('gates: { data: { kind: verified-backup, dataset: shop } }', 'before: { backup: [shop] }'),
	);
	expect(gates).toEqual([
		{ name: 'data', is: 'verified-backup', of: 'production/shop', within: 86_400_000, verified: 604_800_000 },
	]);
	expect(fleet.services[0]?.backedUp).toEqual(['production/shop']);
});

test.each([
	[
		'gates: { data: { kind: verified-backup, dataset: shap } }',
		'production has no dataset `shap`',
		'Did you mean `shop`?',
	],
	['before: { backup: [shop, uploads] }', 'production has no dataset `uploads`', 'It knows: shop.'],
	['before: { backup: [] }', /a list that is not empty/, /./],
])('%s: what is not there is told with its place', (line, message, fix) => {
	const read = readConfig(withDataset(line));
	const [first] = read.ok ? [] : read.errors;
	expect(first).toMatchObject({ message: expect.stringMatching(message), line: 3 });
	expect(first?.fix).toMatch(fix);
});
