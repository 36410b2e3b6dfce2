import { failed } from '../core/failed.ts';
import type { Result } from '../core/model.ts';
import { longestPlan, type PlanFile, planFileOf } from '../core/plan-file.ts';
import { readAll } from '../io/read-all.ts';

const fix = 'Name the file that was made by: watchdeck plan ACTION ENV/SERVICE --json > FILE';

/** Reads the plan that somebody made, from a file, or from standard input where its path is `-`. */
export const readPlan = async (path: string): Promise<Result<PlanFile>> => {
	const isInput = path === '-';
	if (isInput && process.stdin.isTTY)
		return failed('refused', 'No plan comes on standard input: it is a terminal.', fix);
	const name = isInput ? 'standard input' : path;
	const text = await readAll({ name, most: longestPlan, ...(isInput ? {} : { path }) });
	if (text.ok) return planFileOf(text.value, name);
	return { ok: false, failure: { fix, ...text.failure } };
};
