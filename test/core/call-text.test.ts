import { describe, expect, test } from 'vitest';
import type { Call, Json } from '../../src/core/call.ts';
import { callBrief, callText } from '../../src/core/call-text.ts';
import { withheldIn } from '../../src/core/call-withheld.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

function engine(method: Method, path: string, body?: Json): Call {
	const way = { via: 'engine', host: 'vps1', method, path, timeout: 1000, effect: 'write' } as const;
	return body === undefined ? way : { ...way, body };
}

describe('an engine call is the docker command that means the same', () => {
	test.each<[string, Call]>([
		['docker rename abc123 api-rb-7f3a', engine('POST', '/containers/abc123/rename?name=api-rb-7f3a')],
		['docker start abc123', engine('POST', '/v1.41/containers/abc123/start')],
		['docker stop -t 10 abc123', engine('POST', '/containers/abc123/stop?t=10')],
		['docker restart abc123', engine('POST', '/containers/abc123/restart')],
		[
			'docker update --restart=no abc123',
			engine('POST', '/containers/abc123/update', { RestartPolicy: { Name: 'no' } }),
		],
		[
			'docker update --restart=on-failure:3 a',
			engine('POST', '/containers/a/update', { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } }),
		],
		['docker rm -f abc', engine('DELETE', '/containers/abc?force=1&v=0')],
		['docker tag sha256:11 shop/api:rb-7f3a', engine('POST', '/images/sha256%3A11/tag?repo=shop%2Fapi&tag=rb-7f3a')],
		[
			'docker network connect --alias api --ip 10.0.0.4 shop_default api-next-7f3a',
			engine('POST', '/networks/shop_default/connect', {
				Container: 'api-next-7f3a',
				EndpointConfig: { Aliases: ['api'], IPAMConfig: { IPv4Address: '10.0.0.4' } },
			}),
		],
	])('%s', (text, call) => expect(callText(call)).toBe(text));
});

test('a request that docker has no word for is curl, with references in words', () => {
	const call = engine('POST', '/containers/create?name=api-next-7f3a', {
		Image: 'shop/api:rb-7f3a',
		Env: [{ $word: ['PASSWORD=', { kept: { host: 'vps1', container: 'abc', env: 'PASSWORD' } }] }],
	});
	expect(callText(call)).toBe(
		`curl -X POST --unix-socket /var/run/docker.sock -H 'Content-Type: application/json' ` +
			`-d '{"Image":"shop/api:rb-7f3a","Env":["PASSWORD=(as now)"]}' ` +
			`'http://localhost/containers/create?name=api-next-7f3a'`,
	);
});

test('an unknown option of a known request is not dropped: the request is shown as it is', () => {
	expect(callText(engine('POST', '/containers/a/stop?signal=KILL'))).toContain(
		"'http://localhost/containers/a/stop?signal=KILL'",
	);
	const limits = engine('POST', '/containers/a/update', { RestartPolicy: { Name: 'no' }, Memory: 1 });
	expect(callText(limits)).toContain('curl');
});

test('a request with authorities of its own names their file', () => {
	const fresh = { ca: '/etc/ssl/our ca.pem' };
	expect(
		callText({ effect: 'read', via: 'http', host: 'local', method: 'GET', url: 'https://a/', fresh, timeout: 9 }),
	).toBe("curl --cacert '/etc/ssl/our ca.pem' https://a/");
});

test('commands are quoted word by word, secrets are named', () => {
	const call: Call = {
		via: 'exec',
		host: 'vps1',
		argv: ['sh', '-c', `echo "it's"`, ['--token=', { secret: 'env:TOKEN' }]],
		timeout: 1000,
		effect: 'write',
	};
	expect(callText(call)).toBe(`sh -c 'echo "it'\\''s"' '--token=(secret)'`);
});

test('an http call keeps its headers and body', () => {
	const call: Call = {
		via: 'http',
		host: 'local',
		method: 'POST',
		url: 'https://x.test/a?b=1',
		headers: { 'x-key': { secret: 'env:K' } },
		body: { json: { a: 1 } },
		timeout: 1,
		effect: 'write',
	};
	expect(callText(call)).toBe(
		`curl -X POST -H 'x-key: (secret)' -H 'Content-Type: application/json' -d '{"a":1}' 'https://x.test/a?b=1'`,
	);
});

test('the brief form cuts long words and says how much is missing', () => {
	const script = `set -eu; ${'x'.repeat(200)}`;
	const call: Call = {
		via: 'exec',
		host: 'h',
		argv: ['sh', '-c', script, 'watchdeck-lock', 'take'],
		timeout: 1,
		effect: 'write',
	};
	expect(callBrief(call)).toBe(`sh -c 'set -eu; xxxxxxxxxxxxxxx… +185' watchdeck-lock take`);
});

test('what a database is asked is what one would type there, its password named', () => {
	const to = { host: 'vps1', name: 'db', timeout: 1, effect: 'read' } as const;
	const secret = { secret: 'env:PW' };
	const resp = [['AUTH', secret], ['INFO'], ['QUIT']];
	const redis: Call = { ...to, via: 'tcp', port: 6379, resp, until: '+OK' };
	const login = { user: 'watch', database: 'shop', password: secret } as const;
	const sql: Call = { ...to, via: 'sql', port: 5432, ...login, query: 'SELECT 1' };
	expect([redis, sql].map(callText)).toEqual([
		`printf %s 'AUTH (secret)\nINFO\nQUIT' | redis-cli -h db -p 6379`,
		`psql -h db -p 5432 -U watch -d shop -c 'SELECT 1'`,
	]);
	expect([redis, sql].map((call) => withheldIn(call).secret)).toEqual([1, 1]);
});
