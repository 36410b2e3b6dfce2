import stringWidth from 'string-width';
import { actionWords } from '../../action-words.ts';
import { callBrief, callText } from '../../call-text.ts';
import { percent, shortId } from '../../format.ts';
import { nameOf } from '../../ids.ts';
import { clockText, lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import { type Plan, plannedService } from '../../plan.ts';
import type { Run, State } from '../../state.ts';
import { undoReach } from '../../undo.ts';
import { isOfDataset } from '../../want.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { cell, padded, wrapped } from '../text/wrap.ts';
import { changeLines } from './changes.ts';
import { gateLines } from './gates.ts';
import { impactOf } from './impact.ts';
import { isOpen, outdated } from './stand.ts';
import { checkText, type Room, stepLines } from './step.ts';
import { planTargets, type Target, type Told } from './targets.ts';

/** The rows of a plan's dialog: `head` always stands, `body` scrolls. */
export interface PlanText {
	readonly head: readonly TextLine[];
	readonly body: readonly TextLine[];
}

/** Room for a plan's rows, and what else they are told from. */
export type PlanRoom = Room & Told;

/** No more than so many other targets are named, so that the plan itself stays on the screen. */
const mostTargets = 4;

/** Cells of a release's label, so that its proof is not pushed out of sight. */
const longestLabel = 24;

function clock(state: State, run: Run, now: Millis): string {
	if (run.stage === 'ended') return run.outcome ?? '';
	if (!isOpen(run)) {
		const begun = run.entries.find((entry) => entry.what === 'confirmed') ?? run.entries[0];
		return begun === undefined ? 'starting' : lengthText(now - begun.at);
	}
	if (state.making?.service === run.plan.service) return 'planning anew ..';
	if (outdated(state, run, now) !== undefined) return 'STALE';
	// The clock of the screen beats once a second: a plan may be made after its last beat.
	return `good for ${clockText(run.plan.expires - Math.max(now, run.plan.made))}`;
}

function titleLine(state: State, run: Run, room: Room): TextLine {
	const left = `${actionWords[run.plan.action].toUpperCase()}  ${run.plan.service}`;
	const right = `plan ${run.plan.id.slice(0, 8)}   ${clock(state, run, room.now)}`;
	return [
		piece(padded(left, Math.max(left.length + 2, room.width - right.length)), 'bold'),
		piece(right, run.stage === 'ended' ? outcomeTone(run) : 'plain'),
	];
}

/** How an outcome is coloured. */
function outcomeTone(run: Run): 'ok' | 'bad' | 'warn' | 'plain' {
	if (run.outcome === 'VERIFIED') return 'ok';
	return run.outcome?.startsWith('FAILED') ? 'bad' : run.outcome === 'DONE, NOT VERIFIED' ? 'warn' : 'plain';
}

/** Rows that are as wide as this have room for the image's id beside how well a release served. */
const roomy = 96;
/** Cells of `41.2% 5xx`. */
const errorsWidth = 9;

/** How wide the labels are, whether ids stand beside them, and whether it is known of any how well it served. */
interface TargetColumns {
	readonly label: number;
	readonly ids: boolean;
	readonly errors: boolean;
}

function columnsOf(shown: readonly Target[], { width }: Room): TargetColumns {
	const errors = shown.some((target) => target.errors !== undefined);
	const widest = Math.max(...shown.map(({ label }) => stringWidth(label)));
	return { label: Math.min(longestLabel, widest), ids: !errors || width >= roomy, errors };
}

function targetLine(target: Target, { label, ids, errors }: TargetColumns): TextLine {
	const served = target.errors === undefined ? '' : `${percent(target.errors, 1)} 5xx`;
	const text = [
		cell(target.label, label),
		...(ids ? [shortId(target.image)] : []),
		padded(target.can, 5),
		...(errors ? [served.padStart(errorsWidth)] : []),
		target.proof,
	].join('  ');
	return [
		piece(target.chosen ? 'to    > ' : '        ', 'dim'),
		piece(text, target.chosen ? 'bold' : target.pick ? 'plain' : 'dim'),
	];
}

/** The chosen target with its neighbours; the others are counted. */
function targetLines(targets: readonly Target[], room: Room): readonly TextLine[] {
	const at = Math.max(
		0,
		targets.findIndex((target) => target.chosen),
	);
	const first = Math.max(0, Math.min(at - 1, targets.length - mostTargets));
	const shown = targets.slice(first, first + mostTargets);
	const hidden = targets.length - shown.length;
	const columns = columnsOf(shown, room);
	return [
		...shown.map((target) => targetLine(target, columns)),
		...(hidden === 0 ? [] : [lineOf(`        and ${hidden} more`, 'dim')]),
	];
}

function toLines(plan: Plan, targets: readonly Target[], room: Room): readonly TextLine[] {
	const named = targets.some((target) => target.chosen);
	const to = named || plan.to === undefined ? [] : headed('to      ', plan.to, room);
	const proven = named || plan.proven === undefined ? [] : headed('proof   ', plan.proven, room);
	return [...to, ...targetLines(targets, room), ...proven];
}

/** Said first, since `r` means something harmless in other tools: there may be no reason for this plan. */
function healthyLines(state: State, run: Run, room: Room): readonly TextLine[] {
	const condition = isOfDataset(run.plan.want) ? undefined : state.conditions[run.plan.service];
	if (!isOpen(run) || condition?.is !== 'ok') return [];
	const long = condition.before === true ? '' : `, for ${lengthText(room.now - condition.since)}`;
	return [lineOf(`${nameOf(run.plan.service)} is healthy${long}: is this the service you mean?`, 'warn')];
}

function headLines(state: State, run: Run, room: PlanRoom): readonly TextLine[] {
	const { plan } = run;
	const from = plan.from === undefined ? [] : headed('from    ', plan.from, room);
	const targets = isOpen(run) ? planTargets(run, plannedService(state.services, plan), room) : [];
	const to = isOpen(run)
		? toLines(plan, targets, room)
		: plan.to === undefined
			? []
			: headed('to      ', plan.to, room);
	return [titleLine(state, run, room), ...healthyLines(state, run, room), ...from, ...to];
}

function checkingLines(run: Run, room: Room): readonly TextLine[] {
	const checking = run.checking;
	if (checking === undefined) return [];
	const many = checking.of > 1 ? `  ${checking.passed} of ${checking.of}` : '';
	const because = checking.because === '' ? '' : `  (${checking.because})`;
	return headed('checking   ', `${checking.say}${many}${because}`, { ...room, tone: 'bold' });
}

function lockText(plan: Plan): string {
	// On one host there are several where a dataset is backed up first, or has writers.
	const hosts = [...new Set(plan.locks.map(({ host }) => host))];
	if (hosts.length === 0) return 'none: there is no host to hold one on';
	if (plan.localLock === true)
		return 'on this machine alone, since only the engine of the host is reached: nobody who acts from elsewhere is kept out';
	if (plan.steps.length === 0) return `taken on ${hosts.join(' and ')} and given back at once; nothing else is ordered`;
	return `taken on ${hosts.join(' and ')} before step 1, held until the proof; refused when another operator has it`;
}

/** What follows a step that fails, by how much of the plan can be undone. */
const ifFailed = {
	all: 'every step that began is undone at once, last step first',
	some: 'it is undone at once, last step first, back to a step without an undo; then it is held for you',
	none: 'it is held for you under the lock: finish it, or leave it. Nothing of it can be undone',
} as const;
const ifUnproven = {
	all: 'it is held for you under the lock: undo, try the proof again, or leave it',
	some: 'it is held for you under the lock: undo what can be undone, try the proof again, or leave it',
	none: 'it is held for you under the lock: try the proof again, or leave it',
} as const;
/** Where the plan says that a failed proof is undone without a question. */
const undoneAtOnce = {
	all: 'it is undone at once, last step first',
	some: 'it is undone at once, last step first, back to a step without an undo; then it is held for you',
	none: ifUnproven.none,
} as const;

/** Where what was made stays, and nothing else was changed. */
const left = 'it is DONE, NOT VERIFIED, and ends there: what was made stays';
const afterProof = (plan: Plan, reach: keyof typeof ifUnproven): string => {
	switch (plan.unproven) {
		case 'hold':
			return ifUnproven[reach];
		case 'undo':
			return undoneAtOnce[reach];
		case 'leave':
			return left;
	}
};

/** After the watch: its locks were given back, and are taken again for what is chosen. */
const ifBroken = {
	all: 'it is held for you: undo, try proof and watch again, or leave it; what another one changed since is never undone',
	some: 'it is held for you: undo what can be undone, try proof and watch again, or leave it',
	none: 'it is held for you: try proof and watch again, or leave it',
} as const;

function afterLines(plan: Plan, room: Room): readonly TextLine[] {
	const reach = undoReach(plan.steps);
	const tidy = plan.tidy.map((call) => `on ${call.host}: ${room.more ? callText(call) : callBrief(call)}`);
	return [
		...plan.proof.flatMap((check, index) =>
			headed(index === 0 ? 'proof       ' : '            ', checkText(check), room),
		),
		...plan.watch.flatMap((check, index) =>
			headed(index === 0 ? 'then watch  ' : '            ', checkText(check), room),
		),
		...tidy.flatMap((text, index) => headed(index === 0 ? 'if VERIFIED ' : '            ', text, room)),
		...(plan.lacks ?? []).flatMap((text, index) => headed(index === 0 ? 'not judged  ' : '            ', text, room)),
		...headed('if a step fails      ', ifFailed[reach], room),
		...headed('if the proof fails   ', afterProof(plan, reach), room),
		...(plan.watch.length === 0
			? []
			: headed('if the watch breaks  ', (plan.unproven === 'hold' ? ifBroken : undoneAtOnce)[reach], room)),
	];
}

function leftLines(run: Run, room: Room): readonly TextLine[] {
	if (run.left === undefined || run.left.length === 0) return [];
	return [
		lineOf('left to do by hand:', 'warn'),
		...run.left.flatMap((command) =>
			wrapped(command, room.width - 4).map((row, at) => lineOf(`${at === 0 ? '  $ ' : '    '}${row}`)),
		),
	];
}

function bodyLines(run: Run, room: Room): readonly TextLine[] {
	const { plan } = run;
	const steps = plan.steps.flatMap((_, index) => stepLines(run, index, room));
	if (!isOpen(run))
		return [
			...steps,
			...checkingLines(run, room),
			...leftLines(run, room),
			...(room.more ? afterLines(plan, room) : []),
		];
	return [
		...changeLines(plan.changes, room),
		...impactOf(plan).flatMap((text, index) => headed(index === 0 ? 'impact      ' : '            ', text, room)),
		...gateLines(plan.gates, room),
		...headed('locks       ', lockText(plan), room),
		...(plan.steps.length === 0 ? [] : [lineOf('will run', 'dim'), ...steps, ...afterLines(plan, room)]),
		...headed('stands on   ', `facts that are at most ${lengthText(room.now - plan.oldest)} old`, room),
	];
}

/** What a plan's dialog says, in rows of `width` cells: the plan before it runs, its steps with their state afterwards. */
export function planText(state: State, run: Run, room: PlanRoom): PlanText {
	return { head: headLines(state, run, room), body: bodyLines(run, room) };
}
