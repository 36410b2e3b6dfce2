import type { Failure } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import { planDifferences } from '../core/plan-compare.ts';
import type { PlanFile } from '../core/plan-file.ts';
import { pastable } from '../core/quote.ts';

/** So many differences are said: more is another plan. */
const most = 20;

const timeText = ({ made }: PlanFile): string => new Date(made).toISOString().replace(/\.\d+Z$/, 'Z');

/** Where the plan comes from, for the head of it. */
export const reviewedText = (file: PlanFile): string =>
	`${file.by} planned this at ${timeText(file)}. Planned anew it is the same:`;

/** In what the plan of now differs from the one that was read, in words; undefined where it would do the same. */
export const unlikeReviewed = (file: PlanFile, plan: Plan): Failure | undefined => {
	const differences = planDifferences(file.plan, plan);
	if (differences.length === 0) return undefined;
	const more = differences.length > most ? [`  and ${differences.length - most} more differences`] : [];
	const said = differences.slice(0, most).map((difference) => `  ${difference}`);
	return {
		kind: 'changed',
		message: [`This is not what ${file.by} planned at ${timeText(file)}:`, ...said, ...more].join('\n'),
		fix: `Nothing was changed. Read the plan of now: ${pastable(['watchdeck', 'plan', plan.action, plan.service])}`,
	};
};
