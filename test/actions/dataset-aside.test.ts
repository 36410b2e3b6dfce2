// What restores put aside, as the next backup finds it.
import { expect, test } from 'vitest';
import { backup } from '../../src/actions/dataset/backup.ts';
import type { Read } from '../../src/core/call.ts';
import type { DatasetKindName } from '../../src/core/dataset/kind-name.ts';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import { datasets } from '../../src/datasets/index.ts';

const day = 86_400_000;
/** The clock of the host is an hour ahead. */
const [now, clock] = [1_800_000_000_000, 1_800_003_600];
const specOf = (kind: DatasetKindName): DatasetSpec => ({
	...{ environment: 'production', name: 'up', kind, host: 'box', folder: '/b', pattern: '*', shrink: 0.5, keep: 7 },
	...{ settings: {}, tables: [], checks: [], writers: [], verify: { in: 'apart' }, every: 300_000, timeout: 60_000 },
});

/** A backup as it is planned where the verb `lost` prints this, or fails; with the verbs that were asked. */
async function planned(kind: DatasetKindName, lost: string | undefined) {
	const asked: string[] = [];
	const ask = async (call: Read) => {
		const verb = call.via === 'exec' ? String(call.argv[4]) : '';
		asked.push(verb);
		if (verb === 'lost' && lost === undefined)
			return { ok: false, took: 1, failure: { kind: 'refused', message: 'no' } } as const;
		return { ok: true, took: 1, value: { code: 0, err: '', text: `clock=${clock}\n${lost ?? ''}` } } as const;
	};
	const found = { is: 'backup', name: 'up', place: '/b' } as const;
	const writers = { names: [], stop: [], start: [], proof: [] };
	const making = {
		id: '1a2b3c4d',
		kind: datasets[kind],
		ask,
		signal: new AbortController().signal,
		now,
		found,
		writers,
	};
	const made = await backup.make({ action: 'backup' }, specOf(kind), making);
	if (!made.ok) throw new Error(made.failure.message);
	const tidy = made.value.tidy.flatMap((call) => (call.via === 'exec' ? [call.argv.slice(4).map(String)] : []));
	const { moment = [], impact } = made.value;
	return { tidy, asked, impact: [...moment, ...impact].join('\n') };
}
const kept = (plan: string, days: number) => `kept=${plan} ${clock - (days * day) / 1000}\n`;

test('is removed by a backup once it lay there for a week, and told in its plan until then', async () => {
	const { tidy, impact } = await planned('files', `${kept('aaaaaaaa', 7)}${kept('bbbbbbbb', 6.9)}kept=cccccccc 0\n`);
	expect(tidy).toEqual([
		['forget', 'kind=files', 'folder=/b', 'id=1a2b3c4d', 'lock=dataset-files_host_', 'old=aaaaaaaa'],
	]);
	expect(impact).toContain('What the restore aaaaaaaa put aside 7d ago is removed afterwards.');
	expect(impact).toContain(
		'What the restore bbbbbbbb put aside 6d 21h ago still takes its room: `watchdeck restore production/up --back bbbbbbbb`',
	);
	expect(impact).toContain('What the restore cccccccc put aside still takes its room');
});

test.each([
	['postgres', undefined],
	['postgres', ''],
	['redis', undefined],
] as const)('a backup of %s is planned all the same where it is not told: %j', async (kind, lost) => {
	const { tidy, asked } = await planned(kind, lost);
	expect([tidy, asked]).toEqual([[], kind === 'redis' ? ['stand'] : ['stand', 'lost']]);
});
