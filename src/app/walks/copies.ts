import type { Answer } from '../../core/call.ts';
import { failed } from '../../core/failed.ts';
import { failureText } from '../../core/failure-text.ts';
import type { Host, Result } from '../../core/model.ts';
import { copiedOf, copyTold } from '../../core/runbook/copied.ts';
import { type Copied, copyHead, copyLine, isWalkId, readCopy } from '../../core/runbook/copy.ts';
import { lineName, once, type WalkHead, type WalkLine } from '../../core/runbook/walk.ts';
import { firstThat } from '../first-that.ts';
import { type Copy, type CopyParts, type Followed, looked, makeCopy, taken } from './copy-link.ts';

/** The copies of walks on the hosts that they are about, so that they go on from another machine, and are watched from there. */
export interface Copies {
	/** Lines of a walk that its copy on this host is to have. With a document it begins with that. They go out when it is looked at. */
	readonly add: (walk: string, host: string | undefined, lines: readonly WalkLine[], begins?: Beginning) => void;
	/** Whether a walk has a copy somewhere. */
	readonly has: (walk: string) => boolean;
	/** Sends what waits, and reads what others wrote since. `undefined`: it has no copy. */
	readonly look: (walk: string) => Promise<Result<Followed> | undefined>;
	/** The copy of a walk, wherever one lies. */
	readonly read: (walk: string) => Promise<Result<Copied>>;
}

/** What a walk begins with: its head, and its document as it was then. */
export interface Beginning {
	readonly head: WalkHead;
	readonly text: string;
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

/** Looks for the copy of a walk on all hosts that may have one. */
const found = async (
	walk: string,
	{ hosts, ask, signal, now, session }: CopyParts,
): Promise<Result<{ readonly copied: Copied; readonly copy: Copy }>> => {
	if (!isWalkId(walk)) return failed('refused', `${walk} is not the id of a walk.`, 'It looks like w-1a2b3c.');
	const began = now();
	const answers = hosts()
		.filter(isFar)
		.map(async ({ name }) => ({ name, answer: await ask(readCopy(name, walk), signal), answered: now() }));
	// A host that hangs does not keep what another one has.
	const first = await firstThat(answers, ({ answer }) => answer.ok);
	if (first?.answer.ok !== true) return notFound(walk, await Promise.all(answers));
	const told = copyTold(first.answer.value.text, walk, 0);
	if (!told.ok) return told;
	const copied = copiedOf(told.value, walk);
	if (!copied.ok) return copied;
	const copy: Copy = { ...makeCopy(walk, first.name), known: 0 };
	taken(copy, told.value, { asked: began, answered: first.answered }, session);
	return { ok: true, value: { copied: { ...copied.value, lines: copy.had }, copy } };
};

/** Whether a line can be read back by its name: one that cannot would be sent again and again. */
const isReadable = (line: WalkLine, redact: CopyParts['redact']): boolean => {
	const told = copyTold(`1000000000\n${copyLine(line, redact)}`, line.run, 1);
	const [read] = told.ok ? told.value.lines : [];
	return read !== undefined && lineName(read.line) === lineName(line);
};

/** Makes them. */
export const makeCopies = (parts: CopyParts): Copies => {
	const copies = new Map<string, Copy>();
	const copyFor = (walk: string, name: string | undefined): Copy | undefined => {
		const known = copies.get(walk);
		if (known !== undefined) return known;
		const host = parts.hosts().find((one) => one.name === name);
		if (host === undefined || !isFar(host) || !isWalkId(walk)) return undefined;
		const made = makeCopy(walk, host.name);
		copies.set(walk, made);
		return made;
	};
	return {
		add: (walk, name, lines, begins) => {
			const copy = copyFor(walk, name);
			if (copy === undefined) return;
			copy.waiting = once([...copy.waiting, ...lines.filter((line) => isReadable(line, parts.redact))]);
			if (begins !== undefined) copy.begins = copyHead(begins.head, begins.text, parts.redact);
		},
		has: (walk) => copies.has(walk),
		look: async (walk) => {
			const copy = copies.get(walk);
			if (copy === undefined) return undefined;
			const before = copy.busy ?? Promise.resolve();
			// What went wrong before was told where it was waited for.
			const next = before.catch(() => undefined).then(() => looked(copy, parts));
			copy.busy = next;
			return next;
		},
		read: async (walk) => {
			const one = await found(walk, parts);
			if (!one.ok) return one;
			copies.set(walk, one.value.copy);
			return { ok: true, value: one.value.copied };
		},
	};
};
