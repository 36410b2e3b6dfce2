import { keySaid } from '../../key-said.ts';
import { elapsedText, lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import { deadlineOf } from '../../runbook/deadline.ts';
import { didText, stepNames, valueText } from '../../runbook/did-text.ts';
import type { Variable } from '../../runbook/model.ts';
import type { Listed, OpenWalk } from '../../runbook/open.ts';
import { stepNow } from '../../runbook/way.ts';
import type { State } from '../../state.ts';
import { ruled } from '../fleet/story.ts';
import { counted } from '../rows/words.ts';
import type { DetailRoom } from '../split/split.ts';
import { headed, lineOf, type TextLine, type Tone } from '../text/line.ts';
import type { LastWalk } from './last.ts';
import { appliesText, isStale, lastText } from './words.ts';

const origins: Readonly<Record<Listed['origin'], string>> = {
	stock: 'comes with watchdeck',
	own: 'lies where only you write',
	strange: 'was written by others',
};

function trustText({ origin, trusted }: Listed): string {
	if (trusted) return origins[origin];
	return `${origins[origin]}: nothing of it runs until its text is accepted once`;
}

function variableText({ name, from, usual, ask, secret }: Variable): string {
	const parts = [
		...(from === undefined ? [] : [`the ${from}`]),
		...(secret === undefined ? [] : [`the secret ${secret}`]),
		...(usual === undefined ? [] : [`else ${usual}`]),
		...(ask === undefined ? [] : [`asked: ${ask}`]),
	];
	return `${name}: ${parts.length === 0 ? 'asked for' : parts.join(', ')}`;
}

function part(head: string, text: string | undefined, width: number, tone: Tone = 'plain'): readonly TextLine[] {
	return text === undefined ? [] : headed(head.padEnd(9), text, { width, tone });
}

/** What is known of a runbook before it is read. */
export function runbookDetail(
	listed: Listed,
	{ state, now, last }: { readonly state: State; readonly now: Millis; readonly last: LastWalk | undefined },
	{ width, height }: DetailRoom,
): readonly TextLine[] {
	const { title, path, head, steps, mistakes } = listed;
	const deadline = deadlineOf(head);
	const severity = head.severity === undefined ? 'not said' : head.severity;
	const until = deadline === undefined ? '' : `: somebody is at it within ${lengthText(deadline)}`;
	const enter = keySaid(state, 'runbooks.open', 'enter');
	const begin = keySaid(state, 'runbooks.begin', 'o');
	const reviewed =
		head.reviewed === undefined ? undefined : `${head.reviewed}${isStale(head, now) ? ', more than 90 days ago' : ''}`;
	return [
		ruled(title, width),
		...part('start', `${enter} reads it, ${begin} begins a walk`, width),
		...part('for', appliesText(head) ?? 'it does not say', width),
		...part('severity', `${severity}${until}`, width),
		...part('trust', trustText(listed), width, listed.trusted ? 'plain' : 'warn'),
		...part('steps', counted(steps, 'step'), width),
		...part(
			'mistakes',
			mistakes === 0 ? 'none' : `${mistakes}: watchdeck runbook lint ${listed.name} names them`,
			width,
			mistakes === 0 ? 'plain' : 'warn',
		),
		...part('walked', lastText(last, now), width),
		...part('owner', head.owner ?? 'nobody is named', width, head.owner === undefined ? 'dim' : 'plain'),
		...part('reviewed', reviewed, width, isStale(head, now) ? 'warn' : 'plain'),
		...part('path', path, width, 'dim'),
		...head.variables.flatMap((one, at) => part(at === 0 ? 'values' : '', variableText(one), width)),
	].slice(0, height);
}

/** How an open walk stands. */
export function walkDetail(
	{ walk, runbook, lines }: OpenWalk,
	{ state, now }: { readonly state: State; readonly now: Millis },
	{ width, height }: DetailRoom,
): readonly TextLine[] {
	const step = runbook === undefined ? undefined : stepNow(runbook, walk);
	const values = Object.entries(walk.values).map(([name, value]) => `${name} is ${valueText(value)}`);
	const at = step === undefined ? undefined : `${step.number} ${step.title}`.trim();
	const head = [
		ruled(`${walk.id} ${walk.head.title}`, width),
		...part('start', `${keySaid(state, 'runbooks.open', 'enter')} comes back to it`, width),
		...part('on', walk.head.of ?? 'nothing that is watched', width),
		...part('begun', `${elapsedText(now - walk.began)} ago by ${walk.by}`, width),
		...part('walker', `${walk.walker}, last ${elapsedText(now - walk.seen)} ago`, width),
		...part('step', at ?? 'its document is gone', width, at === undefined ? 'warn' : 'plain'),
		...part('values', values.length === 0 ? undefined : values.join(', '), width),
	];
	const names = stepNames(runbook);
	const room = Math.max(0, height - head.length);
	return [
		...head,
		...lines.slice(-room).map(({ by, did }) => lineOf(`${by}  ${didText(did, names).split('\n', 1)[0]}`, 'dim')),
	].slice(0, height);
}
