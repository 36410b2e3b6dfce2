import type { RestoreProof } from '../finding.ts';
import { wholeOf } from '../host/said.ts';

type Checks = RestoreProof['checks'];

const outcomes = ['ok', 'failed'] as const;
const outcomeOf = (text: string | undefined) => outcomes.find((one) => one === text);

/** What was asked, three fields each: name, outcome, what came; undefined where one of them is none. */
function checksOf(fields: readonly string[]): Checks | undefined {
	if (fields.length % 3 !== 0) return undefined;
	const checks = Array.from({ length: fields.length / 3 }, (_, index) => {
		const [name = '', outcome, says = ''] = fields.slice(index * 3);
		const is = outcomeOf(outcome);
		return is === undefined ? undefined : { name, is, says };
	});
	const whole = checks.filter((one) => one !== undefined);
	return whole.length === checks.length ? whole : undefined;
}

/**
 * A line of restore tests: `AT MILLIS ok|failed FILE SAYS`, then `CHECK ok|failed VALUE` for each check, with tabs between;
 * `AT` in seconds by the clock of the host, so that `at` is by that clock too. One whose checks are not understood proves
 * nothing, and one with a check that failed has failed, whatever it says of itself.
 */
export function parseProof(line: string): RestoreProof | undefined {
	const [seconds, millis, said, path = '', says = '', ...rest] = line.split('\t');
	const [at, took, outcome] = [wholeOf(seconds), wholeOf(millis), outcomeOf(said)];
	const file = path.replace(/^\.\//, '');
	if (at === undefined || took === undefined || outcome === undefined || file === '') return undefined;
	const checks = checksOf(rest);
	if (checks === undefined && outcome === 'ok') return undefined;
	const is = checks?.some((one) => one.is === 'failed') === true ? 'failed' : outcome;
	return { file, at: at * 1000, took, is, says, checks: checks ?? [] };
}
