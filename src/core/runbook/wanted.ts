import { failed } from '../failed.ts';
import { known } from '../known.ts';
import type { Result } from '../model.ts';
import type { Want } from '../want.ts';
import { shellOf, type Typed, usualTimeout, writeCall } from './call.ts';
import { filled } from './fill.ts';
import type { BlockCommand, Code, Step } from './model.ts';
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

/** A command with its values, its host and its time; or what it still lacks. `line`: of one command, without it all of the block. */
export function readyCommand(step: Step, line: number | undefined, walk: Walk): Result<Ready> {
	if (step.does.is !== 'command') return failed('bug', `${step.title} has no command.`);
	const { code } = step.does;
	const commands = meantBy(step.does.commands(), line);
	const unended = commands.find((one) => one.unended !== undefined);
	if (commands.length === 0) return failed('missing', 'There is no such command any more.', 'Go to the step again.');
	if (unended !== undefined)
		return failed(
			'refused',
			`The command in line ${unended.line} has ${unended.unended} that is not closed.`,
			'Mend the document.',
		);
	const host = hostFor(code, walk);
	if (host === undefined)
		return failed(
			'missing',
			'It is not known where it is to run.',
			'Choose a host for this walk, or `here` for this machine.',
		);
	const text = textOf(code, commands);
	const made = filled(text, walk.values);
	if (!made.ok) return made;
	const read = commands.every(({ effect }) => effect.read) && step.does.onlyReads(made.value.script);
	const fine = code.attributes.expect.flatMap((one) => (one.is === 'exit' ? [one.code] : []));
	return {
		ok: true,
		value: {
			...{ read, commands, endless: commands.some(({ effect }) => effect.read && effect.endless === true) },
			typed: {
				...{ host, shell: shellOf(code.language), filled: made.value },
				...known({ cwd: code.attributes.cwd, fine: fine.length === 0 ? undefined : fine }),
				timeout: code.attributes.timeout ?? usualTimeout[read ? 'read' : 'write'],
			},
		},
	};
}

/** What is expected of what runs: by its fence, and by the comments of the one command, or of the last of several. */
export function expectedOf({ does }: Step, commands: readonly BlockCommand[]) {
	const last = commands.at(-1);
	const expect = does.is === 'command' ? does.code.attributes.expect : [];
	return { expect: [...expect, ...(last?.expect ?? [])], ...known({ expected: last?.expected }) };
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
				: { undo: { call: writeCall({ ...ready.typed, filled: back.value }), shown: back.value.shown } }),
			...expectedOf(step, ready.commands),
		},
	};
}

/** What a plan of a walk is confirmed by: what it is about, else its environment and the runbook's name. */
export function subjectOfWalk({ head: { of, environment, runbook } }: Walk): string {
	return of ?? `${environment ?? 'none'}/${runbook}`;
}
