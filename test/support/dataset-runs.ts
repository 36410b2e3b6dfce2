// Backups, restore tests and restores as the program makes and carries them out, without its screens.
import { confirm } from '../../src/actions/confirm.ts';
import type { Course } from '../../src/actions/course.ts';
import { makeDatasetPlan } from '../../src/actions/dataset/plan.ts';
import { perform } from '../../src/actions/perform.ts';
import type { Performed } from '../../src/actions/running.ts';
import type { Order } from '../../src/core/call.ts';
import { datasetProbe } from '../../src/core/dataset/probe.ts';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import type { BackupFound } from '../../src/core/finding.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import { standing } from '../../src/core/run.ts';
import type { DatasetAction, Want } from '../../src/core/want.ts';
import { datasets } from '../../src/datasets/index.ts';
import { sha256 } from '../../src/io/hash.ts';
import type { ActingOutside } from '../../src/io/outside.ts';
import { kinds } from '../../src/probes/index.ts';
import { journalOf } from './journal-of.ts';

/** A plan and what its journal has of it. */
export interface Begun {
	readonly plan: Plan;
	readonly entries: JournalEntry[];
}

/** How a run is carried out. `order`: instead of the outside's own; `stop`: SIGTERM for the program. */
interface Going {
	readonly course?: Course;
	readonly order?: Order;
	readonly stop?: AbortSignal;
}

/** What can be done with a dataset. Each throws where there can be no plan. */
export interface DatasetRuns {
	readonly found: () => Promise<BackupFound>;
	readonly made: (want: Want<DatasetAction>) => Promise<Result<Plan>>;
	readonly plan: (want: Want<DatasetAction>) => Promise<Begun>;
	readonly go: (begun: Begun, going?: Going) => Promise<Performed>;
	/** Plans and carries it out. */
	readonly run: (want: Want<DatasetAction>) => Promise<Begun & { readonly came: Performed }>;
}

/** What the orders of a run said, a line each. */
export const orders = (entries: readonly JournalEntry[]): string =>
	entries
		.flatMap((entry) =>
			entry.what === 'ends' ? [`${entry.step} ${entry.way}: ${entry.output} ${entry.failure?.message ?? ''}`] : [],
		)
		.join('\n');

// Tests that run beside one another on a machine share its /var/tmp: no two processes have an id in common.
let plans = 0x1a000000 + process.pid * 0x100;

/** A dataset that is reached by this outside. */
export function datasetRuns(outside: ActingOutside, spec: DatasetSpec): DatasetRuns {
	const never = new AbortController().signal;
	const reach = { ask: outside.ask, follow: outside.follow, now: Date.now, signal: never };
	const read = async (probe: Parameters<(typeof kinds)[number]['read']>[0]) => {
		const kind = kinds.find((one) => one.kind === probe.kind);
		if (kind === undefined) throw new Error(`no probe kind ${probe.kind}`);
		return kind.read(probe, reach);
	};
	const found = async () => {
		const reading = await read(datasetProbe(spec));
		if (!reading.ok) throw new Error(reading.failure.message);
		const backup = reading.value.findings?.find((one) => one.is === 'backup');
		if (backup === undefined) throw new Error('no finding');
		return backup;
	};
	const made = async (want: Want<DatasetAction>) => {
		plans += 1;
		return makeDatasetPlan({
			...{ want, spec, kind: datasets[spec.kind], found: await found(), writers: [], now: Date.now() },
			...{ id: plans.toString(16), by: 'op-1', digest: sha256, ask: outside.ask, signal: never },
		});
	};
	const plan = async (want: Want<DatasetAction>): Promise<Begun> => {
		const planned = await made(want);
		if (!planned.ok) throw new Error(`${planned.failure.message} ${planned.failure.fix}`);
		return { plan: planned.value, entries: [] };
	};
	const go = (
		{ plan: made, entries }: Begun,
		{ course = 'forward', order = outside.order, stop = never }: Going = {},
	) => {
		// What was agreed to has the reason in its locks.
		const plan = standing(entries)?.plan ?? made;
		const how = entries.length > 0 ? 'resume' : 'typed env/service';
		const confirmed = confirm({
			...{ plan, tier: plan.tier ?? 2, protection: 'open', how, typed: plan.service, why: 'a test', by: 'op-1' },
			...{ now: Date.now(), facts: plan.facts, digest: sha256 },
		});
		if (!confirmed.ok) throw new Error(confirmed.failure.message);
		return perform({
			...{ confirmed: confirmed.value, before: [...entries], course, order, read, digest: sha256, signal: never, stop },
			...{ ask: outside.ask, journal: journalOf(entries), now: Date.now, emit: () => {}, choose: async () => 'later' },
			wait: (ms, until) =>
				new Promise((resolve) => {
					const timer = setTimeout(resolve, Math.min(ms, 100));
					until.addEventListener('abort', () => {
						clearTimeout(timer);
						resolve();
					});
				}),
		});
	};
	const run = async (want: Want<DatasetAction>) => {
		const begun = await plan(want);
		return { ...begun, came: await go(begun) };
	};
	return { found, made, plan, go, run };
}
