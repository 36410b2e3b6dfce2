import type { AlertFound } from '../finding.ts';
import type { Condition } from '../model.ts';
import type { Rules } from './alerts.ts';

/** So many alerts are named in a sentence. */
const mostNamed = 3;

function named(alerts: readonly AlertFound[]): string {
	const names = alerts
		.slice(0, mostNamed)
		.map(({ name, severity }) => (severity === undefined ? name : `${name} (${severity})`));
	const more = alerts.length - names.length;
	return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const rulesFix = 'Check `rule_files` of that Prometheus, or ask it for a value: `expr`.';

/** What alerts and their rules say. A rule that cannot be evaluated, or none at all, is never a sign that all is well. */
export function alertVerdict(alerts: readonly AlertFound[], { count, broken }: Rules): Omit<Condition, 'since'> {
	const firing = alerts.filter(({ state }) => state === 'firing');
	const pending = alerts.filter(({ state }) => state === 'pending');
	const soon = pending.length === 0 ? '' : `; pending: ${named(pending)}`;
	if (firing.length > 0) {
		return {
			is: 'degraded',
			because: `firing: ${named(firing)}${soon}`,
			fix: 'Look at the alerts in that Prometheus.',
		};
	}
	if (broken !== undefined) return { is: 'unknown', because: broken, fix: 'Look at the rules in that Prometheus.' };
	if (count === 0) return { is: 'unknown', because: 'this Prometheus has no alerting rules', fix: rulesFix };
	return { is: 'ok', because: `no alert fires${soon}` };
}
