import type { Answer, Ask, Order } from '../../core/call.ts';
import { failed } from '../../core/failed.ts';
import type { Host, Millis, Result } from '../../core/model.ts';
import { byOurClock, type Clocks } from '../../core/runbook/clocks.ts';
import { copyTold, type Told } from '../../core/runbook/copied.ts';
import { appendCopy, beginCopy, copyLine, noCopy, readCopy } from '../../core/runbook/copy.ts';
import { lineName, once, type WalkLine } from '../../core/runbook/walk.ts';

/** What is known of a walk by its copy after it was looked at. */
export interface Followed {
	/** All its lines in the order in which they came to the host, by our clock; what waits to be sent is at the end. */
	readonly lines: readonly WalkLine[];
	/** How far the clock of a program that wrote some of them is ahead of ours. */
	readonly ahead: (session: string | undefined) => Millis;
}

/** What copies are kept with. */
export interface CopyParts {
	/** Missing where watchdeck only reads: then none is written. */
	readonly order?: Order;
	readonly ask: Ask;
	readonly hosts: () => readonly Host[];
	/** What is written leaves this machine without secrets. */
	readonly redact: (text: string) => string;
	/** Which program this is: lines of its name that it did not write are nobody's. */
	readonly session: string;
	readonly now: () => Millis;
	readonly signal: AbortSignal;
}

/** What is known of one copy. */
export interface Copy {
	readonly walk: string;
	readonly host: string;
	begins?: string;
	/** How many lines of the file were read; the first is the document. */
	known: number;
	/** What it does not have yet. */
	waiting: readonly WalkLine[];
	/** What it has, in its order. */
	had: readonly WalkLine[];
	clocks: Clocks;
	ahead: Followed['ahead'];
	/** What goes on with it: one thing after the other. */
	busy: Promise<Result<Followed>> | undefined;
}

/** So often it is tried to get lines into a copy into which others write in the same moment. */
const mostTimes = 5;

const gone = ({ walk, host }: Copy): Result<never> =>
	failed('missing', `There is no copy of ${walk} on ${host} any more.`, 'It stays in the journal here.');

/** Takes what was told: a line that was given away from here is known, and wins over what comes back of it. */
export const taken = (
	copy: Copy,
	told: Told,
	times: { readonly asked: Millis; readonly answered: Millis },
	session: string,
): void => {
	const { lines, clocks, ahead } = byOurClock(told, times, copy.clocks);
	const own = new Map([...copy.waiting, ...copy.had].map((line) => [lineName(line), line]));
	const came = lines.flatMap((line): readonly WalkLine[] => {
		const name = lineName(line);
		const known = own.get(name);
		if (known !== undefined) return [known];
		// Nobody else writes in our name.
		return line.session === session ? [] : [{ ...line, heard: copy.host }];
	});
	copy.had = once([...copy.had, ...came]);
	const names = new Set(copy.had.map(lineName));
	copy.waiting = copy.waiting.filter((line) => !names.has(lineName(line)));
	copy.known += told.count;
	copy.clocks = clocks;
	copy.ahead = ahead;
};

const answered = (copy: Copy, answer: Answer): Result<string> => {
	if (answer.ok) return { ok: true, value: answer.value.text };
	return answer.reply?.code === noCopy ? gone(copy) : answer;
};

/** Asks once: gives what waits, or only reads. */
const asked = async (copy: Copy, { order, ask, now, redact, session, signal }: CopyParts): Promise<Result<void>> => {
	const { host, walk, known, waiting } = copy;
	const began = now();
	const text = waiting.map((line) => copyLine(line, redact)).join('');
	const isSent = order !== undefined && text !== '';
	const answer = isSent
		? await order(appendCopy(host, walk, known, text), signal)
		: await ask(readCopy(host, walk, known), signal);
	const said = answered(copy, answer);
	if (!said.ok) return said;
	const told = copyTold(said.value, walk, known);
	if (!told.ok) return told;
	taken(copy, told.value, { asked: began, answered: now() }, session);
	return { ok: true, value: undefined };
};

const begun = async (copy: Copy, { order, signal }: CopyParts): Promise<Result<void>> => {
	if (copy.begins === undefined || order === undefined) return { ok: true, value: undefined };
	const answer = await order(beginCopy(copy.host, copy.walk, copy.begins), signal);
	if (!answer.ok) return answer;
	delete copy.begins;
	return { ok: true, value: undefined };
};

/** Sends what waits, and reads what others wrote since. */
export const looked = async (copy: Copy, parts: CopyParts): Promise<Result<Followed>> => {
	const begins = await begun(copy, parts);
	if (!begins.ok) return begins;
	for (let time = 0; time < mostTimes; time += 1) {
		const done = await asked(copy, parts);
		if (!done.ok) return done;
		if (copy.waiting.length === 0 || parts.order === undefined) break;
	}
	return { ok: true, value: { lines: [...copy.had, ...copy.waiting], ahead: copy.ahead } };
};

/** A copy of which nothing is known but where it lies; its first line is the document. */
export const makeCopy = (walk: string, host: string): Copy => ({
	...{ walk, host, known: 1, waiting: [], had: [], clocks: new Map(), ahead: () => 0, busy: undefined },
});
