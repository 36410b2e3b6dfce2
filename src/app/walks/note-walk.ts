import { failureText } from '../../core/failure-text.ts';
import type { JournalEntry } from '../../core/journal.ts';
import type { Failure, Millis, Result } from '../../core/model.ts';
import { copyHead, copyLine } from '../../core/runbook/copy.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import type { Did, WalkLine } from '../../core/runbook/walk.ts';
import type { WalkParts } from './parts.ts';

const append = async ({ journal }: WalkParts, line: WalkLine): Promise<Result<JournalEntry>> => {
	if (!journal.ok) return journal;
	return journal.value.append({ what: 'walked', ...line });
};

/**
 * Writes down what was done in a walk, first that it began where nobody wrote that down yet. A walk goes on where nothing can be
 * written: then it is remembered here alone, and the screen says so.
 */
export const noteWalk = (parts: WalkParts, id: string, did: Did, at: Millis = parts.now()): Promise<void> =>
	parts.inTurn(() => noted(parts, id, did, at));

const beganLine = ({ walk }: OpenWalk, { session }: WalkParts): WalkLine => ({
	...{ at: walk.began, by: walk.by, run: walk.id },
	did: { is: 'began', head: walk.head, session },
});

/** The same for the copy on its host, which begins with the document. */
const copied = ({ copies, textOf }: WalkParts, { walk, kept }: OpenWalk, lines: readonly WalkLine[]): void => {
	const document = kept ? undefined : textOf(walk.id);
	const head = document === undefined ? '' : copyHead(walk.head, document);
	copies.add(walk.id, walk.head.host, [head, ...lines.map(copyLine)].join(''));
};

const noted = async (parts: WalkParts, id: string, did: Did, at: Millis): Promise<void> => {
	const open = parts.state().walks[id];
	if (open === undefined) return;
	const { operator: by, readOnly } = parts.state();
	// Who only reads leaves no trace: what was done is remembered here alone.
	if (readOnly) return parts.emit({ type: 'walk/noted', at: parts.now(), line: { at, by, run: id, did }, kept: false });
	let unwritten: Failure | undefined;
	if (!open.kept) {
		const first = await append(parts, beganLine(open, parts));
		if (first.ok) parts.emit({ type: 'plan/noted', at: parts.now(), entry: first.value });
		else unwritten = first.failure;
	}
	const line: WalkLine = { at, by, run: id, did };
	const written: Result<JournalEntry> =
		unwritten === undefined ? await append(parts, line) : { ok: false, failure: unwritten };
	copied(parts, open, open.kept ? [line] : [beganLine(open, parts), line]);
	if (written.ok) return parts.emit({ type: 'plan/noted', at: parts.now(), entry: written.value });
	parts.emit({ type: 'walk/noted', at: parts.now(), line, kept: false, unwritten: written.failure });
	if (open.unwritten === undefined) tell(parts, written.failure);
};

const tell = ({ emit, now }: WalkParts, failure: Failure): void => {
	const text = `this walk is not written down: ${failureText(failure)}`;
	emit({ type: 'message/shown', at: now(), message: { tone: 'warning', text, at: now() } });
};
