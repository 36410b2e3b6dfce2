import type { CodeRule } from './code-rule.ts';

/** What the document says of itself and that cannot be so: front matter, attributes, links to steps that are not there. */
export const mistakes: CodeRule = ({ source }) =>
	source.runbook.mistakes.map(({ line, text, fix }) => ({
		...{ line, rule: 'mistake', level: 'error', says: text, instead: fix },
	}));
