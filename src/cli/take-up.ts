import type { Interrupted } from '../app/acting.ts';
import { type Quiet, withSession } from '../app/run-headless.ts';
import { type Unended, unendedText, unendedWalks } from '../app/walks/unended.ts';
import { unfinishedOf } from '../core/engine/by-hand.ts';
import { planLabel } from '../core/engine/labels.ts';
import type { Event } from '../core/event.ts';
import { failed } from '../core/failed.ts';
import type { JournalEntry } from '../core/journal.ts';
import { known } from '../core/known.ts';
import type { Failure, Protection, Result } from '../core/model.ts';
import { outcomeOf } from '../core/outcome.ts';
import { type Standing, standing, watchIn } from '../core/run.ts';
import { isGrave, planProtection } from '../core/select/plan/stand.ts';
import type { State } from '../core/state.ts';
import { nothingChanged } from './act.ts';
import { type Agreed, agreed, isAttended } from './agree.ts';
import { changeCodes } from './command.ts';
import type { Ready } from './find.ts';
import { watchTeller } from './follow.ts';
import { codeOf, outcomeText } from './outcome.ts';
import { print, printJson } from './print.ts';
import { sayWhenSlow } from './say-when-slow.ts';

/** An interrupted run as the command line takes it up. Without a way the runs are listed. */
export interface TakingUp extends Ready {
	readonly id?: string;
	readonly way?: 'finish' | 'undo' | 'handled';
	readonly yes?: true;
	/** ENV/SERVICE, typed once more: what is grave asks for it. */
	readonly confirm?: string;
	readonly json?: true;
	readonly readOnly?: true;
}

/** Lists interrupted runs, or takes one up; gives the exit code. */
export const takeUp = async (taking: TakingUp): Promise<number> => {
	const { fleet, operator } = taking;
	const readOnly = taking.readOnly === true;
	const answered = sayWhenSlow(fleet);
	return withSession({ fleet, operator, readOnly, env: process.env }, (quiet) => {
		answered();
		return takeUpIn(taking, quiet);
	});
};

/** The runs that are meant: without an id those that somebody asked for, unless all are to be listed or there is no such. */
export const meantOf = (
	open: readonly Interrupted[],
	{ id, way }: Pick<TakingUp, 'id' | 'way'>,
): readonly Interrupted[] => {
	if (id !== undefined) return open.filter(({ run }) => run === id);
	const asked = open.filter(({ standing }) => standing.plan.unasked !== true);
	return way === undefined || asked.length === 0 ? open : asked;
};

/** Says of a run that this journal does not have where it can be taken up, and what is left to do by hand. */
export const begunElsewhere = (
	id: string,
	{ locks, services }: Pick<State, 'locks' | 'services'>,
): Failure & { readonly fix: string } => {
	const holder = Object.values(locks)
		.flatMap(({ all }) => all)
		.find(({ plan }) => plan === id)?.who;
	const left = Object.values(services)
		.flatMap((service) => unfinishedOf(service) ?? [])
		.find(({ plan }) => plan === id);
	const who = holder === undefined || holder === '' ? 'somebody else, from another account or machine' : holder;
	const hand =
		left === undefined
			? `Nothing that it left half made is seen here: docker ps -a --filter label=${planLabel}=${id}`
			: `When that person cannot be reached, on its host: ${left.commands}`;
	return {
		kind: 'missing',
		message: `The journal of this account has no run ${id}. If there is one, it was begun by ${who}.`,
		fix: `Only there can one go on with it: watchdeck resume ${id}\n${hand}`,
	};
};

function howItStands(entries: readonly JournalEntry[]): string {
	const outcome = outcomeOf(entries);
	if (watchIn(entries) !== undefined) return 'It is being watched, which an open cockpit goes on with by itself.';
	if (outcome !== undefined) return `It came to its end: ${outcome}.`;
	return entries.some(({ what }) => what === 'begins')
		? 'Another watchdeck carries it out.'
		: 'No order of it was given.';
}

/** Says of a run of this journal why there is nothing to take up. */
export const notOpen = (id: string, entries: readonly JournalEntry[]): Failure => {
	const title = standing(entries)?.plan.title;
	const name = title === undefined ? id : `${id} (${title})`;
	const message = `${name} was not interrupted. ${howItStands(entries)}`;
	return { kind: 'missing', message, fix: 'Its story is in the journal: watchdeck journal' };
};

/** The open runs that are meant; fails where one is named that is not open, or that this journal does not have. */
const meantIn = async (taking: TakingUp, { session, state }: Quiet): Promise<Result<readonly Interrupted[]>> => {
	const open = await session.acting.interrupted();
	if (!open.ok) return open;
	const runs = meantOf(open.value, taking);
	const { id } = taking;
	if (id === undefined || runs.length > 0 || !session.journal.ok) return { ok: true, value: runs };
	const read = await session.journal.value.read({ run: id });
	if (!read.ok) return read;
	return { ok: false, failure: read.value.length > 0 ? notOpen(id, read.value) : begunElsewhere(id, state()) };
};

/** Nobody is there to choose a second time: what cannot be proven stays as it is, and is said. */
const listener = ({ run, watch }: Interrupted, { session }: Quiet, silent: boolean): ((event: Event) => void) => {
	const tellWatch = watchTeller(run, watch?.until);
	return (event) => {
		if (event.type === 'run/held') session.acting.choose(event.run, 'later');
		if (!silent) tellWatch(event);
	};
};

/** The operator's word on going on or back; why it is done was said when it began. */
export const wordOn = async (
	{ plan, consent }: Pick<Standing, 'plan' | 'consent'>,
	taking: Pick<TakingUp, 'yes' | 'confirm'>,
	protection: Protection,
): Promise<Result<Agreed>> => {
	if (isGrave(plan) && taking.confirm === undefined && !isAttended()) {
		const fix = `This is grave. Read what it did (watchdeck journal), then add: --confirm ${plan.service}`;
		return failed('refused', 'Nobody can confirm this here.', fix);
	}
	return agreed({ ...taking, ...known({ reason: consent?.why }) }, plan, protection);
};

/** The walks that are listed beside runs: none, where a run or a way is named. */
const walksBeside = async ({ id, way }: TakingUp, { session }: Quiet): Promise<readonly Unended[]> =>
	id === undefined && way === undefined ? unendedWalks(session.journal) : [];

const takeUpIn = async (taking: TakingUp, quiet: Quiet): Promise<number> => {
	const { way, json } = taking;
	const { acting } = quiet.session;
	const meant = await meantIn(taking, quiet);
	if (!meant.ok) return nothingChanged(meant.failure);
	const runs = meant.value;
	const [first, ...more] = runs;
	if (way === undefined || (first !== undefined && more.length > 0))
		return list(runs, await walksBeside(taking, quiet), json === true);
	if (first === undefined) return nothingChanged({ kind: 'missing', message: 'Nothing was interrupted.' });
	const { plan } = first.standing;
	const protection = planProtection(quiet.state(), plan, Date.now());
	const word = way === 'handled' ? undefined : await wordOn(first.standing, taking, protection);
	if (word?.ok === false) return nothingChanged(word.failure);
	quiet.onEvent(listener(first, quiet, json === true));
	const resumed = await acting.resume(first.run, way, word?.value.typed);
	if (!resumed.ok) return nothingChanged(resumed.failure);
	if (json === true) printJson({ run: first.run, ...resumed.value });
	else print(outcomeText(resumed.value));
	// An undo that was asked for and came out well is a success, whatever had failed before.
	const undone = way === 'undo' && resumed.value.outcome === 'FAILED, UNDONE';
	return undone ? changeCodes.verified : codeOf(resumed.value.outcome);
};

/** What was interrupted, then the walks that have no end, each with the way on. */
export const listText = (runs: readonly Interrupted[], walks: readonly Unended[]): string =>
	[
		...runs.map(({ run, standing, story }) => `${run}  ${standing.plan.title}  ${story}`),
		...(runs.length === 0
			? [walks.length === 0 ? 'Nothing was interrupted.' : 'No change was interrupted.']
			: ['Go on: watchdeck resume ID --finish, --undo or --handled']),
		...walks.map(unendedText),
		...(walks.length === 0 ? [] : ['Go on with a walk, in a terminal: watchdeck resume w-…']),
	].join('\n');

const list = (runs: readonly Interrupted[], walks: readonly Unended[], json: boolean): number => {
	const facts = runs.map(({ run, standing, story, offers }) => ({
		run,
		service: standing.plan.service,
		story,
		offers,
	}));
	if (json) printJson({ interrupted: facts, walks });
	else print(listText(runs, walks));
	return runs.length === 0 ? changeCodes.verified : changeCodes.nothingChanged;
};
