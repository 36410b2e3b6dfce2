import type { Finding } from '../../core/lint/model.ts';
import { fits } from './command-form.ts';
import type { Area, Rule } from './rules-file.ts';
import type { Line, Seen, Source } from './source.ts';

/** So far above a command its comment is looked for, in lines. */
const farthest = 8;

/** What stands right above a line, and says what it is for: its comment or its heading, and what it says of itself. */
function above(lines: readonly Line[], line: number): string {
	const said: string[] = [/\s#\s.*$/.exec(lines[line - 1]?.text ?? '')?.[0] ?? ''];
	for (let at = line - 1; at >= Math.max(1, line - farthest); at -= 1) {
		const text = lines[at - 1]?.text.trim() ?? '';
		const speaks = /^(?:#|\*\*)/.test(text);
		if (speaks) said.push(text);
		else if (said.length > 1) break;
	}
	return said.join('\n');
}

const kinds: Readonly<Record<Area, readonly Line['kind'][]>> = {
	prose: ['prose'],
	heading: ['heading'],
	code: ['code'],
	any: ['prose', 'heading', 'code'],
};

const finding = ({ id, level, says, instead }: Rule, line: number): Finding => ({
	line,
	rule: id,
	level,
	says,
	instead,
});

/** Whether nothing around a line speaks against the rule. */
function isMeant(rule: Rule, source: Source, line: number): boolean {
	const text = source.lines[line - 1]?.text ?? '';
	if (rule.unless?.test(text)) return false;
	return rule.under === undefined || rule.under.test(above(source.lines, line));
}

function commandLines(rule: Rule, source: Source): readonly number[] {
	const { unlessBlock } = rule;
	// A block is looked through once, however many commands it has.
	const spoken = new Map<string, boolean>();
	const isSpoken = ({ source: block }: Seen): boolean => {
		const said = spoken.get(block) ?? unlessBlock?.test(block) ?? false;
		spoken.set(block, said);
		return said;
	};
	const isWrong = (seen: Seen): boolean =>
		rule.commands.some((form) => fits(seen, form)) &&
		!rule.unless?.test(seen.found.raw) &&
		!isSpoken(seen) &&
		isMeant(rule, source, seen.found.line);
	return source.seen.filter(isWrong).map(({ found }) => found.line);
}

function textLines(rule: Rule, source: Source): readonly number[] {
	const { text, area, language } = rule;
	if (text === undefined) return [];
	return source.lines
		.filter(
			(line) =>
				kinds[area].includes(line.kind) &&
				(language === undefined || language.test(line.language)) &&
				text.test(line.text) &&
				isMeant(rule, source, line.number),
		)
		.map(({ number }) => number);
}

/** What the rules of the list find in a document. */
export function byRules(source: Source, rules: readonly Rule[]): readonly Finding[] {
	return rules.flatMap((rule) => {
		if (rule.mentions !== undefined && !rule.mentions.test(source.text)) return [];
		if (rule.silentOn?.test(source.text)) return [];
		const lines = new Set([...commandLines(rule, source), ...textLines(rule, source)]);
		return [...lines].map((line) => finding(rule, line));
	});
}
