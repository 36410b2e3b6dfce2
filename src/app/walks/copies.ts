import type { Answer, Ask, Order } from '../../core/call.ts';
import { failed } from '../../core/failed.ts';
import { failureText } from '../../core/failure-text.ts';
import type { Host, Result } from '../../core/model.ts';
import { copiedOf } from '../../core/runbook/copied.ts';
import { appendCopy, type Copied, isWalkId, readCopy } from '../../core/runbook/copy.ts';
import { firstThat } from '../first-that.ts';
import { inBackground } from '../in-background.ts';

/** The copies of walks on the hosts that they are about, so that they go on from another machine. */
export interface Copies {
	/** Adds a text to the copy of a walk. Nobody waits for it; what a host did not take goes with the next. */
	readonly add: (walk: string, host: string | undefined, text: string) => void;
	/** The copy of a walk, wherever one lies. */
	readonly read: (walk: string) => Promise<Result<Copied>>;
}

interface CopyParts {
	/** Missing where watchdeck only reads: then none is written. */
	readonly order?: Order;
	readonly ask: Ask;
	readonly hosts: () => readonly Host[];
	/** What is written leaves this machine without secrets. */
	readonly redact: (text: string) => string;
	readonly warn: (text: string) => void;
	readonly signal: AbortSignal;
}

/** Only a host that is reached by ssh has an account of its own: this machine has the journal. */
const isFar = ({ reach }: Host): boolean => typeof reach === 'object';

interface Asked {
	readonly name: string;
	readonly answer: Answer;
}

/** Why there is no copy: the hosts that were not reached may have one all the same. */
const notFound = (walk: string, asked: readonly Asked[]): Result<never> => {
	const listed = (some: readonly Asked[]) => some.map(({ name }) => name).join(', ');
	const silent = asked.filter(({ answer }) => !answer.ok && answer.reply === undefined);
	const here = `There is no walk ${walk} in the journal here`;
	const [first] = silent.flatMap(({ answer }) => (answer.ok ? [] : [answer.failure]));
	if (first !== undefined)
		return failed(
			'unreachable',
			`${here}, and ${listed(silent)} could not be asked for a copy of it: ${failureText(first)}`,
		);
	const where = asked.length === 0 ? '' : `, nor a copy of it on ${listed(asked)}`;
	return failed('missing', `${here}${where}.`, 'See watchdeck runbook list for the walks that are open.');
};

/** Makes them. */
export const makeCopies = ({ order, ask, hosts, redact, warn, signal }: CopyParts): Copies => {
	const waiting = new Map<string, string>();
	const busy = new Set<string>();
	const told = new Set<string>();
	const send = async (walk: string, host: string, give: Order): Promise<void> => {
		if (busy.has(walk)) return;
		busy.add(walk);
		for (let text = waiting.get(walk); text !== undefined; text = waiting.get(walk)) {
			waiting.delete(walk);
			const answer = await give(appendCopy(host, walk, text), signal);
			if (answer.ok) continue;
			waiting.set(walk, text + (waiting.get(walk) ?? ''));
			if (!told.has(walk)) warn(`the copy of this walk on ${host} is not written: ${failureText(answer.failure)}`);
			told.add(walk);
			break;
		}
		busy.delete(walk);
	};
	return {
		add: (walk, name, text) => {
			const host = hosts().find((one) => one.name === name);
			if (order === undefined || host === undefined || !isFar(host) || !isWalkId(walk)) return;
			waiting.set(walk, (waiting.get(walk) ?? '') + redact(text));
			inBackground(send(walk, host.name, order));
		},
		read: async (walk) => {
			const far = hosts().filter(isFar);
			if (!isWalkId(walk)) return failed('refused', `${walk} is not the id of a walk.`, 'It looks like w-1a2b3c.');
			const answers = far.map(async ({ name }) => ({ name, answer: await ask(readCopy(name, walk), signal) }));
			// A host that hangs does not keep what another one has.
			const copy = await firstThat(answers, ({ answer }) => answer.ok);
			if (copy?.answer.ok === true) return copiedOf(copy.answer.value.text, walk);
			return notFound(walk, await Promise.all(answers));
		},
	};
};
