import type { Interrupted } from '../app/acting.ts';
import { type Quiet, withSession } from '../app/run-headless.ts';
import { protectionOf } from '../core/select/plan/stand.ts';
import { nothingChanged } from './act.ts';
import { agreed } from './agree.ts';
import { changeCodes } from './command.ts';
import type { Ready } from './find.ts';
import { codeOf, outcomeText } from './outcome.ts';
import { print, printJson } from './print.ts';
import { sayWhenSlow } from './say-when-slow.ts';

/** An interrupted run as the command line takes it up. Without a way the runs are listed. */
export interface TakingUp extends Ready {
	readonly id?: string;
	readonly way?: 'finish' | 'undo' | 'handled';
	readonly yes?: true;
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

const takeUpIn = async (taking: TakingUp, quiet: Quiet): Promise<number> => {
	const { way, json } = taking;
	const { acting } = quiet.session;
	const open = await acting.interrupted();
	if (!open.ok) return nothingChanged(open.failure);
	const runs = meantOf(open.value, taking);
	const [first, ...more] = runs;
	if (way === undefined || (first !== undefined && more.length > 0)) return list(runs, json === true);
	if (first === undefined) return nothingChanged({ kind: 'missing', message: 'Nothing was interrupted.' });
	const service = first.standing.plan.service;
	const how =
		way === 'handled' ? undefined : await agreed(taking, first.standing.plan, protectionOf(quiet.state(), service));
	if (how?.ok === false) return nothingChanged(how.failure);
	quiet.onEvent((event) => {
		// Nobody is there to choose a second time: what cannot be proven stays as it is, and is said.
		if (event.type === 'run/held') acting.choose(event.run, 'later');
	});
	const resumed = await acting.resume(first.run, way);
	if (!resumed.ok) return nothingChanged(resumed.failure);
	if (json === true) printJson({ run: first.run, ...resumed.value });
	else print(outcomeText(resumed.value));
	// An undo that was asked for and came out well is a success, whatever had failed before.
	const undone = way === 'undo' && resumed.value.outcome === 'FAILED, UNDONE';
	return undone ? changeCodes.verified : codeOf(resumed.value.outcome);
};

const list = (runs: readonly Interrupted[], json: boolean): number => {
	const facts = runs.map(({ run, standing, story, offers }) => ({
		run,
		service: standing.plan.service,
		story,
		offers,
	}));
	if (json) printJson({ interrupted: facts });
	else if (runs.length === 0) print('Nothing was interrupted.');
	else {
		print(runs.map(({ run, standing, story }) => `${run}  ${standing.plan.title}  ${story}`).join('\n'));
		print('Go on: watchdeck resume ID --finish, --undo or --handled');
	}
	return runs.length === 0 ? changeCodes.verified : changeCodes.nothingChanged;
};
