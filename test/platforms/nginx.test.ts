import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import type { Json } from '../../src/core/call.ts';
import { onPort, servedPort, upstreamText } from '../../src/platforms/nginx.ts';

const spec = { file: '/f', ports: [8081, 8082], test: ['nginx', '-t'], reload: ['nginx', '-s', 'reload'] } as const;

test('the file names who has a share, with its weight, and nobody else', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 100 }), (share) => {
			const lines = upstreamText('production/api', [
				[8081, 100 - share],
				[8082, share],
			]).split('\n');
			const weights = lines.flatMap(
				(line) => /^server 127\.0\.0\.1:(\d+) weight=(\d+);$/.exec(line)?.slice(1, 3) ?? [],
			);
			const wanted = [...(share < 100 ? ['8081', `${100 - share}`] : []), ...(share > 0 ? ['8082', `${share}`] : [])];
			expect(weights).toEqual(wanted);
			expect([lines[0]?.startsWith('# Written by watchdeck'), lines.at(-1)]).toEqual([true, '# loaded']);
		}),
	);
});

const published = (...ports: readonly string[]): Json => ({
	Image: 'a',
	HostConfig: { Memory: 5, PortBindings: { '80/tcp': ports.map((HostPort) => ({ HostIp: '127.0.0.1', HostPort })) } },
});

test('a container is moved to the other port where just one of the two is its own', () => {
	expect([servedPort(published('8081'), spec), servedPort(published('8082'), spec)]).toEqual([8081, 8082]);
	const others = [
		published('9000'),
		published('8081', '8082'),
		published(),
		{},
		{ HostConfig: { PortBindings: null } },
		{ HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '10.0.0.5', HostPort: '8081' }] } } },
	];
	for (const other of others) expect(servedPort(other, spec)).toBeUndefined();
	const anywhere = { HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8081' }] } } };
	expect(servedPort(anywhere, spec)).toBe(8081);
	expect(onPort(published('8081'), 8082)).toEqual(published('8082'));
	expect(servedPort(onPort(published('8081'), 8082), spec)).toBe(8082);
});

const configOf = (nginx: string) =>
	readConfig(`environments:\n  production:\n    services:\n      api: { canary: { nginx: ${nginx} } }\n`);
test('its line has the usual commands where it names none', () => {
	const read = configOf('{ file: /etc/nginx/up.conf, ports: [8081, 8082] }');
	expect(read.ok && read.value.services[0]?.canary?.nginx).toEqual({ ...spec, file: '/etc/nginx/up.conf' });
});
test.each([
	['{ ports: [8081, 8082] }', /nginx.file` must be a path such as/],
	['{ file: up.conf, ports: [8081, 8082] }', /nginx.file` must be a path such as/],
	['{ file: /up, ports: [8081, 8081] }', /nginx.ports` must be two ports/],
	['{ file: /up, ports: [8081] }', /nginx.ports/],
	['{ file: /up, ports: [8081, 8082], reload: nginx -s reload }', /nginx.reload` must be a list of words/],
])('%s is a mistake', (nginx, message) => {
	const read = configOf(nginx);
	expect(read.ok ? '' : read.errors[0]?.message).toMatch(message);
});
