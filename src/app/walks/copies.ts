import type { Ask, Order } from '../../core/call.ts';
import { failed } from '../../core/failed.ts';
import { failureText } from '../../core/failure-text.ts';
import type { Host, Result } from '../../core/model.ts';
import { copiedOf } from '../../core/runbook/copied.ts';
import { appendCopy, type Copied, isWalkId, readCopy } from '../../core/runbook/copy.ts';
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
			const found = await Promise.all(far.map(async ({ name }) => ask(readCopy(name, walk), signal)));
			const copy = found.find((answer) => answer.ok);
			if (copy?.ok === true) return copiedOf(copy.value.text, walk);
			const where = far.length === 0 ? '' : `, nor a copy of it on ${far.map(({ name }) => name).join(', ')}`;
			return failed(
				'missing',
				`There is no walk ${walk} in the journal here${where}.`,
				'See watchdeck runbook list for the walks that are open.',
			);
		},
	};
};
