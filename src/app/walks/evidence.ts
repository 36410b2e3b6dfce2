import { failureText } from '../../core/failure-text.ts';
import type { Result } from '../../core/model.ts';
import { evidenceText } from '../../core/runbook/evidence.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import { createText } from '../../io/files.ts';
import type { WalkParts } from './parts.ts';
import { walkLines } from './take-up.ts';

/** The evidence of a walk as Markdown; with a path it is written there, where nothing may be yet, and the path is given. */
export const writtenEvidence = async (open: OpenWalk, path: string | undefined): Promise<Result<string>> => {
	const text = evidenceText(open);
	if (path === undefined) return { ok: true, value: text.trimEnd() };
	const written = await createText(path, text);
	return written.ok ? { ok: true, value: `The walk is written to ${path}.` } : written;
};

/** A walk with all of its lines: here the newest are kept, the journal has every one. */
const wholeWalk = async ({ journal }: WalkParts, open: OpenWalk): Promise<OpenWalk> => {
	const read = open.kept && journal.ok ? await journal.value.read({ run: open.walk.id }) : undefined;
	const lines = read?.ok === true ? walkLines(read.value).get(open.walk.id) : undefined;
	return lines === undefined || lines.length < open.lines.length ? open : { ...open, lines };
};

/** Writes the evidence of a walk that is open here to a file, after all that was to be written down of it, and says where it is. */
export const savedEvidence = (parts: WalkParts, id: string, path: string): Promise<void> =>
	parts.inTurn(async () => {
		const open = parts.state().walks[id];
		if (open === undefined) return;
		const written = await parts.save(path, parts.redact(evidenceText(await wholeWalk(parts, open))));
		const text = written.ok ? `the walk is written to ${written.value}` : failureText(written.failure);
		const tone = written.ok ? ('plain' as const) : ('warning' as const);
		parts.emit({ type: 'message/shown', at: parts.now(), message: { tone, text, at: parts.now() } });
	});
