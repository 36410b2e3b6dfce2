import type { Failure } from '../../model.ts';
import { filled, namesIn } from '../../runbook/fill.ts';
import type { BlockCommand, Doing } from '../../runbook/model.ts';
import type { Walk } from '../../runbook/walk.ts';
import { textOf } from '../../runbook/wanted.ts';
import type { StepPick } from './here.ts';

/** What of a block can go out. */
export type Runs = Exclude<StepPick, { readonly is: 'way' }>;

const withValues = 'with these values it does more than read';

/** What goes out for a pick, as it is shown, or why it cannot. `missing`: values that are asked for before. */
export interface Going {
	readonly shown: string;
	readonly missing: readonly string[];
	/** Why it is no read; missing where it only reads. */
	readonly changes?: string;
	readonly refused?: Failure;
}

type OfCommands = Extract<Doing, { readonly is: 'command' }>;

/** What went out for the picks of a step the last time: a block may be long, and is asked about at every key. */
const kept = new WeakMap<OfCommands, Map<number, { readonly values: Walk['values']; readonly going: Going }>>();

/** A command of a walk with its values filled in; where one is missing, as it stands in the document. */
export function goingOut(pick: Runs, does: OfCommands, { values }: { readonly values: Walk['values'] }): Going {
	const line = pick.is === 'command' ? pick.command.line : 0;
	const known = kept.get(does) ?? new Map();
	const before = known.get(line);
	if (before?.values === values) return before.going;
	const going = madeOf(pick, does, values);
	kept.set(does, known.set(line, { values, going }));
	return going;
}

function madeOf(pick: Runs, { code, onlyReads }: OfCommands, values: Walk['values']): Going {
	const text = textOf(code, commandsOf(pick));
	const made = filled(text, values);
	const because = changesBecause(pick);
	const told = because === undefined ? {} : { changes: because };
	if (made.ok) {
		const more = because === undefined && !onlyReads(made.value.script) ? { changes: withValues } : told;
		return { shown: made.value.shown, missing: [], ...more };
	}
	const missing = namesIn(text).filter((name) => !Object.hasOwn(values, name));
	if (made.failure.kind === 'missing' && missing.length > 0) return { shown: text, missing, ...told };
	return { shown: text, missing: [], refused: made.failure, ...told };
}

/** The commands of a pick. */
export function commandsOf(pick: Runs): readonly BlockCommand[] {
	return pick.is === 'command' ? [pick.command] : pick.commands;
}

/** Why a pick is no read; undefined where it only reads. */
function changesBecause(pick: Runs): string | undefined {
	for (const { effect } of commandsOf(pick)) if (!effect.read) return effect.because;
	return undefined;
}
