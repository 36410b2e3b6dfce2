import type { Finding } from '../../core/lint/model.ts';
import { type CodeRule, finder } from './code-rule.ts';
import type { Line } from './source.ts';

const untested = finder(
	'asked-not-tested',
	'warning',
	'test all that was asked, and tell a check that failed from one that could not be made',
);

const asked = /^\s*([A-Z_][A-Z\d_]*)=\$\(/;
const test = /^\s*(?:if|elif|while|until)\b|(?:^|\s)\[{1,2}\s/;

/** Of lines that belong together: what is asked, and which of it no test looks at, at the line of the first test behind it. */
function ofBlock(lines: readonly Line[]): readonly Finding[] {
	const names = new Map<string, number>();
	const tests: Line[] = [];
	for (const line of lines) {
		const [, name] = asked.exec(line.text) ?? [];
		if (name !== undefined) names.set(name, line.number);
		if (test.test(line.text) && line.text.includes('$')) tests.push(line);
	}
	const [first] = tests;
	if (first === undefined || names.size < 2) return [];
	const used = new Set(
		tests.flatMap(({ text }) => [...text.matchAll(/\$\{?([A-Z_][A-Z\d_]*)/g)].map(([, name = '']) => name)),
	);
	if (![...names.keys()].some((name) => used.has(name))) return [];
	return [...names]
		.filter(([name]) => !used.has(name))
		.map(([name, line]) => untested(first.number, `${name} is asked on line ${line}, and no test looks at it`));
}

/** Values of which some are tested and others are not, though all of them were asked for. */
export const untestedValues: CodeRule = ({ source }) => {
	const blocks: Line[][] = [];
	let open: Line[] | undefined;
	for (const line of source.lines) {
		if (line.kind !== 'code') open = undefined;
		else if (open !== undefined) open.push(line);
		else {
			open = [line];
			blocks.push(open);
		}
	}
	return blocks.flatMap(ofBlock);
};
