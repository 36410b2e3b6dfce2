import { type Finding, levels } from '../../core/lint/model.ts';
import type { Millis } from '../../core/model.ts';
import type { Runbook } from '../../core/runbook/model.ts';
import { readRunbook } from '../read.ts';
import type { Reads } from '../shell/reads-file.ts';
import { byRules } from './by-rules.ts';
import { codeRules } from './index.ts';
import type { Rules } from './rules-file.ts';
import { type Source, sourceOf } from './source.ts';

/** What a document is held against. `ran`: when each of its steps was last run, where that is known. */
export interface Against {
	readonly rules: Rules;
	readonly reads: Reads;
	readonly now?: Millis;
	readonly ran?: ReadonlyMap<string, Millis>;
}

const general = 'no-such-subcommand';

/** Each finding once, in the order of the lines; what a rule of its own says of a line is not said once more in general. */
export function once(found: readonly Finding[]): readonly Finding[] {
	const wrong = new Set(
		found.filter(({ level, rule }) => level === 'error' && rule !== general).map(({ line }) => line),
	);
	const kept = new Map<string, Finding>();
	for (const one of found) {
		if (one.rule === general && wrong.has(one.line)) continue;
		kept.set(`${one.line} ${one.rule} ${one.says}`, one);
	}
	return [...kept.values()].toSorted(
		(a, b) => a.line - b.line || levels.indexOf(a.level) - levels.indexOf(b.level) || a.rule.localeCompare(b.rule),
	);
}

/** What is wrong in a document, in the order of its lines. Never throws, whatever the text; its time grows with the length. */
export function lint(
	document: string,
	name: string,
	against: Against,
): { readonly runbook: Runbook; readonly source: Source; readonly findings: readonly Finding[] } {
	const runbook = readRunbook(document, name, against.reads);
	const source = sourceOf(document, runbook);
	const found = [...codeRules.flatMap((rule) => rule({ ...against, source })), ...byRules(source, against.rules.rules)];
	return { runbook, source, findings: once(found) };
}
