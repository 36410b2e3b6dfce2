import { callText } from '../call-text.ts';
import type { Plan } from '../plan.ts';

/** The commands of a plan as a script to read and to paste, each with the host that it belongs on. */
export function planScript(plan: Plan): string {
	const steps = plan.steps.flatMap((step, index) => [
		`# ${index + 1}. ${step.say} (on ${step.does.host})`,
		callText(step.does),
	]);
	return [`# ${plan.title}, plan ${plan.id}`, ...steps, ''].join('\n');
}
