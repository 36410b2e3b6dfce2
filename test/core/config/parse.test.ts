import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorText } from '../../../src/core/config/errors.ts';
import { parseConfig } from '../../../src/core/config/parse.ts';

const errors = (text: string): readonly string[] => {
	const parsed = parseConfig(text);
	return parsed.ok ? [] : parsed.errors.map((error) => errorText('watchdeck.yaml', error));
};
const only = (text: string): string => {
	const found = errors(text);
	expect(found).toHaveLength(1);
	return found[0] ?? '';
};
const service = (yaml: string) => `environments:\n  prod:\n    services:\n      api: ${yaml}\n`;

test('an empty config is this machine, everything discovered', () => {
	const parsed = parseConfig('');
	expect(parsed.ok && parsed.value.hosts).toEqual([{ name: 'local', reach: 'local' }]);
	expect(parsed.ok && parsed.value.discover).toEqual(['local']);
});

test('the health of a service may name its authorities', () => {
	const parsed = parseConfig(service('{ health: { url: "https://a/h", ca: /etc/ssl/our-ca.pem } }'));
	expect(parsed.ok && parsed.value.services[0]?.health?.ca).toBe('/etc/ssl/our-ca.pem');
	expect(only(service('{ health: { url: "https://a/h", ca: our-ca.pem } }'))).toContain('/etc/ssl/our-ca.pem');
	expect(only(service('{ health: { url: "http://a/h", ca: /etc/ssl/our-ca.pem } }'))).toBe(
		'watchdeck.yaml:4:47: `environments.prod.services.api.health.ca` must be authorities beside an address with `https://`\n    For example: `ca: /etc/ssl/our-ca.pem`',
	);
});

test('so many hosts that nothing else would be done are refused', () => {
	const hosts = (count: number) =>
		`hosts:\n${Array.from({ length: count }, (_, index) => `  h${index}: { local: true }\n`).join('')}`;
	expect(errors(hosts(500))).toEqual([]);
	expect(only(hosts(501))).toBe(
		'watchdeck.yaml:1:1: `hosts` has 501 hosts, and 500 is the most\n    Watch them by several configs: watchdeck --config FILE.',
	);
});

test('no protection is protected, also for an environment that is empty', () => {
	const parsed = parseConfig('environments:\n  prod:\n  dev: { protection: open }\n');
	expect(parsed.ok && parsed.value.environments).toEqual([
		{ name: 'prod', protection: 'protected' },
		{ name: 'dev', protection: 'open' },
	]);
});

test('thresholds of the environment hold for its services unless they have their own', () => {
	const parsed = parseConfig(
		'environments:\n  prod:\n    thresholds: { errors: 1%, p95: 800ms }\n    services:\n      api: { thresholds: { p95: 1s } }\n',
	);
	expect(parsed.ok && parsed.value.services[0]?.thresholds).toMatchObject({ errorRatio: 0.01, p95: 1000, cpu: 0.9 });
});

test('a key that is not known is named with its place and the word that was meant', () => {
	expect(only('environments:\n  prod:\n    protecton: open\n')).toBe(
		'watchdeck.yaml:3:5: `environments.prod` has no `protecton`\n    Did you mean `protection`?',
	);
});

test('a host with a key that is not known has one mistake', () => {
	expect(only('hosts:\n  here: { locla: true }\n')).toBe(
		'watchdeck.yaml:2:11: `hosts.here` has no `locla`\n    Did you mean `local`?',
	);
	const either = 'watchdeck.yaml:2:9: `hosts.here` must be either `ssh: user@host` or `local: true`';
	expect(only('hosts:\n  here: {}\n')).toBe(either);
	expect(only('hosts:\n  here: { local: true, ssh: y }\n')).toBe(`${either}, not both`);
});

test('a word that is not among the possible ones', () => {
	expect(only('environments:\n  prod: { protection: gaurded }\n')).toContain(
		'watchdeck.yaml:2:23: `environments.prod.protection` must be one of `open`, `guarded`, `protected`, `locked`, but is `gaurded`',
	);
});

test('a length of time without unit gets an example', () => {
	expect(only(service('{ health: { url: "http://a/h", every: 5 } }'))).toContain('For example: `every: 5s`');
});

test.each([
	[
		'{ health: { url: "http://a/h", failures: 0 } }',
		'failures` must be a whole number from 1 to 100, but is `0`',
		'failures: 3',
	],
	[
		'{ health: { url: "http://a/h", failures: 1.5 } }',
		'failures` must be a whole number from 1 to 100, but is `1.5`',
		'failures: 3',
	],
	[
		'{ health: { url: "http://a/h", status: [99] } }',
		'status.0` must be a whole number from 100 to 599, but is `99`',
		'status: [200,204]',
	],
	['{ proof: { times: many } }', 'times` must be a whole number from 1 to 100, but is `many`', 'times: 3'],
	['{ container: "" }', 'container` must be text that is not empty', 'container: shop-api-1'],
])('what is wrong is said in words, with an example: %s', (yaml, wrong, example) => {
	const text = only(service(yaml));
	expect(text).toContain(wrong);
	expect(text).toContain(`For example: \`${example}\``);
});

test.each(['""', 'x'.repeat(65), '"${file:/etc/hostname}"', '"${env:}"', '7'])(
	'an operator that is no name: %s',
	(yaml) => {
		expect(only(`operator: ${yaml}\n`)).toContain('`operator` must be a name of at most 64 letters, or `${env:NAME}`');
	},
);

test('what is not YAML says where', () => {
	expect(errors('hosts:\n  a: {ssh: x}\n bad\n')[0]).toMatch(/^watchdeck\.yaml:3:1: this is not YAML/);
});

test('a key that stands there twice is named where it stands again', () => {
	expect(only('hosts:\n  a: {}\nhosts:\n  b: {}\n')).toBe(
		'watchdeck.yaml:3:1: `hosts` stands here a second time\n    Remove one of them.',
	);
});

test.each(['\u007fELF\0\0{', 'a: \ufffd\ufffd{\n]'])('what is not text is one mistake: %j', (text) => {
	expect(only(text)).toMatch(/^watchdeck\.yaml:1:\d+: this is not text/);
});

test.each(['ssh: "a\\0b"', 'local: true, engine: "/run/\\0"'])(
	'a NUL by an escape, which no command can be given: %s',
	(line) => {
		expect(only(`hosts:\n  a: { ${line} }`)).toMatch(/^watchdeck\.yaml:2:\d+: /);
	},
);

test('an alias without its anchor, or a pile of aliases, is a mistake and no crash', () => {
	expect(only('*!')).toContain('this is not YAML');
	const pile = [
		'a: &a [x, x, x]',
		'b: &b [*a, *a, *a, *a, *a, *a]',
		'c: &c [*b, *b, *b, *b, *b, *b]',
		'd: [*c, *c, *c, *c, *c, *c]',
	];
	expect(errors(pile.join('\n'))[0]).toContain('this is not YAML');
});

test('a host that is not there, with the nearest one', () => {
	expect(only(`hosts:\n  vps1: { ssh: a@b }\n${service('{ host: vsp1 }')}`)).toContain('Did you mean `vps1`?');
});

test('with several hosts a service must say its own', () => {
	expect(only(`hosts:\n  a: { local: true }\n  b: { ssh: c }\n${service('{}')}`)).toContain('on which host it runs');
});

test('a name that is not one of ours is refused', () => {
	expect(only('environments:\n  "-rf": {}\n')).toContain('a name of letters, digits');
});

test('an environment cannot be called as hosts are', () => {
	expect(only('environments:\n  host: {}\n')).toContain('another name than `host`');
});

test('a secret that is written out is refused and not repeated', () => {
	const text = only(service('{ health: { url: "http://a/h", headers: { Authorization: "Bearer hunter2hunter2" } } }'));
	expect(text).toContain('by reference');
	expect(text).not.toContain('hunter2');
	const address = only(service('{ health: "http://bob:hunter2@a/h" }'));
	expect(address).toContain('without a password');
	expect(address).not.toContain('hunter2');
});

test('references to secrets become words that io puts in', () => {
	const parsed = parseConfig(
		service('{ health: { url: "http://a/h", headers: { Authorization: "Bearer ${cmd:[pass, show, \\"a b\\"]}" } } }'),
	);
	expect(parsed.ok && parsed.value.services[0]?.health?.headers).toEqual({
		Authorization: ['Bearer ', { secret: 'cmd:["pass","show","a b"]' }],
	});
});

test('no text makes it throw, and every error has a place in the text', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
			const parsed = parseConfig(text);
			const lines = text.split('\n').length;
			return parsed.ok || parsed.errors.every(({ line, column }) => line >= 1 && line <= lines + 1 && column >= 1);
		}),
	);
});
