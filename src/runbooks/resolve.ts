import { nearest } from '../core/config/nearest.ts';
import { known } from '../core/known.ts';
import type { Code, Doing, Mistake, Step, Way, When } from '../core/runbook/model.ts';

/** Where links and names lead: the ids of the steps, by id and by the name of their fence. */
type Targets = ReadonlyMap<string, string>;

function targetsOf(steps: readonly Step[], mistakes: Mistake[]): Targets {
	const targets = new Map<string, string>();
	const ids = new Set(steps.map(({ id }) => id));
	for (const { id, does: what } of steps) {
		const name = 'code' in what ? what.code.attributes.name : undefined;
		if (name === undefined || !('code' in what)) continue;
		const { line } = what.code;
		const twice = `Two fences are called \`${name}\`.`;
		const taken = `The heading of another step leads to \`${name}\` too.`;
		if (targets.has(name)) mistakes.push({ line, text: twice, fix: ownName('first') });
		else targets.set(name, id);
		if (id !== name && ids.has(name)) mistakes.push({ line, text: taken, fix: ownName('heading') });
	}
	for (const id of ids) targets.set(id, id);
	return targets;
}

const ownName = (meant: string): string => `Give this one a name of its own: until then the ${meant} is meant.`;

/** So many names are compared in a document to tell which is meant. */
const mostCompared = 20_000;

interface Resolving {
	readonly targets: Targets;
	readonly mistakes: Mistake[];
	/** The step that says it, and its line. */
	readonly of: string;
	readonly line: number;
}

/** The step that is meant; undefined, and a mistake, where there is none. */
function target({ targets, mistakes, line }: Resolving, name: string): string | undefined {
	const found = targets.get(name) ?? targets.get(name.toLowerCase());
	if (found !== undefined) return found;
	// To compare each of thousands with each of thousands takes minutes.
	const near = mistakes.length * targets.size > mostCompared ? undefined : nearest(name, [...targets.keys()]);
	const fix = near === undefined ? 'Name a heading or a fence of this document.' : `Perhaps \`${near}\` is meant.`;
	mistakes.push({ line, text: `There is no step \`${name}\`.`, fix });
	return undefined;
}

function when(resolving: Resolving, one: When): When | undefined {
	if (one.is !== 'step' && one.is !== 'said') return one;
	const step = target(resolving, one.step);
	return step === undefined ? undefined : { ...one, step };
}

/** Where a step leads; undefined, and a mistake, where that is itself or nowhere: whoever went there would not go on. */
function led(resolving: Resolving, name: string, says: string): string | undefined {
	const to = target(resolving, name);
	if (to !== resolving.of) return to;
	const { mistakes, line } = resolving;
	const fix = 'Name another step; `every` and `within` run a command again.';
	mistakes.push({ line, text: `${says} leads to its own step.`, fix });
	return undefined;
}

/** A way that leads nowhere is none: whoever took it would begin anew. */
function way(resolving: Resolving, one: Way): readonly Way[] {
	const to = one.to.startsWith('runbook ') ? one.to : led(resolving, one.to, `“${one.label}”`);
	const { when: before, ...rest } = one;
	const told = before === undefined ? undefined : when(resolving, before);
	return to === undefined ? [] : [{ ...rest, to, ...known({ when: told }) }];
}

function code(resolving: Resolving, one: Code): Code {
	const { onFail, onOk, ...rest } = one.attributes;
	if (onFail === undefined && onOk === undefined) return one;
	const fails = onFail === undefined ? undefined : led(resolving, onFail, '`on-fail`');
	const isOk = onOk === undefined ? undefined : led(resolving, onOk, '`on-ok`');
	return { ...one, attributes: { ...rest, ...known({ onFail: fails, onOk: isOk }) } };
}

function does(resolving: Resolving, one: Doing): Doing {
	switch (one.is) {
		case 'decision':
			return { ...one, choices: one.choices.flatMap((choice) => way(resolving, choice)) };
		case 'command':
		case 'action':
		case 'check':
		case 'message': {
			const resolvedCode = code(resolving, one.code);
			return resolvedCode === one.code ? one : { ...one, code: resolvedCode };
		}
		case 'section':
		case 'read':
		case 'tick':
		case 'runbook':
			return one;
	}
}

/** The steps with their links led to the steps that they mean, and those that lead nowhere. */
export function resolved(steps: readonly Step[]): {
	readonly steps: readonly Step[];
	readonly mistakes: readonly Mistake[];
} {
	const mistakes: Mistake[] = [];
	const targets = targetsOf(steps, mistakes);
	const all = steps.map((step) => {
		const done = does({ targets, mistakes, of: step.id, line: step.line }, step.does);
		return done === step.does ? step : { ...step, does: done };
	});
	return { steps: all, mistakes };
}
