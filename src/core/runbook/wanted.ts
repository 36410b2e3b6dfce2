import { failed } from '../failed.ts';
import { known } from '../known.ts';
import type { Failure, Millis, Result } from '../model.ts';
import type { Want } from '../want.ts';
import { shellOf, type Typed, usualTimeout, writeCall } from './call.ts';
import { expectText } from './expectation.ts';
import { type Filled, filled } from './fill.ts';
import type { Attributes, BlockCommand, Code, Step } from './model.ts';
import type { Stand } from './stand.ts';
import type { Walk } from './walk.ts';

/** A command of a walk as it would go out now. */
export interface Ready {
	readonly typed: Typed;
	/** It only reads, and some such never end by themselves. */
	readonly read: boolean;
	readonly endless: boolean;
	readonly commands: readonly BlockCommand[];
}

/** Where a command runs: by its fence, else where the walk's commands do. */
export function hostFor(code: Code, walk: Pick<Walk, 'host'>): string | undefined {
	return code.attributes.host ?? walk.host;
}

/** The commands that are meant: the one that begins at this line of the document, or all of the block. */
export function meantBy(commands: readonly BlockCommand[], line: number | undefined): readonly BlockCommand[] {
	return line === undefined ? commands : commands.filter((one) => one.line === line);
}

/** What goes out for some commands of a block: of one itself, of all of them the block, and of a session its commands alone. */
export function textOf(code: Code, commands: readonly BlockCommand[]): string {
	const isWhole = commands.length > 1 && commands.every(({ session }) => session !== true);
	return isWhole ? code.text : commands.map(({ text }) => text).join('\n');
}

/** Why the commands that are meant cannot go out, whatever their values. */
function unready(commands: readonly BlockCommand[]): Failure | undefined {
	const unended = commands.find((one) => one.unended !== undefined);
	if (commands.length === 0)
		return { kind: 'missing', message: 'There is no such command any more.', fix: 'Go to the step again.' };
	if (unended === undefined) return undefined;
	const message = `The command in line ${unended.line} has ${unended.unended} that is not closed.`;
	return { kind: 'refused', message, fix: 'Mend the document.' };
}

/** Whether a step runs in the background: a command that only reads, and is given no terminal. What changes something is waited for. */
export function isBehind({ does }: Pick<Step, 'does'>): boolean {
	if (does.is !== 'command' || does.code.attributes.background !== true) return false;
	return does.code.attributes.interactive !== true && does.commands().every(({ effect }) => effect.read);
}

/** How long a command may take unless its fence says so. */
function usualTime({ interactive, background, within }: Attributes, read: boolean): Millis {
	if (interactive === true) return usualTimeout.terminal;
	if (!read) return usualTimeout.write;
	return background === true && within === undefined ? usualTimeout.background : usualTimeout.read;
}

/** As it goes to its host, by the attributes of its fence. */
function typedBy(step: Step, { attributes, language }: Code, host: string, made: Filled, read: boolean): Result<Typed> {
	const { interactive, timeout, cwd, expect } = attributes;
	const terminal = interactive === true ? interactive : undefined;
	if (terminal && made.secrets.length > 0)
		return failed(
			'refused',
			'It is given the terminal, and a secret comes on its standard input: it cannot have both.',
			'Have the command ask for it.',
		);
	const codes = expect.flatMap((one) => (one.is === 'exit' ? [one.code] : []));
	return {
		ok: true,
		value: {
			...{ host, shell: shellOf(language), filled: made },
			...known({
				cwd,
				terminal,
				held: read && isBehind(step) ? (true as const) : undefined,
				fine: codes.length === 0 ? undefined : codes,
			}),
			timeout: timeout ?? usualTime(attributes, read),
		},
	};
}

/** A command with its values, its host and its time; or what it still lacks. `line`: of one command, without it all of the block. */
export function readyCommand(step: Step, line: number | undefined, walk: Walk): Result<Ready> {
	if (step.does.is !== 'command') return failed('bug', `${step.title} has no command.`);
	const { code, onlyReads } = step.does;
	const commands = meantBy(step.does.commands(), line);
	const failure = unready(commands);
	if (failure !== undefined) return { ok: false, failure };
	const host = hostFor(code, walk);
	if (host === undefined)
		return failed(
			'missing',
			'It is not known where it is to run.',
			'Choose a host for this walk, or `here` for this machine.',
		);
	const made = filled(textOf(code, commands), walk.values);
	if (!made.ok) return made;
	const read = commands.every(({ effect }) => effect.read) && onlyReads(made.value.script);
	const endless = commands.some(({ effect }) => effect.read && effect.endless === true);
	const typed = typedBy(step, code, host, made.value, read);
	return typed.ok ? { ok: true, value: { read, commands, endless, typed: typed.value } } : typed;
}

/** Whether others of its block were not run yet, nor well with all of it. `line`: of the one that runs. */
export function isPartOf({ does }: Step, line: number | undefined, stand: Stand | undefined): boolean {
	if (line === undefined || does.is !== 'command' || stand?.whole?.verdict === 'ok') return false;
	return does.commands().some((one) => one.line !== line && stand?.commands[one.line] === undefined);
}

/** What is expected of what runs: by its fence, and by the comments of the one command, or of the last of several. */
export function expectedOf({ does }: Step, commands: readonly BlockCommand[]) {
	const last = commands.at(-1);
	const { expect = [], interactive } = does.is === 'command' ? does.code.attributes : {};
	const all = [...expect, ...(last?.expect ?? [])];
	if (interactive !== true) return { expect: all, ...known({ expected: last?.expected }) };
	// What it says goes to the terminal alone: whoever read it there can tell.
	const looked = all.flatMap((one) => (one.is === 'exit' ? [] : [expectText(one)]));
	const words = [...(last?.expected === undefined ? [] : [last.expected]), ...looked].join('; ');
	return { expect: all.filter(({ is }) => is === 'exit'), ...known({ expected: words === '' ? undefined : words }) };
}

/** The wish for a plan of one step, for a command that changes something. `service`: whether the walk is about one. */
export function wantOf(
	walk: Walk,
	step: Step,
	line: number | undefined,
	ready: Ready,
	isService: boolean,
): Result<Want<'run'>> {
	const { undo } = step.does.is === 'command' ? step.does.code.attributes : { undo: undefined };
	// What takes it back needs nobody before it.
	const { terminal, ...typed } = ready.typed;
	const alone = terminal === true ? { ...typed, timeout: usualTimeout.write } : typed;
	const back = undo === undefined ? undefined : filled(undo, walk.values);
	if (back?.ok === false) return back;
	const { of } = walk.head;
	return {
		ok: true,
		value: {
			...{ action: 'run', walk: walk.id, runbook: walk.head.runbook, step: step.id, title: step.title },
			...known({ line, of: isService ? of : undefined }),
			command: { call: writeCall(ready.typed), shown: ready.typed.filled.shown },
			...(back === undefined
				? {}
				: { undo: { call: writeCall({ ...alone, filled: back.value }), shown: back.value.shown } }),
			...expectedOf(step, ready.commands),
		},
	};
}

/** What a plan of a walk is confirmed by: what it is about, else its environment and the runbook's name. */
export function subjectOfWalk({ head: { of, environment, runbook } }: Walk): string {
	return of ?? `${environment ?? 'none'}/${runbook}`;
}
