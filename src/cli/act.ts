import { type Quiet, withSession } from '../app/run-headless.ts';
import { failureText, unchanged } from '../core/failure-text.ts';
import { nameOf } from '../core/ids.ts';
import type { Failure } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import { protectionOf } from '../core/select/plan/stand.ts';
import type { Acting } from './acting.ts';
import { agreed } from './agree.ts';
import { changeCodes } from './command.ts';
import { follow } from './follow.ts';
import { codeOf, outcomeText } from './outcome.ts';
import { planFor } from './plan-for.ts';
import { planLines } from './plan-lines.ts';
import { nothingIn, print, printFailure, printJson, printProgress } from './print.ts';
import { sayWhenSlow } from './say-when-slow.ts';

/** Plans, shows, confirms, performs and proves; gives the exit code. */
export const act = async (acting: Acting): Promise<number> => {
	const { fleet, operator } = acting;
	const readOnly = acting.readOnly === true;
	const changes = acting.dryRun !== true;
	if (changes && readOnly) return nothingChanged(started);
	if (acting.looked !== undefined) return nothingChanged(nothingIn(acting.looked));
	const answered = sayWhenSlow(fleet);
	return withSession({ fleet, operator, readOnly, env: process.env }, async (quiet) => {
		const { journal } = quiet.session;
		const planned = changes && !journal.ok ? journal : await planFor(acting, quiet);
		answered();
		if (!planned.ok) return nothingChanged(planned.failure);
		showPlan(acting, quiet, planned.value);
		return acting.dryRun === true ? changeCodes.verified : carryOut(acting, quiet, planned.value);
	});
};

const started: Failure = {
	kind: 'refused',
	message: 'This watchdeck was started with --read-only.',
	fix: 'Start it without --read-only to act, or add --dry-run to read the plan.',
};

/** As JSON the plan comes with the outcome; a dry run has none. */
const showPlan = ({ json, dryRun }: Acting, quiet: Quiet, plan: Plan): void => {
	if (json !== true) print(planLines(quiet.state(), plan).join('\n'));
	else if (dryRun === true) printJson({ plan });
};

const carryOut = async (acting: Acting, quiet: Quiet, plan: Plan): Promise<number> => {
	const how = await agreed(acting, plan, protectionOf(quiet.state(), plan.service));
	if (!how.ok) return nothingChanged(how.failure);
	const confirmed = quiet.session.acting.confirm(plan, how.value, { typed: nameOf(plan.service) });
	if (!confirmed.ok) return nothingChanged(confirmed.failure);
	quiet.onEvent((event) => follow(event, quiet, plan, acting.json === true));
	const performed = await quiet.session.acting.perform(confirmed.value);
	if (!performed.ok) return nothingChanged(performed.failure);
	if (acting.json === true) printJson({ run: plan.id, ...performed.value, plan });
	else print(outcomeText(performed.value));
	return codeOf(performed.value.outcome);
};

/** Says why nothing was changed; gives the exit code of that. */
export const nothingChanged = (failure: Failure): number => {
	printFailure(failure);
	if (!failureText(failure).includes(unchanged)) printProgress(unchanged);
	return changeCodes.nothingChanged;
};
