import { onlyLink } from '../markdown/inline.ts';
import { nameOf } from './decision.ts';
import type { StepForm } from './kind.ts';

/** A paragraph or item that is only a link to another document: that one is walked as a part of this one. */
export const runbook: StepForm = {
	kind: 'runbook',
	ofText: (text) => {
		const link = onlyLink(text);
		if (link === undefined || !/^[^:?#]+\.(?:md|markdown)$/i.test(link.to)) return undefined;
		return { is: 'runbook', name: nameOf(link.to) };
	},
};
