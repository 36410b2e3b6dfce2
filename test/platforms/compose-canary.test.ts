import { expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import { besideOf } from '../../src/platforms/compose/beside.ts';
import { CANARY, planned, WHOLE } from '../simulated/canary-plan.ts';
import { composeBehindNginx } from '../simulated/compose-nginx.ts';

const project = {
	...{ host: 'vps1', project: 'shop', service: 'api', dir: '/srv/shop', files: [], envFiles: [] },
	...{ version: '2.26.1', hash: 'h1', key: 'compose-shop-api' },
};

test('what stands beside a container of Compose has none of its labels and addresses, and all else', () => {
	const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.oneoff': 'False', 'own.label': 'kept' };
	const own = { Aliases: ['api'], IPAMConfig: { IPv4Address: '172.20.0.9' } };
	const json = {
		...{ Id: 'x', Config: { Env: ['A=b'], MacAddress: '02:42:ac:11:00:02', Labels: labels } },
		NetworkSettings: { Networks: { shop_default: own } },
	};
	expect(besideOf(json, project)).toEqual({
		...{
			Id: 'x',
			Config: { Env: ['A=b'], MacAddress: '', Labels: { 'own.label': 'kept', 'watchdeck.beside': 'shop/api' } },
		},
		NetworkSettings: { Networks: { shop_default: { Aliases: ['api'], IPAMConfig: null } } },
	});
	expect(besideOf('nothing', project)).toBe('nothing');
});

const { nginx: _nginx, ...withoutNginx } = CANARY;
type Host = ReturnType<typeof composeBehindNginx>;
/** The same host, of which some answers are others. */
const answering = (host: Host, change: (text: string, call: Read) => string): Host => ({
	...host,
	ask: async (call): Promise<Answer> => {
		const answer = await host.ask(call);
		if (!answer.ok) return answer;
		return { ...answer, value: { ...answer.value, text: change(answer.value.text, call) } };
	},
});
test.each<[string, (host: Host) => Host, typeof CANARY, RegExp, RegExp]>([
	[
		'its files changed',
		(host) => answering(host, (text) => text.replace('hash=h1', 'hash=h2')),
		CANARY,
		/changed since/,
		/up -d api/,
	],
	[
		'it has several containers',
		(host) => {
			host.compose.boxes.set('box9', { id: 'box9', name: 'another', image: 'OLD', state: 'running' });
			return host;
		},
		...([CANARY, /has 2 containers/, /Scale it to 1 first/] as const),
	],
	['nothing stands before it', (host) => host, withoutNginx, /nothing before it/, /canary\.nginx/],
	[
		'it is published elsewhere',
		(host) => answering(host, (text) => text.replaceAll('"HostPort":"8081"', '"HostPort":"9000"')),
		...([CANARY, /not published on just one of the ports 8081 and 8082/, /ports/] as const),
	],
	[
		'it does not run',
		(host) => answering(host, (text) => text.replaceAll('"Running":true', '"Running":false')),
		...([CANARY, /does not run/, /Start it first/] as const),
	],
	[
		'the file says something else',
		(host) => {
			host.write('server 127.0.0.1:8081;\n');
			return host;
		},
		...([CANARY, /does not say that port 8081 has all/, /Put this into it/] as const),
	],
])('refused, with the way named: %s', async (_what, change, canary, message, fix) => {
	const host = composeBehindNginx('v2');
	host.write(WHOLE);
	const made = await planned(change(host), canary);
	if (made.ok) throw new Error('it was planned');
	expect(made.failure.message).toMatch(message);
	expect(made.failure.fix).toMatch(fix);
});
