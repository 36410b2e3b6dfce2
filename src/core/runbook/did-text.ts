import { lengthText } from '../length-text.ts';
import type { Runbook } from './model.ts';
import { once } from './once.ts';
import type { Came } from './stand.ts';
import type { Did, Value } from './walk.ts';

const none: Runbook['steps'] = [];

/** A value as it is shown: a secret by its reference. */
export function valueText(value: Value): string {
	return typeof value === 'string' ? value : `secret ${value.secret}`;
}

const verdictWords: Readonly<Record<Came['verdict'], string>> = { ok: 'ok', failed: 'FAILED', open: 'to be judged' };

/** How a command came out, in a line. */
export function cameText({ verdict, because, took, lines, unheard }: Omit<Came, 'output'>): string {
	const many = unheard === true ? 'had the terminal' : lines === 1 ? '1 line' : `${lines} lines`;
	return `${verdictWords[verdict]}: ${because} (${lengthText(took)}, ${many})`;
}

/** Where a command went out. */
export function ranText({ host, background }: Extract<Did, { is: 'ran' }>): string {
	return `ran ${background === true ? 'in the background ' : ''}on ${host}`;
}

/** Which plan was agreed to, and where its command went out. */
export function planText({ plan, host }: Extract<Did, { is: 'acted' }>): string {
	return `plan ${plan.slice(0, 8)}${host === undefined ? '' : ` on ${host}`}`;
}

/** A runbook has thousands of steps, and is asked for their names at every key. */
const namesOf = once((steps: Runbook['steps']): ReadonlyMap<string, string> => {
	return new Map(steps.map(({ id, number, title }) => [id, `${number} ${title}`.trim()]));
});

/** What the steps of a runbook are called, with their numbers, by their ids. */
export function stepNames(runbook: Pick<Runbook, 'steps'> | undefined): ReadonlyMap<string, string> {
	return namesOf(runbook?.steps ?? none);
}

/** What is said behind a colon, where there is something. */
function afterColon(text: string | undefined): string {
	return text === undefined ? '' : `: ${text}`;
}

/** What was done in a walk, in a sentence for its journal and its evidence; a step without a name by its id. */
export function didText(did: Did, names: ReadonlyMap<string, string> = new Map()): string {
	const named = (step: string) => names.get(step) ?? step;
	switch (did.is) {
		case 'began': {
			const { title, of, digest } = did.head;
			return `began ${title}${of === undefined ? '' : ` on ${of}`} (document ${digest.slice(0, 12)})`;
		}
		case 'ran':
			return `${named(did.step)}: ${ranText(did)}: ${did.text}`;
		case 'came':
			return `${named(did.step)}: ${cameText(did)}`;
		case 'acted':
			return `${named(did.step)}: ${planText(did)}${afterColon(did.text)}`;
		case 'entered':
			return `${named(did.step)}: went into the runbook ${did.runbook}, walk ${did.walk}`;
		case 'marked':
			return `${named(did.step)}: ${did.as}${afterColon(did.why)}`;
		case 'noted':
			return `${named(did.step)}: note: ${did.text}`;
		case 'went':
			return `went to ${named(did.to)}: ${did.because}`;
		case 'set':
			return `${did.name} is ${valueText(did.value)}`;
		case 'moved':
			return `commands run on ${did.host} from here on`;
		case 'changed':
			return `the document is another by now (${did.was === undefined ? '' : `was ${did.was.slice(0, 12)}, is `}${did.digest.slice(0, 12)})`;
		case 'taken up':
			return did.from === undefined ? 'went on' : `took over from ${did.from}`;
		case 'ended':
			return `${did.as}${afterColon(did.why)}`;
	}
}
