import { nearest } from '../core/config/nearest.ts';
import { known } from '../core/known.ts';
import type { Code, Doing, Mistake, Step, Way, When } from '../core/runbook/model.ts';

/** Where links and names lead: the ids of the steps, by id and by the name of their fence. */
type Targets = ReadonlyMap<string, string>;

function targetsOf(steps: readonly Step[]): Targets {
	const targets = new Map<string, string>();
	for (const { id, does: what } of steps)
		if ('code' in what && what.code.attributes.name !== undefined) targets.set(what.code.attributes.name, id);
	for (const { id } of steps) targets.set(id, id);
	return targets;
}

/** So many names are compared in a document to tell which is meant. */
const mostCompared = 20_000;

interface Resolving {
	readonly targets: Targets;
	readonly mistakes: Mistake[];
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

/** A way that leads nowhere is none: whoever took it would begin anew. */
function way(resolving: Resolving, one: Way): readonly Way[] {
	const to = one.to.startsWith('runbook ') ? one.to : target(resolving, one.to);
	const { when: before, ...rest } = one;
	const told = before === undefined ? undefined : when(resolving, before);
	return to === undefined ? [] : [{ ...rest, to, ...known({ when: told }) }];
}

function code(resolving: Resolving, one: Code): Code {
	const { onFail, onOk, ...rest } = one.attributes;
	if (onFail === undefined && onOk === undefined) return one;
	const [fails, isOk] = [onFail, onOk].map((name) => (name === undefined ? undefined : target(resolving, name)));
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
			const led = code(resolving, one.code);
			return led === one.code ? one : { ...one, code: led };
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
	const targets = targetsOf(steps);
	const mistakes: Mistake[] = [];
	const all = steps.map((step) => {
		const led = does({ targets, mistakes, line: step.line }, step.does);
		return led === step.does ? step : { ...step, does: led };
	});
	return { steps: all, mistakes };
}
