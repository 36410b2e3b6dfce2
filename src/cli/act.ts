import { type Quiet, withSession } from '../app/run-headless.ts';
import { failureText, unchanged } from '../core/failure-text.ts';
import { shutGates } from '../core/gates.ts';
import { known } from '../core/known.ts';
import type { Failure } from '../core/model.ts';
import type { Consent, Plan } from '../core/plan.ts';
import { planProtection } from '../core/select/plan/stand.ts';
import type { Acting } from './acting.ts';
import { agreed } from './agree.ts';
import { askTarget } from './another.ts';
import { changeCodes } from './command.ts';
import { follower } from './follow.ts';
import { codeOf, outcomeText } from './outcome.ts';
import { planLines } from './plan-lines.ts';
import { nothingIn, print, printFailure, printJson, printProgress } from './print.ts';
import { reviewedText, unlikeReviewed } from './reviewed.ts';
import { rollbackAction } from './rollback-action.ts';
import { sayWhenSlow } from './say-when-slow.ts';
import { planWhenFree } from './wait-lock.ts';

/** Plans, shows, confirms, performs and proves; gives the exit code. */
export const act = async (acting: Acting): Promise<number> => {
	const { fleet, operator, file } = acting;
	const readOnly = acting.readOnly === true;
	const changes = acting.dryRun !== true;
	if (changes && readOnly) return nothingChanged(started);
	if (acting.looked !== undefined) return nothingChanged(nothingIn(acting.looked));
	const answered = sayWhenSlow(fleet);
	return withSession({ fleet, operator, readOnly, env: process.env, ...known({ file }) }, async (quiet) => {
		const { journal } = quiet.session;
		const planned = changes && !journal.ok ? journal : await planWhenFree(acting, quiet);
		answered();
		if (!planned.ok) return nothingChanged(planned.failure);
		const unlike = acting.reviewed === undefined ? undefined : unlikeReviewed(acting.reviewed, planned.value);
		if (unlike !== undefined) {
			return nothingChanged({ ...unlike, message: quiet.session.vault.redact(unlike.message) });
		}
		showPlan(acting, quiet, planned.value);
		return acting.dryRun === true ? readCode(planned.value) : carryOut(acting, quiet, planned.value);
	});
};

const started: Failure = {
	kind: 'refused',
	message: 'This watchdeck was started with --read-only.',
	fix: 'Start it without --read-only to act, or add --dry-run to read the plan.',
};

/** Prints the plan and why it is wanted, without secrets. As JSON it comes with the outcome; a dry run has none. */
export const showPlan = ({ json, dryRun, reason: said, reviewed }: Acting, quiet: Quiet, plan: Plan): void => {
	const reason = said && quiet.session.vault.redact(said);
	if (json !== true) {
		const review = reviewed === undefined ? [] : [reviewedText(reviewed)];
		const head = [...review, ...(reason === undefined ? [] : [`Why: ${reason}`])];
		print([...head, ...planLines(quiet.state(), plan, quiet.feeds)].join('\n'));
	} else if (dryRun === true) printJson({ by: quiet.state().operator, ...known({ why: reason }), plan });
};

/** A plan that its gates keep out is shown, and is none that could be carried out. */
const readCode = (plan: Plan): number => {
	const shut = shutGates(plan);
	return shut === undefined ? changeCodes.verified : nothingChanged(shut);
};

const carryOut = async (acting: Acting, quiet: Quiet, plan: Plan): Promise<number> => {
	const shut = shutGates(plan);
	if (shut !== undefined) return nothingChanged(shut);
	const word = await agreed(acting, plan, planProtection(quiet.state(), plan, Date.now()));
	if (!word.ok) return nothingChanged(word.failure);
	const { how, ...said } = word.value;
	const confirmed = quiet.session.acting.confirm(plan, how, { ...said, ...known({ reviewed: reviewOf(acting) }) });
	if (!confirmed.ok) return nothingChanged(confirmed.failure);
	let isOther = false;
	const other = (): void => {
		isOther = true;
	};
	const isJson = acting.json === true;
	quiet.onEvent(follower(quiet, plan, { silent: isJson, ...(isJson ? {} : { other }) }));
	const stopping = () =>
		printProgress('It stops once the order under way has ended; `watchdeck resume` goes on from there.');
	quiet.stopped.addEventListener('abort', stopping, { once: true });
	const performed = await quiet.session.acting.perform(confirmed.value);
	quiet.stopped.removeEventListener('abort', stopping);
	if (!performed.ok) return nothingChanged(performed.failure);
	if (acting.json === true) printJson({ run: plan.id, ...performed.value, plan: confirmed.value.plan });
	else print(outcomeText(performed.value));
	const code = codeOf(performed.value.outcome);
	return isOther ? anotherRelease(acting, quiet, { plan, code }) : code;
};

/** Plans a roll back to a release that a person names now, as if it had been asked for; without one it stays as it came out. */
const anotherRelease = async (
	acting: Acting,
	quiet: Quiet,
	{ plan: { service }, code }: { readonly plan: Plan; readonly code: number },
): Promise<number> => {
	const to = await askTarget(quiet, service);
	if (to === undefined) return code;
	// What was agreed to beforehand was agreed to of the first plan.
	const { yes: _yes, reviewed: _reviewed, confirm: _confirm, ...rest } = acting;
	const next: Acting = { ...rest, service, action: rollbackAction, to };
	const planned = await planWhenFree(next, quiet);
	if (!planned.ok) {
		printFailure(planned.failure);
		return code;
	}
	showPlan(next, quiet, planned.value);
	const came = await carryOut(next, quiet, planned.value);
	return came === changeCodes.nothingChanged ? code : came;
};

/** Who planned it, for the journal; whether that is who they say is not known here. */
const reviewOf = ({ reviewed }: Acting): Consent['reviewed'] =>
	reviewed && { by: reviewed.by, plan: reviewed.plan.id, made: reviewed.made };

/** Says why nothing was changed; gives the exit code of that. */
export const nothingChanged = (failure: Failure): number => {
	printFailure(failure);
	if (!failureText(failure).includes(unchanged)) printProgress(unchanged);
	return changeCodes.nothingChanged;
};
