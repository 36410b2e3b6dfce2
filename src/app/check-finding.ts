import type { Failure } from '../core/model.ts';

/** What was tried, whether it works, and if not what to do. `doubtful`: it works, yet there is something to know. */
export interface Finding {
	readonly ok: boolean;
	readonly doubtful?: true;
	readonly what: string;
	readonly text: string;
	readonly fix?: string;
}

/** A failure that names no remedy of its own gets one that fits what was tried. */
export const failed = (what: string, { message, fix }: Failure, usual?: string): Finding => {
	const remedy = fix ?? usual;
	return { ok: false, what, text: message, ...(remedy === undefined ? {} : { fix: remedy }) };
};

/** Nothing that fails, but something that could be better. */
export const doubted = (what: string, text: string, fix?: string): Finding => ({
	...{ ok: true, doubtful: true, what, text },
	...(fix === undefined ? {} : { fix }),
});

/** What programs said may hold what they were told; printed is none of it. */
export const redactedFinding = (finding: Finding, redact: (text: string) => string): Finding => ({
	...finding,
	text: redact(finding.text),
	...(finding.fix === undefined ? {} : { fix: redact(finding.fix) }),
});
