import { expect, test } from 'vitest';
import { roomText } from '../../../src/actions/dataset/room.ts';
import { parseRecord } from '../../../src/core/backup/record.ts';
import type { DatasetSpec } from '../../../src/core/dataset/spec.ts';
import { parseStand } from '../../../src/core/dataset/stand.ts';
import { datasets } from '../../../src/datasets/index.ts';

const spec: DatasetSpec = {
	...{
		environment: 'production',
		name: 'shop',
		kind: 'postgres',
		host: 'box',
		folder: '/b',
		pattern: '*',
		shrink: 0.5,
	},
	...{ keep: 7, settings: {}, tables: [], checks: [], writers: [], verify: { in: 'apart' }, every: 1, timeout: 1 },
};
const gib = 1024 ** 3;
const said = (size: string, room: string, kind: keyof typeof datasets = 'postgres') => {
	const own = parseRecord(['began=1', 'took=1', 'bytes=5', `sha256=${'0'.repeat(64)}`, `size=${size}`]);
	const stand = parseStand(`clock=1\nroom=${room}\n`);
	if (own === undefined || stand === undefined) throw new Error('not understood');
	return roomText(spec, { file: 'a', at: 1, bytes: 5, own }, stand, { kind: datasets[kind] });
};

test('a plan to restore needs a fifth more than the data took, and leaves a tenth of what is free', () => {
	expect(said(String(3 * gib - 1024), String(4 * gib))).toEqual({ ok: true, value: [] });
	expect(said(String(3 * gib), String(4 * gib))).toEqual({
		ok: false,
		failure: {
			kind: 'full',
			message:
				'Where the live data of production/shop lie are 4.0G free, and restored data beside them need about 3.6G, with a tenth left.',
			fix: 'Make room there; nothing was changed.',
		},
	});
});

test('what cannot be seen is said, and is no obstacle; what has no place beside asks for none', () => {
	expect(said('9', '')).toEqual({ ok: true, value: [expect.stringContaining('cannot be seen from here')] });
	expect(said('', String(gib))).toEqual({ ok: true, value: [] });
	expect(said(String(9 * gib), '1', 'redis')).toEqual({ ok: true, value: [] });
});
