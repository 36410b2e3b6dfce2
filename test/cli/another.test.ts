import { expect, test } from 'vitest';
import { chosenIn } from '../../src/cli/another.ts';
import { release, service } from '../actions/service.ts';

const api = service({
	releases: [
		release('v3', { image: { id: 'sha256:c' }, can: 'runs' }),
		release('v2', { image: { id: 'sha256:b' }, can: 'ready' }),
		release('v1', { image: { id: 'sha256:a' }, can: 'pull' }),
		release('v0', { image: { id: 'sha256:0' }, can: 'gone' }),
	],
});

test('another release is named by its number or its label; what runs or is gone is none', () => {
	const answers = ['1', 'v2', '2', 'v1', '0', '3', 'v3', 'v0', '', 'x'];
	expect(answers.map((answer) => chosenIn(api, answer))).toEqual([
		...['sha256:b', 'sha256:b', 'sha256:a', 'sha256:a'],
		...[undefined, undefined, undefined, undefined, undefined, undefined],
	]);
});
