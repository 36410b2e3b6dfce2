import { expect, test } from 'vitest';
import { stepOutput } from '../../src/core/select/plan/steps.ts';
import { unsaid } from '../../src/core/unsaid.ts';

const message = 'watchdeck-dataset on here ended with code 1: /b cannot be written to';

test.each([
	['/b cannot be written to\n', ''],
	['mkdir: /b: Permission denied\n/b cannot be written to\n', 'mkdir: /b: Permission denied'],
	['/b cannot be written to\nnor read', '/b cannot be written to\nnor read'],
	['', ''],
	['\n', '\n'],
])('of what was printed, %j, what the failure says already is not said again', (output, rest) => {
	expect(unsaid(output, message)).toBe(rest);
});

test('a step that failed says why once', () => {
	const failure = { kind: 'refused', message } as const;
	const does = { is: 'ended', took: 1, output: '/b cannot be written to\n', failure } as const;
	expect(stepOutput({ does, undo: { is: 'not begun' } })).toBe(message);
});
