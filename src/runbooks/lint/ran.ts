import { type CodeRule, finder, fresh } from './code-rule.ts';

const remedy = 'walk it once where nothing can break, before the night on which it is needed';
const unused = finder('never-walked', 'note', remedy);
const never = finder('never-run', 'note', remedy);
const long = finder('not-run-lately', 'note', 'walk it again: what it is about has changed since');

/** Steps with commands that nobody ran, or not for long; only where the journal of this machine is known. */
export const ran: CodeRule = ({ source, now, ran: times }) => {
	if (times === undefined || now === undefined) return [];
	if (times.size === 0) return [unused(1, 'no step of it was ever run from here')];
	return source.runbook.steps.flatMap(({ id, does }) => {
		if (does.is !== 'command' && does.is !== 'action') return [];
		const { line } = does.code;
		const last = times.get(id);
		if (last === undefined) return [never(line, 'this step was never run from here')];
		const days = Math.floor((now - last) / (24 * 60 * 60 * 1000));
		return now - last > fresh ? [long(line, `this step was last run ${days} days ago`)] : [];
	});
};
