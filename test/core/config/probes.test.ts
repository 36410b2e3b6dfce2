import { expect, test } from 'vitest';
import { readConfig } from '../../../src/app/config.ts';

const failuresOf = (text: string) => {
	const read = readConfig(text);
	return read.ok ? [] : read.errors;
};
const ofHost = (line: string) => `hosts:\n  vps1:\n    ssh: vps1\n    probes:\n      smtp: ${line}\n`;

test('a line becomes a probe of its host or service, with the defaults of its kind', () => {
	const services = `environments:
  production:
    services:
      queue:
        probes:
          port: { kind: tcp, address: "[::1]:5672", every: 1m, failures: 2, from: local }
`;
	const read = readConfig(`${ofHost('{ kind: tcp, address: "127.0.0.1:25" }')}${services}`);
	expect(read.ok && read.value.probes).toEqual([
		{
			...{ kind: 'tcp', name: 'smtp', of: 'host/vps1', layer: 'outside', from: 'vps1' },
			...{ every: 10_000, timeout: 5000, failures: 3, line: { address: '127.0.0.1:25' } },
		},
		{
			...{ kind: 'tcp', name: 'port', of: 'production/queue', layer: 'outside', from: 'local' },
			...{ every: 60_000, timeout: 5000, failures: 2, line: { address: '[::1]:5672' } },
		},
	]);
});

test.each([
	[
		'{ kind: tpc, address: "a:1" }',
		/`hosts.vps1.probes.smtp.kind` must be one of .*`tcp`.*, but is `tpc`/,
		'Did you mean `tcp`?',
	],
	['{ address: "a:1" }', /`hosts.vps1.probes.smtp.kind` must be one of .*, but is not there/, undefined],
	[
		'{ kind: tcp }',
		/`hosts.vps1.probes.smtp.address` must be .*, but is not there/,
		'For example: `address: 127.0.0.1:5432`',
	],
	[
		'{ kind: tcp, address: nowhere }',
		/address` must be a name and a port such as .*, but is `nowhere`/,
		'For example: `address: 127.0.0.1:5432`',
	],
	[
		'{ kind: tcp, adress: "a:1", address: "a:1" }',
		/`hosts.vps1.probes.smtp` has no `adress`/,
		'Did you mean `address`?',
	],
	['{ kind: tcp, address: "a:1", from: vps2 }', /there is no host `vps2`/, 'Did you mean `vps1`?'],
	['{ kind: tcp, address: "a:1", every: soon }', /every` must be a length of time/, 'For example: `every: 60s`'],
])('%s is told with its place and remedy', (line, message, fix) => {
	const [first, ...others] = failuresOf(ofHost(line));
	expect(others).toEqual([]);
	expect(first?.message).toMatch(message);
	expect(first?.line).toBe(5);
	expect(first?.fix).toBe(fix);
});

test('a line cannot take the name of what watchdeck reads by itself', () => {
	const [first] = failuresOf(ofHost('{ kind: tcp, address: "a:1" }').replace('smtp:', 'docker:'));
	expect(first?.message).toMatch(/must be another name than `http`, .*watchdeck's own readings/);
	expect(first?.line).toBe(5);
});
