import type { Attributes, Runbook, Step, Way, When } from './model.ts';
import { once } from './once.ts';
import { hasGaps } from './output.ts';
import type { Came, Stand } from './stand.ts';
import { standOf, type Walk } from './walk.ts';

/** What a way on is: which step or runbook is next, and why. */
export interface Going {
	readonly to: string;
	readonly because: string;
}

/** Whether there is something to do at a step: a heading over others is passed by. */
export function isWalked({ does }: Step): boolean {
	return does.is !== 'section';
}

/** The steps with something to do, in order. */
export function walkedSteps({ steps }: Pick<Runbook, 'steps'>): readonly Step[] {
	return walkedOf(steps);
}

const walkedOf = once((steps: Runbook['steps']): readonly Step[] => steps.filter(isWalked));

/** The step that a walk stands at: the one it went to last, else the first. */
export function stepNow({ steps }: Pick<Runbook, 'steps'>, walk: Pick<Walk, 'at'>): Step | undefined {
	const at = walk.at === undefined ? undefined : steps.find(({ id }) => id === walk.at);
	return at ?? steps.find(isWalked);
}

/** The one after a step, in the order of the document. */
export function stepAfter(runbook: Pick<Runbook, 'steps'>, id: string): Step | undefined {
	const at = runbook.steps.findIndex((step) => step.id === id);
	return runbook.steps.slice(at + 1).find(isWalked);
}

function cameOf({ commands, whole }: Stand): readonly Came[] {
	return [...Object.values(commands), ...(whole === undefined ? [] : [whole])];
}

/** Whether all that a step had to say is known: it said something, none of that was left out, and no more of it is to be run. */
function isHeard({ is }: Stand, all: readonly Came[]): boolean {
	const isPart = is === 'open' && all.every(({ verdict }) => verdict === 'ok');
	return all.length > 0 && !isPart && all.every(({ output, unheard }) => unheard !== true && !hasGaps(output));
}

/** Whether a step said a text, and that in words; undefined while it may yet, or may have where nobody kept it. */
function said({ step, text }: Extract<When, { readonly is: 'said' }>, stand: Stand | undefined) {
	if (stand === undefined || stand.is === 'running') return undefined;
	const all = cameOf(stand);
	if (all.some(({ output }) => output.includes(text))) return `“${text}” seen in ${step}`;
	return isHeard(stand, all) ? false : undefined;
}

function came(when: Extract<When, { readonly is: 'step' }>, stand: Stand | undefined): string | false | undefined {
	if (stand?.is !== 'ok' && stand?.is !== 'failed') return undefined;
	return stand.is === when.came && `${when.step} ${when.came === 'ok' ? 'is ok' : 'failed'}`;
}

/** Whether a condition holds now, and why in words; undefined while that is not known. */
function holds(when: When, walk: Pick<Walk, 'stands' | 'values'>): string | false | undefined {
	switch (when.is) {
		case 'step':
			return came(when, standOf(walk, when.step));
		case 'said':
			return said(when, standOf(walk, when.step));
		case 'value': {
			const { values } = walk;
			const value = Object.hasOwn(values, when.name) ? values[when.name] : undefined;
			return value === undefined ? undefined : value === when.value && `${when.name} is ${when.value}`;
		}
		case 'else':
			return undefined;
	}
}

/** The way that is taken by itself, and why; undefined where only the operator can choose. */
export function chosenWay(choices: readonly Way[], walk: Pick<Walk, 'stands' | 'values'>): (Way & Going) | undefined {
	const told = choices.map((choice) => ({
		choice,
		because: choice.when === undefined ? undefined : holds(choice.when, walk),
	}));
	const held = told.find(({ because }) => typeof because === 'string');
	if (held !== undefined) return { ...held.choice, because: String(held.because) };
	const conditions = told.filter(({ choice }) => choice.when !== undefined && choice.when.is !== 'else');
	const rest = choices.find(({ when }) => when?.is === 'else');
	const none = conditions.length > 0 && conditions.every(({ because }) => because === false);
	return rest !== undefined && none ? { ...rest, because: 'nothing else holds' } : undefined;
}

/** Where a walk goes on after a step that stands so; undefined: it stays, since that step is not done, or it was the last. */
export function wayFrom(
	runbook: Pick<Runbook, 'steps'>,
	step: Step,
	walk: Pick<Walk, 'stands' | 'values'>,
): Going | undefined {
	const is = standOf(walk, step.id)?.is;
	const { onOk, onFail }: Partial<Attributes> = 'code' in step.does ? step.does.code.attributes : {};
	if (is === 'failed') return onFail === undefined ? undefined : { to: onFail, because: `${step.title} failed` };
	if (is !== 'ok' && is !== 'skipped') return undefined;
	// It is left by the way that was chosen.
	if (is === 'ok' && step.does.is === 'decision') return undefined;
	if (is === 'ok' && onOk !== undefined) return { to: onOk, because: `${step.title} is ok` };
	const after = stepAfter(runbook, step.id);
	return after === undefined ? undefined : { to: after.id, because: 'the next one' };
}
