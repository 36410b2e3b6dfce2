import { blanksIn } from '../../../core/runbook/blanks.ts';
import type { Runbook, Step } from '../../../core/runbook/model.ts';
import { valueForm } from '../../../core/runbook/value-names.ts';
import type { FoundWord } from '../../shell/commands.ts';
import { type Seen, seenOf } from '../source.ts';

/** A value that is the same word wherever it stands. */
const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Puts the values into a text that are usual, and mean the same wherever they stand; what else is asked for stays as it is. */
export function withUsual({ head }: Runbook): (text: string) => string {
	const usual = new Map(
		head.variables.flatMap(({ name, usual: value = '' }) => (plain.test(value) ? [[name, value]] : [])),
	);
	return (text) => text.replaceAll(valueForm, (whole, name: string) => usual.get(name) ?? whole);
}

/** The commands of a step that would be run: without those that may be none, and those that cannot be run as they are. */
export function runIn(step: Step, put: (text: string) => string): readonly Seen[] {
	const { does } = step;
	if (does.is !== 'command') return [];
	const left = does.commands().filter(({ doubt, unended }) => doubt !== undefined || unended !== undefined);
	const isLeft = (at: number): boolean => left.some(({ line, ends }) => line <= at && at <= ends);
	return seenOf(step, put).filter(({ found }) => !isLeft(found.line));
}

/** The text of a word, where it is known what it will be when it is run. */
export function literal({ text, varies }: FoundWord): string | undefined {
	const isOpen = varies || text.includes('{{') || /[*?[\]{}\n\0]/.test(text) || text.length > 255;
	return isOpen || blanksIn(text).length > 0 ? undefined : text;
}

/** Whether a command leaves something open, so that what seems a word of it may be none. */
export const isOpen = ({ found }: Seen): boolean => blanksIn(found.raw).length > 0;
