import { canonical } from '../core/canonical.ts';
import { failed } from '../core/failed.ts';
import type { Millis, Result, Service } from '../core/model.ts';
import type { Plan, PlanStep } from '../core/plan.ts';
import type { Want } from '../core/want.ts';
import { type Claiming, claimed, claimedAt } from './claimed.ts';
import type { Digest } from './facts.ts';

/** How long a plan may be confirmed. */
const goodFor: Millis = 300_000;

/** What a plan for a command of a runbook is made from. */
export interface WalkWanted extends Claiming {
	readonly want: Want<'run'>;
	/** What it is confirmed by: the service, or `ENV/RUNBOOK`. */
	readonly of: string;
	/** What the walk is about, where that is a service: its locks are taken on all its hosts. */
	readonly service?: Service;
	readonly now: Millis;
	readonly digest: Digest;
}

/** What such a plan stands on, as a text: the command itself. What it finds on its host is its own business. */
export function walkFacts(want: Want): string {
	return canonical(want);
}

/** The name of the lock where a walk is about no service: two cannot do the same runbook's changes on a host at once. */
function keyOf({ runbook }: Want<'run'>): string {
	return `runbook-${runbook.replaceAll(/[^A-Za-z0-9_.-]/g, '_').slice(0, 100)}`;
}

function locksOf(wanted: WalkWanted) {
	const { want, service, of } = wanted;
	const what = `${want.title} (${want.runbook}) on ${of}`;
	if (service !== undefined) return claimed({ ...wanted, service }, what);
	return claimedAt([{ host: want.command.call.host, key: keyOf(want) }], wanted, what);
}

function stepOf({ title, command, undo, expect }: Want<'run'>): PlanStep {
	return {
		say: title,
		does: command.call,
		took: { never: 'only a person can tell what a command of a runbook left behind' },
		undo: undo === undefined ? { none: 'The runbook names no command that takes it back.' } : undo.call,
		...(undo === undefined ? {} : { undone: 'accepted' as const }),
		...(expect.length === 0 ? {} : { expect }),
	};
}

function impactOf({ command, undo, expected, runbook }: Want<'run'>): readonly string[] {
	const { call } = command;
	const isGiven = call.via === 'exec' && call.terminal === true;
	return [
		`A command of the runbook ${runbook}. It runs on ${call.host} as the account that is logged in as there.`,
		...(isGiven ? ['It is given this terminal; the cockpit waits behind it, and what it says is not kept.'] : []),
		...(expected === undefined ? [] : [`The runbook expects: ${expected.replace(/^expect(?:ed)?\s*:?\s*/i, '')}`]),
		undo === undefined ? 'The runbook names nothing that takes it back.' : `Taken back by: ${undo.shown}`,
	];
}

/** A plan of one step: a command of a runbook that is not known to only read. It asks who holds the locks, and changes nothing. */
export async function makeWalkPlan(wanted: WalkWanted): Promise<Result<Plan>> {
	const { want, of, id, now, digest } = wanted;
	const { call } = want.command;
	if (wanted.shellless?.includes(call.host))
		return failed(
			'refused',
			`Of ${call.host} only the engine is reached: no command can be run there.`,
			'Run it there by hand.',
		);
	const locks = await locksOf(wanted);
	if (!locks.ok) return locks;
	const { locks: held, over } = locks.value;
	const says = 'says' in locks.value ? locks.value.says : locks.value.beats ? { tier: 4 as const } : {};
	const lacks = want.expect.some(({ is }) => is !== 'exit')
		? []
		: ['What came of it is for the next steps of the runbook to tell.'];
	return {
		ok: true,
		value: {
			...{ id, action: 'run', want, service: of, title: `RUN ${of}: ${want.title}`, ...says },
			impact: [...impactOf(want), ...over],
			...{ made: now, expires: now + goodFor, oldest: now, facts: digest(walkFacts(want)), locks: held },
			...{ steps: [stepOf(want)], proof: [], watch: [], unproven: 'leave', tidy: [] },
			...(lacks.length === 0 ? {} : { lacks }),
		},
	};
}
