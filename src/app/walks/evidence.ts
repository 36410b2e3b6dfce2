import type { Result } from '../../core/model.ts';
import { evidenceText } from '../../core/runbook/evidence.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import { createText } from '../../io/files.ts';

/** The evidence of a walk as Markdown; with a path it is written there, where nothing may be yet, and the path is given. */
export const writtenEvidence = async (open: OpenWalk, path: string | undefined): Promise<Result<string>> => {
	const text = evidenceText(open);
	if (path === undefined) return { ok: true, value: text.trimEnd() };
	const written = await createText(path, text);
	return written.ok ? { ok: true, value: `The walk is written to ${path}.` } : written;
};
