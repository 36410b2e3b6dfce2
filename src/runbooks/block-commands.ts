import { known } from '../core/known.ts';
import { blanksIn } from '../core/runbook/blanks.ts';
import { withStandIns } from '../core/runbook/fill.ts';
import type { BlockCommand, Code } from '../core/runbook/model.ts';
import { promisedIn, soughtIn } from './expectations.ts';
import { type Command, piecesOf } from './shell/pieces.ts';
import { isPrompted } from './shell/prompts.ts';
import type { Making } from './steps/kind.ts';

interface Gathered {
	readonly commands: BlockCommand[];
	/** Comments that wait for the command below them. */
	says: string[];
	/** The comment above was a promise, which may go on in the next ones. */
	promising: boolean;
}

/** A comment after a command: what it promises belongs to that command, also where it goes on in the lines below. */
function comment(gathered: Gathered, text: string): void {
	const last = gathered.commands.at(-1);
	const isPromise = promisedIn(text) !== undefined;
	if (last !== undefined && gathered.says.length === 0 && (isPromise || gathered.promising)) {
		const expected = [...(last.expected === undefined ? [] : [last.expected]), text.trim()].join('\n');
		gathered.commands[gathered.commands.length - 1] = { ...last, expected, expect: soughtIn(expected) };
		gathered.promising = true;
		return;
	}
	gathered.says.push(text.trim());
}

/**
 * Whether a command only reads: as its fence is marked, else by the list. Of a command whose values are not known that is told as if
 * they were harmless, and asked once more when they are.
 */
export function effectOf({ attributes }: Code, text: string, making: Making): BlockCommand['effect'] {
	if (attributes.effect === 'read') return { read: true };
	if (attributes.effect === 'write') return { read: false, because: 'it is marked as a write' };
	return making.judge(withStandIns(text));
}

function command(gathered: Gathered, piece: Command, code: Code, making: Making): void {
	const { first, last, text, remark, because, open, carried, doubt } = piece;
	const says = [...gathered.says, ...(remark === undefined ? [] : [remark])].join('\n');
	const expected = remark === undefined ? undefined : promisedIn(remark);
	gathered.commands.push({
		...{ line: first, ends: last, text },
		...known({ says: says === '' ? undefined : says, expected, because, unended: open, carried, doubt }),
		expect: expected === undefined ? [] : soughtIn(expected),
		effect: effectOf(code, text, making),
		blanks: blanksIn(text),
	});
	gathered.says = [];
	gathered.promising = false;
}

/** What a session shows as the answer is what is expected; a person compares it. */
function output(gathered: Gathered, text: string): void {
	const last = gathered.commands.at(-1);
	if (last !== undefined) gathered.commands[gathered.commands.length - 1] = { ...last, expected: text };
}

/** The commands of a shell fence, each with the comments that belong to it. `prompted`: they stand behind a `$`. */
export function blockCommands(code: Code, prompted: boolean, making: Making): readonly BlockCommand[] {
	const session = prompted || isPrompted(code.text.split('\n'));
	const gathered: Gathered = { commands: [], says: [], promising: false };
	for (const piece of piecesOf(code.text, code.line + 1, { prompted })) {
		if (piece.kind === 'command') command(gathered, piece, code, making);
		else if (piece.kind === 'comment') comment(gathered, piece.text);
		else output(gathered, piece.text);
	}
	return session ? gathered.commands.map((one) => ({ ...one, session: true as const })) : gathered.commands;
}
