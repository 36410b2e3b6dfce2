import { expect, test } from 'vitest';
import type { Change } from '../../../../src/core/engine/changes.ts';
import { changeLines } from '../../../../src/core/select/plan/changes.ts';

const image: Change = { what: 'image', name: 'image', is: 'changed', from: 'cccccccccccc', to: 'bbbbbbbbbbbb' };
const changes: readonly Change[] = [
	image,
	{ what: 'env', name: 'QUEUE_URL', is: 'added' },
	{ what: 'env', name: 'RETRY_MAX', is: 'removed' },
	{ what: 'port', name: '81/tcp', is: 'removed' },
	{ what: 'label', name: 'org.opencontainers.image.version', is: 'changed', from: '4.1', to: '4.0' },
	{ what: 'label', name: 'note', is: 'changed' },
];
const rows = (of: readonly Change[] | undefined, more = false) =>
	changeLines(of, { width: 76, more, now: 0 }).map((line) => line.map(({ text }) => text).join(''));

test('what would be different is said in a sentence, and what would not', () => {
	expect(rows(changes)).toEqual([
		'changes     image cccccccccccc -> bbbbbbbbbbbb, 2 env keys (+QUEUE_URL,',
		'            -RETRY_MAX), 1 port (-81/tcp), 2 labels, no mount or setting',
	]);
	expect(rows([image])).toEqual([
		'changes     image cccccccccccc -> bbbbbbbbbbbb, no env key, port, mount,',
		'            setting or label',
	]);
});

test('with every detail each has a row', () => {
	expect(rows(changes, true).slice(2)).toEqual([
		'            image: cccccccccccc  ->  bbbbbbbbbbbb',
		'            env key +QUEUE_URL: added',
		'            env key -RETRY_MAX: removed',
		'            port -81/tcp: removed',
		'            label ~org.opencontainers.image.version: 4.1  ->  4.0',
		'            label ~note: changed',
	]);
});

test('of many of a kind some are named, and of what is not known nothing is said', () => {
	const many = Array.from({ length: 9 }, (_, index): Change => ({ what: 'env', name: `V${index}`, is: 'added' }));
	expect(rows(many).join(' ')).toContain('9 env keys (+V0, +V1, +V2, +V3, +V4, +V5, and 3 more)');
	expect(rows(undefined)).toEqual([]);
});
