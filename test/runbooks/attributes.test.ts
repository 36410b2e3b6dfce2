import { describe, expect, test } from 'vitest';
import { infoOf } from '../../src/runbooks/attribute-words.ts';
import { attributesOf } from '../../src/runbooks/attributes.ts';
import { expectationsOf, soughtIn } from '../../src/runbooks/expectations.ts';

describe('the opening of a fence', () => {
	test.each<[string, string, Readonly<Record<string, string>>]>([
		['sh', 'sh', {}],
		['Bash title="x"', 'bash', {}],
		['sh {name=logs host=vps1}', 'sh', { name: 'logs', host: 'vps1' }],
		['sh {interactive name="two words"}', 'sh', { interactive: 'true', name: 'two words' }],
		['sh { expect=\'json a.b is "x"\' }', 'sh', { expect: 'json a.b is "x"' }],
		['sh {from="HTTP (\\d+) \\"x\\" \\\\"}', 'sh', { from: 'HTTP (\\d+) "x" \\' }],
		['sh {"name":"logs","timeout":5,"background":true}', 'sh', { name: 'logs', timeout: '5', background: 'true' }],
		['{name=a}', '', { name: 'a' }],
		['check {}', 'check', {}],
	])('%s', (info, language, words) => {
		expect(infoOf(info)).toEqual({ language, words });
	});
	test.each(['sh {name=a', 'sh {=a}', 'sh {a=b"c}', 'sh {"name":["a"]}', 'sh {1-3,7}'])('%s is wrong', (info) => {
		expect(infoOf(info)).toMatchObject({ words: {}, wrong: info.slice(info.indexOf('{')) });
	});
});

describe('attributes', () => {
	test('are read, each as what it is', () => {
		const given = {
			...{
				name: 'a',
				host: 'here',
				cwd: '/srv',
				interactive: 'true',
				background: 'false',
				timeout: '90s',
				effect: 'read',
			},
			...{
				expect: 'exit 0 and contains x and y',
				every: '5s',
				within: '1m',
				times: '3',
				throughout: '2m',
				undo: 'undo it',
			},
			...{
				'on-fail': 'b',
				'on-ok': 'c',
				capture: 'id',
				from: '(\\d+)',
				action: 'restart',
				category: 'ops',
				promptEnv: 'no',
			},
		};
		expect(attributesOf(given, 1)).toEqual({
			attributes: {
				...{
					name: 'a',
					host: 'here',
					cwd: '/srv',
					interactive: true,
					background: false,
					timeout: 90_000,
					effect: 'read',
				},
				...{ every: 5_000, within: 60_000, times: 3, throughout: 120_000, undo: 'undo it', onFail: 'b', onOk: 'c' },
				...{ capture: 'id', captureFrom: '(\\d+)' },
				expect: [
					{ is: 'exit', code: 0 },
					{ is: 'contains', text: 'x and y' },
				],
			},
			mistakes: [],
		});
	});
	test.each([
		...[
			['timeout', 'never'],
			['timeout', '-5s'],
			['interactive', 'yes'],
			['effect', 'none'],
			['expect', 'fine'],
		],
		...[
			['times', '0'],
			['capture', '1x'],
			['capture', 'end'],
			['from', '('],
			['name', ' '],
			['nmae', 'x'],
			['constructor', 'x'],
			['__proto__', 'x'],
		],
	] as const)('%s=%s is a mistake at its line, with what to write', (name, value) => {
		const { attributes, mistakes } = attributesOf(Object.fromEntries([[name, value]]), 7);
		expect(attributes).toEqual({ expect: [] });
		expect(mistakes).toMatchObject([{ line: 7, fix: expect.stringMatching(/^(?:Write|Take it away)/) }]);
	});
});

test.each([
	['interactive', 'true'],
	['capture', 'pid'],
	['on-ok', 'next'],
	['on-fail', 'mend'],
])('%s means nothing in the background, which is a mistake', (name, value) => {
	const { mistakes } = attributesOf({ background: 'true', [name]: value }, 7);
	expect(mistakes).toMatchObject([{ line: 7, text: expect.stringContaining(`\`${name}\` and \`background\``) }]);
	expect(attributesOf({ background: 'false', [name]: value }, 7).mistakes).toEqual([]);
	expect(attributesOf({ background: 'true', every: '5s', within: '9s', timeout: '9s' }, 7).mistakes).toEqual([]);
});

test.each([
	['exit 3', [{ is: 'exit', code: 3 }]],
	['http 204', [{ is: 'http', status: 204 }]],
	['lacks "error"', [{ is: 'lacks', text: 'error' }]],
	['matches ^ok$', [{ is: 'matches', regex: '^ok$' }]],
	['json a.0.b is "x y"', [{ is: 'json', path: 'a.0.b', value: 'x y' }]],
	[
		'contains this and that and exit 1',
		[
			{ is: 'contains', text: 'this and that' },
			{ is: 'exit', code: 1 },
		],
	],
])('%s is an expectation', (text, found) => {
	expect(expectationsOf(text)).toEqual(found);
});
test.each(['exit', 'exit -1', 'http 999', 'matches [', 'json is x', 'whatever', ''])('“%s” is none', (text) => {
	expect(expectationsOf(text)).toEqual({ wrong: text });
});
test('a status and quoted texts are looked for in words, but no JSON is taken for quotes', () => {
	expect(soughtIn('Expected: HTTP 200 and "ready" or `up`')).toEqual([
		{ is: 'http', status: 200 },
		{ is: 'contains', text: 'ready' },
		{ is: 'contains', text: 'up' },
	]);
	expect(soughtIn('Expected: {"status":"ok"}')).toEqual([]);
});
