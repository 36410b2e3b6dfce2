import { type CodeRule, finder, fresh } from './code-rule.ts';

const never = finder(
	'never-run',
	'note',
	'walk it once where nothing can break, before the night on which it is needed',
);
const long = finder('not-run-lately', 'note', 'walk it again: what it is about has changed since');

/** Steps with commands that nobody ran, or not for long; only where the journal of this machine is known. */
export const ran: CodeRule = ({ source, now, ran: times }) => {
	if (times === undefined || now === undefined) return [];
	return source.runbook.steps.flatMap(({ id, does }) => {
		if (does.is !== 'command' && does.is !== 'action') return [];
		const { line } = does.code;
		const last = times.get(id);
		if (last === undefined) return [never(line, 'this step was never run from here')];
		const days = Math.floor((now - last) / (24 * 60 * 60 * 1000));
		return now - last > fresh ? [long(line, `this step was last run ${days} days ago`)] : [];
	});
};
