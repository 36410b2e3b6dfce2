import type { Outcome } from '../../core/journal.ts';
import { known } from '../../core/known.ts';
import type { Plan } from '../../core/plan.ts';
import { sizeOf, writtenOutput } from '../../core/runbook/output.ts';
import type { Came } from '../../core/runbook/stand.ts';
import type { Walk } from '../../core/runbook/walk.ts';
import type { Whole } from '../../core/runbook/whole.ts';
import type { Run } from '../../core/state.ts';
import { isOfWalk } from '../../core/want.ts';
import { sha256 } from '../../io/hash.ts';
import type { Of } from './known-world.ts';
import { noteWalk } from './note-walk.ts';
import type { WalkParts } from './parts.ts';
import { commandCame } from './step-work.ts';

/** A step that asked for one of watchdeck's own actions, until its plan is confirmed or another one is. */
export interface Pending {
	readonly walk: string;
	readonly step: string;
	readonly action: Plan['action'];
	readonly service: string;
}

/** The step that a plan was made for. */
export const stepOf = (
	plan: Plan,
	pending: Pending | undefined,
): (Pick<Pending, 'walk' | 'step'> & { readonly command?: number }) | undefined => {
	if (isOfWalk(plan.want)) return { walk: plan.want.walk, step: plan.want.step, ...known({ command: plan.want.line }) };
	return pending?.action === plan.action && pending.service === plan.service ? pending : undefined;
};

/** What a plan does, as its walk tells it: the command and where it runs, or the plan's own title. */
const doneBy = ({ want, title }: Plan): { readonly text: string; readonly host?: string } => {
	if (!isOfWalk(want)) return { text: title };
	const { call, shown } = want.command;
	return { text: shown, ...known({ host: call.via === 'exec' ? call.host : undefined }) };
};

/** A plan of a step was agreed to: the walk says which one. */
export const planConfirmed = async (
	parts: WalkParts,
	{ confirmed: { plan } }: Of<'plan/confirmed'>,
	pending: Pending | undefined,
) => {
	const of = stepOf(plan, pending);
	if (of === undefined) return;
	const which = { step: of.step, ...known({ command: of.command }) };
	await noteWalk(parts, of.walk, { is: 'acted', ...which, plan: plan.id, ...doneBy(plan) });
};

const verdicts: Readonly<Record<Outcome, Came['verdict']>> = {
	VERIFIED: 'ok',
	'DONE, NOT VERIFIED': 'open',
	'FAILED, UNDONE': 'failed',
	'FAILED, HELD FOR YOU': 'failed',
	UNDONE: 'failed',
	HANDLED: 'open',
	REFUSED: 'failed',
};

/** A command that ended well and of which nobody promised anything has done what it was to. */
const verdictFor = ({ plan }: Run, outcome: Outcome): Came['verdict'] => {
	const isPlain = isOfWalk(plan.want) && plan.want.expected === undefined && outcome === 'DONE, NOT VERIFIED';
	return isPlain ? 'ok' : verdicts[outcome];
};

const outputs = ({ entries }: Run): readonly string[] =>
	entries.flatMap((entry) => (entry.what === 'ends' && entry.output !== '' ? [entry.output] : []));

/** All that the command of a step said, as far as the journal has it. */
const wholeOf = ({ entries }: Run): Whole => {
	const ended = entries.findLast((entry) => entry.what === 'ends' && entry.way === 'does');
	return ended?.what === 'ends' ? { text: ended.output, ...known({ cut: ended.cut }) } : { text: '' };
};

/** What a run gave, as what came of the step that asked for it. */
const cameOf = (run: Run, { outcome, because, at }: Of<'run/ended'>): Came => {
	const { want } = run.plan;
	const unheard = isOfWalk(want) && want.command.call.via === 'exec' ? want.command.call.terminal : undefined;
	const output = unheard === true ? '' : outputs(run).join('\n');
	return {
		...{ took: Math.max(0, at - (run.entries[0]?.at ?? at)), output: writtenOutput(output), ...sizeOf(output) },
		...{ hash: sha256(output), verdict: verdictFor(run, outcome), because: `${outcome}: ${because}` },
		...known({ unheard }),
	};
};

/** What came of the run of a step. A step that is not in the document any more has only what came of it. */
const endedAt = async (
	parts: WalkParts,
	{ walk, step: id, run }: { readonly walk: Walk; readonly step: string; readonly run: Run },
	event: Of<'run/ended'>,
): Promise<void> => {
	const step = parts.state().walks[walk.id]?.runbook?.steps.find((one) => one.id === id);
	const command = isOfWalk(run.plan.want) ? run.plan.want.line : undefined;
	const came = cameOf(run, event);
	if (step === undefined) return noteWalk(parts, walk.id, { is: 'came', step: id, ...known({ command }), ...came });
	await commandCame(parts, { walk, step, ...known({ command }) }, { came, whole: wholeOf(run) });
};

/** A run that a step made has ended: the walk says how, and goes on where that follows. */
export const planEnded = async (parts: WalkParts, event: Of<'run/ended'>): Promise<void> => {
	const { walks, runs } = parts.state();
	const run = runs[event.run];
	if (run === undefined) return;
	for (const { walk } of Object.values(walks)) {
		const found = Object.entries(walk.stands).find(([, { plans }]) => plans.includes(event.run));
		if (found === undefined) continue;
		const [step] = found;
		await endedAt(parts, { walk, step, run }, event);
	}
};
