import type { Plan } from '../core/plan.ts';
import { planText } from '../core/select/plan/plan.ts';
import { sharesOf } from '../core/select/service/shares.ts';
import type { Feeds, State } from '../core/state.ts';

const width = 100;

/** The plan as the dialog shows it, as lines of text. */
export const planLines = (state: State, plan: Plan, feeds: Pick<Feeds, 'history'> = {}): readonly string[] => {
	const run = { plan, opened: plan.made, stage: 'shown', entries: [] } as const;
	const { head, body } = planText(state, run, {
		...{ width, now: plan.made, more: false },
		share: sharesOf({ id: plan.service }, feeds, plan.made),
	});
	return [...head, ...body].map((line) =>
		line
			.map(({ text }) => text)
			.join('')
			.trimEnd(),
	);
};
