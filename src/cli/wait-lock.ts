import type { Quiet } from '../app/run-headless.ts';
import { millisOf } from '../core/config/units.ts';
import { failed } from '../core/failed.ts';
import type { Result } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import type { Acting } from './acting.ts';
import { planFor } from './plan-for.ts';
import { printProgress } from './print.ts';

/** The plan for what the command line means; with `--wait-lock` made anew until somebody else's lock is free, or time is up. */
export const planWhenFree = async (acting: Acting, quiet: Quiet): Promise<Result<Plan>> => {
	const { waitLock } = acting;
	if (waitLock === undefined) return planFor(acting, quiet);
	const length = millisOf(waitLock);
	if (length === undefined) {
		return failed('refused', `\`--wait-lock ${waitLock}\` is no length of time.`, 'Write it as `60s` or `5m`.');
	}
	let said = '';
	return quiet.session.acting.whenFree({
		plan: () => planFor(acting, quiet),
		most: length,
		told: ({ message }) => {
			// Its end is an age, which is another each time: once for each holder is enough.
			const holder = message.split('), since')[0] ?? message;
			if (holder === said) return;
			said = holder;
			printProgress(`${message} Waiting for it, ${waitLock} at most.`);
		},
	});
};
