import type { Finding } from '../../core/lint/model.ts';
import { type CodeRule, finder, fresh } from './code-rule.ts';

const owner = finder('no-owner', 'warning', '`owner:` in the front matter: who keeps it true');
const severity = finder('no-severity', 'warning', '`severity:` in the front matter, P0 to P3');
const reviewed = finder('not-reviewed', 'warning', 'read it through, and write the day into `reviewed:`');

/** What the front matter should say and does not. */
export const head: CodeRule = ({ source, now }) => {
	const { head: said } = source.runbook;
	const found: Finding[] = [];
	if (said.owner === undefined || said.owner.trim() === '') found.push(owner(1, 'nobody is named who keeps it true'));
	if (said.when.length > 0 && said.severity === undefined)
		found.push(severity(1, 'it is offered when something is wrong, and does not say how bad that is'));
	const day = said.reviewed === undefined ? Number.NaN : Date.parse(said.reviewed);
	if (now !== undefined && now - day > fresh) found.push(reviewed(1, `it was last read through on ${said.reviewed}`));
	return found;
};
