import { describe, expect, test } from 'vitest';
import { type Crash, crashText, type HeardEvents, withEvent } from '../../src/core/crash-text.ts';

const same = (text: string) => text;
const crash = (more: Partial<Crash> = {}): Crash => ({
	...{ time: '2026-01-02T03:04:05.678Z', version: '1.2.3', node: 'v26.0.0', platform: 'linux x64' },
	error: new Error('a bug'),
	events: [],
	...more,
});

describe('the report of a crash', () => {
	test('has what is needed to find the bug', () => {
		const error = new TypeError('cells of undefined');
		error.stack = 'TypeError: cells of undefined\n    at row (cli.js:1:2)';
		const events: readonly HeardEvents[] = [
			{ type: 'probe/read', times: 34 },
			{ type: 'row/selected', times: 1 },
		];
		expect(crashText(crash({ error, events }), same)).toBe(`watchdeck crash report

time      2026-01-02T03:04:05.678Z
version   1.2.3
node      v26.0.0
platform  linux x64

TypeError: cells of undefined
    at row (cli.js:1:2)

last events, newest at the end
  probe/read x 34
  row/selected
`);
	});

	test('tells causes, also those of several errors, and ends where a cause is its own', () => {
		const root = new Error('the root');
		const both = new AggregateError([new Error('first'), new Error('second')], 'both', { cause: root });
		root.cause = both;
		const text = crashText(crash({ error: both }), same);
		for (const one of ['AggregateError: both', 'caused by Error: the root', 'caused by Error: first', 'Error: second'])
			expect(text).toContain(one);
	});

	test('loses its secrets, and what a terminal would obey', () => {
		const error = new Error('token hunter22 at https://anna:pass@vps1/\u001b[2J');
		const text = crashText(crash({ error }), (all) => all.replaceAll('hunter22', '•••'));
		expect(text).not.toContain('hunter22');
		expect(text).not.toContain('\u001b');
	});

	test('tells nothing of a thing that is no error but its kind', () => {
		const text = crashText(crash({ error: { password: 'hunter22' } }), same);
		expect(text).toContain('a value of type object');
		expect(text).not.toContain('hunter22');
		expect(crashText(crash({ error: 'plain words' }), same)).toContain('thrown text: plain words');
	});
});

test('of events the newest are kept, and a row of one type is counted', () => {
	const types = ['probe/read', 'probe/read', 'row/selected', 'probe/read', 'quit/wanted'] as const;
	const heard = types.reduce((events: readonly HeardEvents[], type) => withEvent(events, type, 3), []);
	expect(heard).toEqual([
		{ type: 'row/selected', times: 1 },
		{ type: 'probe/read', times: 1 },
		{ type: 'quit/wanted', times: 1 },
	]);
	expect(withEvent([{ type: 'probe/read', times: 2 }], 'probe/read')).toEqual([{ type: 'probe/read', times: 3 }]);
});
