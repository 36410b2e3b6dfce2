// Walks through a scene step by step, by the events that the keys make, and notes what was done.
import { factFound } from '../../src/core/runbook/facts.ts';
import type { Runbook, Step } from '../../src/core/runbook/model.ts';
import { markedOn } from '../../src/core/runbook/onward.ts';
import type { OpenWalk } from '../../src/core/runbook/open.ts';
import type { Stand } from '../../src/core/runbook/stand.ts';
import type { Did } from '../../src/core/runbook/walk.ts';
import { chosenWay, stepNow, wayFrom } from '../../src/core/runbook/way.ts';
import type { Deck } from './deck.ts';
import type { At, Line, Scene } from './scene.ts';
import { isStandIn } from './stand-ins.ts';

/** What was done in a walk. */
export interface Tally {
	readonly visited: Set<string>;
	/** Commands that ran on the real thing, and those that a stand-in of a platform answered. */
	commands: number;
	standIns: number;
	actions: number;
	checks: number;
	ticks: number;
	messages: number;
	readonly skipped: string[];
}

export const emptyTally = (): Tally => ({
	visited: new Set(),
	...{ commands: 0, standIns: 0, actions: 0, checks: 0, ticks: 0, messages: 0, skipped: [] },
});

/** A walk that goes on now. */
interface Going {
	readonly deck: Deck;
	readonly id: string;
	readonly tally: Tally;
}

const openOf = ({ deck, id }: Going): OpenWalk & { readonly runbook: Runbook } => {
	const open = deck.state().walks[id];
	if (open?.runbook === undefined) throw new Error(`walk ${id} is not open`);
	return { ...open, runbook: open.runbook };
};

/** The step of this name: that of its fence, or its id. */
const stepNamed = (runbook: Runbook, name: string): Step => {
	const found = runbook.steps.find(
		({ id, does }) => id === name || ('code' in does && does.code.attributes.name === name),
	);
	if (found === undefined) throw new Error(`${runbook.name} has no step ${name}`);
	return found;
};

const did = async ({ deck, id }: Going, dids: readonly Did[]): Promise<void> => {
	for (const one of dids) {
		const before = deck.state().walks[id]?.lines.length ?? 0;
		deck.emit({ type: 'walk/did', at: Date.now(), walk: id, did: one });
		await deck.until(`${one.is} is noted`, ({ walks }) => (walks[id]?.lines.length ?? 0) > before);
	}
};

const mark = async (going: Going, step: Step, as: 'done' | 'failed' | 'skipped', why: string): Promise<void> => {
	const { walk, runbook } = openOf(going);
	await did(going, markedOn(runbook, walk, step, { as, why, by: 'tester', at: Date.now() }));
};

/** How a step stands, in words for a failure of the test. */
const said = (stand: Stand | undefined): string => {
	const all =
		stand === undefined ? [] : [...Object.values(stand.commands), ...(stand.whole === undefined ? [] : [stand.whole])];
	const output = all.map((came) => `${came.because}\n${came.output}`).join('\n');
	return `${stand?.is ?? 'nothing'}: ${stand?.because ?? ''}\n${output.slice(-2000)}`;
};

/** Runs what a step has, and waits until its walk says what came of it. */
const runStep = async (going: Going, step: Step): Promise<void> => {
	await beginStep(going, step);
	// It goes on by itself where that follows.
	const { walk, runbook, lines } = openOf(going);
	const way = wayFrom(runbook, step, walk);
	if (way === undefined || lines.at(-1)?.did.is === 'went') return;
	await going.deck.until(`the walk goes on to ${way.to}`, ({ walks }) => walks[going.id]?.walk.at === way.to);
};

/** The same, until what came of it is noted. */
const beginStep = async (going: Going, step: Step): Promise<void> => {
	const { deck, id } = going;
	const before = openOf(going).lines.length;
	deck.told();
	const dialog = deck.state().ui.dialog;
	const known = dialog?.is === 'plan' ? dialog.run : undefined;
	deck.emit({ type: 'walk/run', at: Date.now(), walk: id, step: step.id });
	const told: string[] = [];
	const plan = await deck.until(`${step.id} comes to something`, ({ walks, ui, runs }) => {
		told.push(...deck.told());
		const open = walks[id];
		const isDone = open?.lines
			.slice(before)
			.some(({ did: one }) => (one.is === 'came' || one.is === 'marked') && one.step === step.id);
		if (isDone === true && open?.telling === undefined) return 'done';
		if (ui.dialog?.is === 'plan' && ui.dialog.run !== known) return runs[ui.dialog.run]?.plan;
		const refusal = told.find((text) => !/copied/.test(text));
		if (refusal !== undefined && open?.telling === undefined && open?.lines.length === before)
			throw new Error(`${step.id}: ${refusal}`);
		return undefined;
	});
	if (plan === 'done') return;
	const run = plan.id;
	deck.emit({ type: 'plan/explained', at: Date.now(), run, why: 'the catalogue is walked' });
	deck.emit({ type: 'plan/agreed', at: Date.now(), run, how: 'typed env/service' });
	const ended = await deck.until(`the plan of ${step.id} ends`, ({ runs, walks }) => {
		told.push(...deck.told());
		const one = runs[run];
		const refusal = told.find((text) => text.startsWith('refused:'));
		if (refusal !== undefined) return refusal;
		if (one?.stage === 'held') return `held: ${one.because ?? ''}`;
		const came = walks[id]?.lines.slice(before).some(({ did: one }) => one.is === 'came' && one.step === step.id);
		return one?.stage === 'ended' && came ? 'ended' : undefined;
	});
	if (ended !== 'ended') throw new Error(`${step.id}: ${ended}`);
	deck.emit({ type: 'plan/closed', at: Date.now(), run });
};

/** An operator looks at a row before asking whether it is so: what the clock of walks passes over is not waited for by the world. */
const settled = async ({ deck }: Going, step: Step, of: string | undefined): Promise<void> => {
	if (step.does.is !== 'check') return;
	const { facts } = step.does;
	const found = () => facts.map((fact) => factFound(fact, of, deck.state(), deck.feeds, deck.walkNow()));
	await deck
		.until(`${step.id} holds`, () => found().every(({ holds }) => holds === true))
		.catch((error) => {
			throw new Error(
				`${String(error)} ${found()
					.map(({ say }) => say)
					.join('; ')}`,
			);
		});
};

const count = ({ tally }: Going, step: Step): void => {
	const { does } = step;
	if (does.is === 'action') tally.actions += 1;
	if (does.is === 'check') tally.checks += 1;
	if (does.is === 'message') tally.messages += 1;
	if (does.is === 'tick') tally.ticks += 1;
	if (does.is !== 'command') return;
	for (const { text } of does.commands()) tally[isStandIn(text) ? 'standIns' : 'commands'] += 1;
};

/** The way that leads there. */
const choose = async (going: Going, step: Step, to: string, how: 'taken' | 'chosen'): Promise<void> => {
	if (step.does.is !== 'decision') throw new Error(`${step.id} is no decision`);
	const { id } = stepNamed(openOf(going).runbook, to);
	const way = step.does.choices.find((one) => one.to === id);
	if (way === undefined) throw new Error(`${step.id} does not lead to ${to}`);
	const own = chosenWay(step.does.choices, openOf(going).walk);
	if (how === 'taken' && own?.to !== id)
		throw new Error(`${step.id} leads to ${own?.to ?? 'nowhere'} by itself, and not to ${to}`);
	await did(going, [
		{ is: 'marked', step: step.id, as: 'done', why: way.label },
		{ is: 'went', to: id, because: `chosen: ${way.label}` },
	]);
};

/** Opens the runbook that is a part of this one, and ends it at once: it has scenes of its own. The step comes out by that. */
const within = async (going: Going, step: Step, runbook: string): Promise<void> => {
	const { deck, id } = going;
	const { of } = openOf(going).walk.head;
	const part = { within: { walk: id, step: step.id }, ...(of === undefined ? {} : { of }) };
	deck.emit({ type: 'walk/wanted', at: Date.now(), runbook, begin: true, ...part });
	const inner = await deck.until(`${runbook} opens`, ({ walks }) => walks[id]?.walk.stands[step.id]?.inner);
	await did({ ...going, id: inner }, [{ is: 'ended', as: 'done' }]);
	await deck.until(`${step.id} is done`, ({ walks }) => walks[id]?.walk.stands[step.id]?.is === 'ok');
};

/** What is done at a step that the scene has a line for. */
const doAt = async (going: Going, step: Step, at: Exclude<At, 'goes'>): Promise<void> => {
	const { tally } = going;
	tally.visited.add(step.id);
	if (typeof at === 'object') {
		if ('taken' in at) return choose(going, step, at.taken, 'taken');
		if ('chosen' in at) return choose(going, step, at.chosen, 'chosen');
		tally.skipped.push(`${step.id}: ${at.skipped}`);
		return mark(going, step, 'skipped', at.skipped);
	}
	if (step.does.is === 'runbook') return within(going, step, step.does.name);
	count(going, step);
	if (at === 'refused') {
		const refusal = await runStep(going, step).then(() => undefined, String);
		if (refusal === undefined) throw new Error(`${step.id} was not refused`);
		return mark(going, step, 'failed', refusal);
	}
	if (at === 'ok') await settled(going, step, openOf(going).walk.head.of);
	await runStep(going, step);
	const stand = openOf(going).walk.stands[step.id];
	if (stand?.is !== at) throw new Error(`${step.id} was to be ${at}, and is ${said(stand)}`);
	if (at === 'open') await mark(going, step, 'done', 'as expected');
};

/** Whether a step is done when the walk comes to it: there is something to read, to tick off or to send. */
export const isByHand = ({ does }: Step): boolean => ['read', 'tick', 'message', 'section'].includes(does.is);

/** Nothing is left to do at a step, and nothing comes after it. */
const isEnd = ({ runbook, walk }: Pick<OpenWalk, 'walk'> & { readonly runbook: Runbook }, step: Step): boolean => {
	const stand = walk.stands[step.id];
	return stand !== undefined && stand.is !== 'running' && wayFrom(runbook, step, walk) === undefined;
};

/** Reads, ticks off and sends until the walk stands at a step of which the scene must say something; undefined at its end. */
const byHand = async (going: Going): Promise<Step | undefined> => {
	for (;;) {
		const open = openOf(going);
		const step = stepNow(open.runbook, open.walk);
		if (step === undefined || !isByHand(step)) return step;
		if (isEnd(open, step)) return undefined;
		going.tally.visited.add(step.id);
		count(going, step);
		await runStep(going, step);
	}
};

const line = async (going: Going, [name, at, before]: Line): Promise<void> => {
	await before?.(going.deck);
	const { id } = stepNamed(openOf(going).runbook, name);
	if (at === 'goes') return did(going, [{ is: 'went', to: id, because: 'the operator went there' }]);
	const step = await byHand(going);
	if (step?.id !== id) throw new Error(`the walk stands at ${step?.id ?? 'its end'}, and not at ${name}`);
	await doAt(going, step, at);
};

/** Walks a scene from its first step to its last. */
export async function walkScene(deck: Deck, runbook: string, scene: Scene, tally: Tally): Promise<void> {
	const { of, values = {}, steps, broken, ends } = scene;
	await broken?.(deck);
	const before = new Set(Object.keys(deck.state().walks));
	deck.emit({ type: 'walk/wanted', at: Date.now(), runbook, begin: true, ...(of === undefined ? {} : { of }) });
	const id = await deck.until(`${runbook} opens`, ({ walks }) => Object.keys(walks).find((one) => !before.has(one)));
	const going: Going = { deck, id, tally };
	const given = typeof values === 'function' ? await values(deck) : values;
	for (const [name, value] of Object.entries(given)) await did(going, [{ is: 'set', name, value }]);
	for (const one of steps) {
		try {
			await line(going, one);
		} catch (error) {
			throw new Error(`${runbook}, ${one[0]}: ${error instanceof Error ? error.message : String(error)}`, {
				cause: error,
			});
		}
	}
	const rest = await byHand(going);
	if (rest !== undefined && !isEnd(openOf(going), rest)) throw new Error(`${runbook} goes on with ${rest.id}`);
	await did(going, [{ is: 'ended', as: 'done' }]);
	await ends?.(deck);
}
