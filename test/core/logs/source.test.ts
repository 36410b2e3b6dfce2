import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/app/config.ts';
import { journalLine } from '../../../src/core/logs/journal.ts';
import { type LogSource, sourceCall, sourceLine } from '../../../src/core/logs/source.ts';
import { timeInLine } from '../../../src/core/logs/time-in-line.ts';
import { unitScript } from '../../../src/core/logs/unit-script.ts';

const unit: LogSource = { is: 'unit', host: 'vps1', unit: 'nginx.service' };
const file: LogSource = { is: 'file', host: 'vps1', file: '/var/log/a b.log' };
const argv = (source: LogSource, since: number | undefined, again: boolean) => {
	const call = sourceCall(source, since, again);
	return call.via === 'exec' ? call.argv.join(' ') : '';
};

test('a source is followed by words: no name of it stands in a script', () => {
	expect(sourceCall(file, undefined, false)).toEqual({
		...{ effect: 'read', via: 'exec', host: 'vps1', timeout: 10_000 },
		argv: ['tail', '-n', '1000', '-F', '--', '/var/log/a b.log'],
	});
	expect(argv(file, 5, true)).toContain('-n 0 -F');
	const first = sourceCall(unit, undefined, false);
	expect(first.via === 'exec' && first.argv).toEqual([
		...['sh', '-c', unitScript, 'journalctl', 'nginx.service', '-f', '-n', '1000'],
	]);
	expect(argv(unit, 1_700_000_000_123, true)).toBe(
		'journalctl --no-pager -u nginx.service -o json -f --since @1700000000',
	);
	expect(argv(unit, undefined, true)).toContain('-n 0');
});

// The form is that of systemd's own documentation ("Journal JSON Format"): here runs no journal.
describe('a line of the journal', () => {
	const entry = (more: object) => JSON.stringify({ __REALTIME_TIMESTAMP: '1700000000123456', PRIORITY: '6', ...more });
	test.each<[string, string, object | undefined]>([
		['text', entry({ MESSAGE: 'hi\n' }), { at: 1_700_000_000_123, from: 'out', text: 'hi' }],
		['an error', entry({ MESSAGE: 'no', PRIORITY: '3' }), { from: 'err' }],
		['bytes', entry({ MESSAGE: [104, 195, 188, 255] }), { text: 'hü\ufffd' }],
		['too long', entry({ MESSAGE: null }), { text: '(a message that is too long)' }],
		['no message', entry({}), { text: '' }],
		['several lines', entry({ MESSAGE: 'a\nb' }), { text: 'a\nb' }],
		['no time', '{"MESSAGE":"a"}', undefined],
		['no JSON', '-- No entries --', undefined],
		['a strange message', entry({ MESSAGE: { a: 1 } }), undefined],
	])('%s', (_, text, expected) => {
		if (expected === undefined) expect(journalLine(text)).toBeUndefined();
		else expect(journalLine(text)).toMatchObject(expected);
	});
	test('of any form breaks nothing', () => {
		fc.assert(
			fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
				const line = sourceLine(unit, { from: 'out', text });
				expect('mark' in line || typeof line.text === 'string').toBe(true);
			}),
		);
	});
});

test('what the reading program says is a mark, and so is an entry that was cut', () => {
	const said = (of: LogSource, text: string) => {
		const line = sourceLine(of, { from: 'err', text });
		return 'mark' in line ? line.mark : line;
	};
	expect(said(file, "tail: '/var/log/a b.log' has been replaced;  following new file")).toBe(
		'log of /var/log/a b.log on vps1: it has been replaced;  following new file',
	);
	expect(said(file, 'tail: /var/log/a b.log: file truncated')).toBe('log of /var/log/a b.log on vps1: file truncated');
	expect(said(file, "tail: cannot open '/var/log/a b.log' for reading: Permission denied")).toBe(
		'log of /var/log/a b.log on vps1: cannot open it for reading: Permission denied; put the account that watchdeck uses there into the group that may: usermod -aG GROUP ACCOUNT',
	);
	expect(said(unit, 'Hint: you see no messages of others.')).toBe(
		'log of nginx.service on vps1: Hint: you see no messages of others.',
	);
	expect(sourceLine(unit, { from: 'out', text: '{"MESSAGE":"a', cut: 9 })).toHaveProperty('mark');
	expect(sourceLine(file, { from: 'out', text: 'plain', cut: 9 })).toEqual({ from: 'out', text: 'plain', cut: 9 });
});

test.each<[string, string | undefined]>([
	['2026-11-21T14:02:31.5Z GET /', '2026-11-21T14:02:31.500Z'],
	['{"level":"info","time":"2026-11-21T15:02:31+01:00"}', '2026-11-21T14:02:31.000Z'],
	['2026-11-21 14:02:31,250+00:00 warn', '2026-11-21T14:02:31.250Z'],
	['10.0.0.1 - - [21/Nov/2026:15:02:31 +0100] "GET /" 200', '2026-11-21T14:02:31.000Z'],
	['2026/11/21 14:02:31 [error] of an unknown zone', undefined],
	['Nov 21 14:02:31 host sshd', undefined],
	['2026-13-41T99:99:99Z', undefined],
	[`${'x'.repeat(300)} 2026-11-21T14:02:31Z`, undefined],
	['', undefined],
])('the time in %j is %s', (line, time) => {
	const at = timeInLine(line);
	expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(time);
});

describe('the config', () => {
	const service = (logs: string) =>
		readConfig(
			`hosts:\n  a: { ssh: a }\n  b: { ssh: b }\nenvironments:\n  p:\n    services:\n      api:\n        host: a\n        logs: ${logs}\n`,
		);
	test('names logs of a service, on its host unless said', () => {
		const read = service('[{ unit: nginx.service }, { file: /var/log/x.log, host: b }, { unit: a@1, host: local }]');
		expect(read.ok && read.value.services[0]?.logs).toEqual([
			{ is: 'unit', host: 'a', unit: 'nginx.service' },
			{ is: 'file', host: 'b', file: '/var/log/x.log' },
			{ is: 'unit', host: 'local', unit: 'a@1' },
		]);
	});
	test.each([
		['[{ unit: nginx, host: c }]', 'there is no host `c`'],
		['[{ unit: "-M other" }]', 'unit'],
		['[{ file: x.log }]', 'file'],
		['[{ unit: a, file: /b }]', ''],
		['[{ unit: a }, { unit: b }, { file: /c }]', 'at most 2 logs on one host'],
		['[{}]', ''],
	])('refuses %s', (logs, words) => {
		const read = service(logs);
		expect(read.ok).toBe(false);
		expect(read.ok ? '' : read.errors.map(({ message, fix }) => `${message} ${fix}`).join()).toContain(words);
	});
});
