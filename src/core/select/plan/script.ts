import type { Call } from '../../call.ts';
import { callText } from '../../call-text.ts';
import { withheldIn } from '../../call-withheld.ts';
import type { Plan, PlanStep } from '../../plan.ts';
import { pastable } from '../../quote.ts';

/** `-f`: without it curl ends well whatever the engine answers. */
const failing = 'curl() { command curl -fsS "$@"; }';

const counted = (count: number, one: string, many: string) => (count === 1 ? one : many.replace('N', `${count}`));

/** Why a call cannot be pasted, in words; undefined when it can. */
function unpastable(call: Call): string | undefined {
	const { kept, secret } = withheldIn(call);
	const why = [
		...(kept > 0 ? [counted(kept, `1 value stays on ${call.host}`, `N values stay on ${call.host}`)] : []),
		...(secret > 0 ? [counted(secret, '1 secret is not shown', 'N secrets are not shown')] : []),
	];
	return why.length === 0 ? undefined : `cannot be pasted: ${why.join(', ')}`;
}

/** A text as comments: it may have several lines. */
const comment = (text: string) => text.replace(/^/gm, '# ').replaceAll('\r', ' ');

function stepLines({ say, does }: PlanStep, index: number): readonly string[] {
	const head = comment(`${index + 1}. ${say} (on ${does.host})`);
	const why = unpastable(does);
	if (why === undefined) return [head, callText(does)];
	// What comes after stands on this step: without the new container the old one would be stopped for nothing.
	const stop = `echo ${pastable([`step ${index + 1} ${why}; nothing after it was run`])} >&2`;
	return [head, comment(why), comment(callText(does)), stop, 'exit 1'];
}

/**
 * The commands of a plan as a script to read and to paste, each with the host that it belongs on. It ends at the first
 * command that fails and before the first one with a value that is not shown; in parentheses, so that only the script
 * ends, not the shell that it is pasted in.
 */
export function planScript(plan: Plan): string {
	const steps = plan.steps.flatMap(stepLines);
	return [comment(`${plan.title}, plan ${plan.id}`), '(', 'set -e', failing, ...steps, ')', ''].join('\n');
}
