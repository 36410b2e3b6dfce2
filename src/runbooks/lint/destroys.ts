import type { Step } from '../../core/runbook/model.ts';
import { type CodeRule, finder, type Looked } from './code-rule.ts';
import { fits } from './command-form.ts';
import type { Seen } from './source.ts';

const unchecked = finder(
	'destroys-unchecked',
	'warning',
	'a look, a check or a backup in the step before, with a way out where that is not as expected',
);
/** So many steps before one may hold its check. */
const nearest = 4;
/** What keeps a copy. */
const saves = /\b(?:dump|backup|export)\b|pg_dump/i;

/** The line behind which something was looked at in a step: by a command, a check, or somebody who ticks it off. */
function looksFrom({ does, line }: Step): number {
	switch (does.is) {
		case 'check':
		case 'decision':
		case 'tick':
			return line;
		case 'command': {
			const first = does.commands().find(({ effect, text }) => effect.read || saves.test(text));
			return first?.ends ?? Number.POSITIVE_INFINITY;
		}
		case 'action':
			return does.want.action === 'backup' || does.want.action === 'verify' ? line : Number.POSITIVE_INFINITY;
		case 'section':
		case 'read':
		case 'message':
		case 'runbook':
			return Number.POSITIVE_INFINITY;
	}
}

/** Tells of a line whether the step that it stands in, or one of those right before it, looks before that line. */
function checking(steps: readonly Step[]): (line: number) => boolean {
	const from = steps.map(looksFrom);
	const begins = steps.map(({ line }) => line);
	return (line) => {
		const behind = lowerBound(begins, line + 1);
		if (steps[behind - 1]?.does.is === 'action') return true;
		return from.slice(Math.max(0, behind - 1 - nearest), behind).some((looked) => looked < line);
	};
}

/** How many of the sorted numbers are smaller. */
function lowerBound(sorted: readonly number[], than: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] ?? Number.POSITIVE_INFINITY) < than) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The commands of steps that destroy. */
function destroying({ source, rules }: Looked): readonly Seen[] {
	const isCode = (line: number): boolean => source.lines[line - 1]?.kind === 'code';
	return source.seen.filter((seen) => isCode(seen.found.line) && rules.destroys.some((form) => fits(seen, form)));
}

/** What destroys, without a look at anything before it. */
export const destroys: CodeRule = (looked) => {
	const isChecked = checking(looked.source.runbook.steps);
	return destroying(looked)
		.filter(({ found }) => !isChecked(found.line))
		.map(({ found, words }) =>
			unchecked(found.line, `\`${words.slice(0, 2).join(' ')}\` destroys, and nothing is looked at before it`),
		);
};
