import { sentence } from './failure-text.ts';
import { listed } from './listed.ts';
import type { Failure } from './model.ts';
import type { Gate, Plan } from './plan.ts';

/** Gates that did not hold, as why nothing is done: which, why, and what to do. Undefined where all held. */
export function gateFailure(service: string, gates: readonly Gate[]): Failure | undefined {
	const failed = gates.filter(({ was }) => was?.is !== 'passed');
	const [first] = failed;
	if (first === undefined) return undefined;
	const names = [...new Set(failed.map(({ name }) => name))];
	const which = `the gate${names.length === 1 ? '' : 's'} ${listed(names)}`;
	const why = failed.map(({ name, was }) => sentence(`${name}: ${was?.because ?? 'it was not looked at'}`)).join(' ');
	const remedies = [...new Set(failed.map(({ fix }) => sentence(fix)))].join(' ');
	const message = `${service} may not be deployed: ${which} did not pass. ${why}`;
	return { kind: 'refused', message, fix: `${remedies} Then plan anew. A roll back does not wait for gates.` };
}

/** Why a plan may not be carried out, as its gates were when it was made. */
export function shutGates({ service, gates = [] }: Pick<Plan, 'service' | 'gates'>): Failure | undefined {
	return gateFailure(service, gates);
}
