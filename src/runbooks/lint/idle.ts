import type { Finding } from '../../core/lint/model.ts';
import type { Attributes, Doing, StepKind } from '../../core/runbook/model.ts';
import { isBehind } from '../../core/runbook/wanted.ts';
import { type CodeRule, finder } from './code-rule.ts';

type Attribute = keyof Attributes;

/** Each attribute as it is written, but for `background`, which is told apart. */
const written: { readonly [A in Exclude<Attribute, 'background'>]-?: string } = {
	...{ name: 'name', host: 'host', cwd: 'cwd', interactive: 'interactive', timeout: 'timeout', effect: 'effect' },
	...{ expect: 'expect', every: 'every', within: 'within', times: 'times', throughout: 'throughout', undo: 'undo' },
	...{ onFail: 'on-fail', onOk: 'on-ok', capture: 'capture', captureFrom: 'from' },
};
const isNamed = (name: string): name is keyof typeof written => Object.hasOwn(written, name);

const idle = finder(
	'idle-attribute',
	'note',
	'take it away, or put it where it counts (see the documentation of runbooks)',
);
const background = finder(
	'background',
	'note',
	'take it away; a command that only reads and is not known to is marked `effect=read`',
);

const ways: readonly Attribute[] = ['name', 'onOk', 'onFail'];
const ofCommands: readonly Attribute[] = ['host', 'cwd', 'interactive', 'timeout', 'effect', 'expect', 'capture'];
/** What counts at a kind of step that a fence makes. A command's are told further below, as they depend on what it does. */
const counts: { readonly [K in StepKind]?: readonly Attribute[] } = {
	action: ways,
	message: ways,
	check: [...ways, 'every', 'within', 'times', 'throughout'],
};

/** What counts at a command: what is run again only reads, and what is taken back changes something. */
function atCommand(does: Extract<Doing, { readonly is: 'command' }>): readonly Attribute[] {
	const { attributes } = does.code;
	const isRead = does.commands().every(({ effect }) => effect.read);
	return [
		...[...ways, ...ofCommands],
		...(attributes.capture === undefined ? [] : (['captureFrom'] as const)),
		...(isRead ? (['within'] as const) : (['undo'] as const)),
		...(isRead && attributes.within !== undefined ? (['every'] as const) : []),
	];
}

/** What a fence gives. Without `expect` there is an empty list of it. */
function given(attributes: Attributes): readonly (keyof typeof written)[] {
	return Object.entries(attributes).flatMap(([name, value]) =>
		!isNamed(name) || (Array.isArray(value) && value.length === 0) ? [] : [name],
	);
}

/** What is marked for the background and waited for all the same; what is given the terminal is told elsewhere. */
function waited(does: Doing): readonly Finding[] {
	if (!('code' in does) || does.code.attributes.background !== true) return [];
	if (does.code.attributes.interactive === true || isBehind({ does })) return [];
	return [
		background(does.code.line, '`background` counts for nothing here: only a command that reads is not waited for'),
	];
}

/** Attributes that are taken and change nothing: whoever wrote them waits for what never comes. */
export const idleAttributes: CodeRule = ({ source: { runbook } }) =>
	runbook.steps.flatMap(({ does }) => {
		if (!('code' in does)) return [];
		const counted = does.is === 'command' ? atCommand(does) : (counts[does.is] ?? []);
		const names = given(does.code.attributes).filter((name) => !counted.includes(name));
		const each = names.map((name) => idle(does.code.line, `\`${written[name]}\` counts for nothing at this step`));
		return [...each, ...waited(does)];
	});
