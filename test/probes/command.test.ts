import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import type { Answer, Reply } from '../../src/core/call.ts';
import { command } from '../../src/probes/command.ts';
import { probeOf, reachOf, readingOf } from './reach.ts';

const said = (text: string, more: Partial<Reply> = {}): Answer => ({
	ok: true,
	took: 12,
	value: { code: 0, text, err: '', ...more },
});
const probe = (spec: object) => ({
	...probeOf('command', 'prod/api', { run: ['mailq'], from: 'vps1', ...spec }),
	name: 'mail',
});
const read = (answer: Answer, spec: object = {}) => command.read(probe(spec), reachOf(answer).reach);
const says = async (answer: Answer, spec: object = {}) => {
	const { layers, samples } = readingOf(await read(answer, spec));
	return [layers?.health?.is, layers?.health?.because, ...(samples ?? []).map(({ value }) => value)];
};

test.each([
	['an exit code', said('', { code: 1 }), {}, 'correct `exit`, `contains` or `matches`'],
	['no number', said('none'), { number: '(\\d+)' }, 'correct `number`'],
	['a limit', said('31'), { number: '(\\d+)', above: 5 }, 'set its limit anew'],
])('%s has its remedy', async (_, answer, spec, fix) => {
	expect(readingOf(await read(answer, spec)).layers?.health?.fix).toContain(fix);
});

test('its words go out as they are, secrets by reference, and its own codes are no failures', async () => {
	const { reach, calls } = reachOf(said(''));
	await command.read(probe({ run: ['a', '$HOME; rm *', '--key=${env:KEY}'], exit: [0, 127] }), reach);
	expect(calls).toMatchObject([
		{
			...{ effect: 'read', via: 'exec', host: 'vps1', timeout: 4750, most: 65_536 },
			argv: ['a', '$HOME; rm *', ['--key=', { secret: 'env:KEY' }]],
		},
	]);
	expect(calls[0]?.fine).toContain(127);
	expect(calls[0]?.fine).not.toContain(126);
	expect(calls[0]?.fine).toContain(255);
});

describe('a command', () => {
	test.each<[string, Answer, object, unknown[]]>([
		['says its first line', said('\nOK - all well\nmore'), {}, ['ok', 'OK - all well']],
		['says nothing', said(''), {}, ['ok', 'ended with code 0 in 12 ms']],
		[
			'ends with another code',
			said('x', { code: 2, err: 'trace\ndisk is gone\n' }),
			{},
			['down', 'ended with code 2: disk is gone'],
		],
		[
			'may be only degraded',
			said('WARN\n', { code: 1 }),
			{ fails: 'degraded' },
			['degraded', 'ended with code 1: WARN'],
		],
		['ends with a code that is fine', said('a', { code: 3 }), { exit: [3] }, ['ok', 'a']],
		['ends with 0 where that is not fine', said('', { code: 0 }), { exit: [1] }, ['down', 'ended with code 0']],
		['has the text', said('is active'), { contains: 'active' }, ['ok', 'is active']],
		['lacks the text', said('x'), { contains: 'active' }, ['down', 'its output does not contain "active"']],
		[
			'lacks the text in what was read',
			said('x', { cut: true }),
			{ contains: 'active' },
			['down', 'the first 64 KB of its output do not contain "active"'],
		],
		['matches', said('a\nOK 7\nb'), { matches: '^OK \\d$' }, ['ok', 'a']],
		['does not match', said('NOK'), { matches: '^OK' }, ['down', 'its output does not match ^OK']],
		['gives a number', said('queued: 12 mails'), { number: 'queued: (\\d+)' }, ['ok', 'mail 12', 12]],
		[
			'gives a number that is too high',
			said('1.5e9'),
			{ number: '\\S+', unit: 'bytes', above: '1G', name: 'heap' },
			['degraded', 'heap 1.4G above 1.0G', 1.5e9],
		],
		['gives no number', said('none'), { number: '\\d+' }, ['unknown', 'mail: its output does not match \\d+']],
		['gives a word for a number', said('a: many'), { number: 'a: (\\w+)' }, ['unknown', 'mail: "many" is no number']],
		['gives a number that is none', said('1e999'), { number: '.+' }, ['unknown', 'mail: 1e999 is too large']],
		['fails before its number counts', said('7', { code: 1 }), { number: '\\d' }, ['down', 'ended with code 1: 7']],
	])('%s', async (_, answer, spec, expected) => expect(await says(answer, spec)).toEqual(expected));

	test('of which nothing is known is a missed reading', async () => {
		const failure = { kind: 'missing', message: 'mailq on vps1 could not be run', fix: 'Install it' } as const;
		expect(await read({ ok: false, took: 1, failure })).toMatchObject({ ok: false, failure });
	});

	test('however much and whatever it says, the sentence is short, and it is read in bounded time', async () => {
		const noise = `\u001b]0;x\u0007${'\u202e'.repeat(60_000)}`;
		const began = performance.now();
		for (const spec of [{}, { exit: [1] }, { contains: 'zz' }, { matches: '(?:a+)+$' }, { number: '(.*.*.*)x' }]) {
			const [, because] = await says(said(noise, { err: noise, cut: true }), spec);
			expect(String(because).length).toBeLessThan(300);
		}
		expect(performance.now() - began).toBeLessThan(5000);
	});
});

test.each([
	['run: mailq', 'a list of words'],
	['run: []', 'at least the name'],
	['run: ["${env:A}"]', 'the name or path'],
	['run: [a, "${A}"]', '${env:NAME}'],
	['run: [a], matches: "(a)\\\\1"', 'time is bounded'],
	['run: [a], number: "("', 'Unterminated group'],
	['run: [a], above: 3', 'beside `number`'],
	['run: [a], number: "[0-9]+", above: 5%', 'unit: count'],
	['run: [a], exit: [256]', '0 to 255'],
])('the config refuses %s', (line, message) => {
	const result = readConfig(`hosts:\n  a:\n    local: true\n    probes:\n      p: { kind: command, ${line} }\n`);
	expect(result.ok ? '' : result.errors.map((error) => error.message).join()).toContain(message);
});
