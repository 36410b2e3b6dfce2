import { failed } from '../../core/failed.ts';
import { known } from '../../core/known.ts';
import type { Result } from '../../core/model.ts';
import { hidden } from '../../core/redact.ts';
import type { Step } from '../../core/runbook/model.ts';
import type { Came } from '../../core/runbook/stand.ts';
import type { Whole } from '../../core/runbook/whole.ts';
import { warn } from './known-world.ts';
import { noteWalk } from './note-walk.ts';
import type { WalkParts } from './parts.ts';

/** Which value is to be taken, and of what: the first group of a regular expression, else all that was said. */
interface Wanted {
	readonly name: string;
	readonly from?: string;
}

const byHand = 'Give it a value by hand.';

/** The value that a command's output has; a failure where it is not there, not all of it is known, or a secret is in it. */
const captured = async (
	{ name, from }: Wanted,
	{ text, cut }: Whole,
	{ search, redact }: Pick<WalkParts, 'search' | 'redact'>,
): Promise<Result<string>> => {
	if (cut === true)
		return failed('full', `The output is longer than is kept of it: what ${name} is to be is not known.`, byHand);
	// Without its secrets a pattern may fit elsewhere, and what it takes there is a wrong value.
	if (text.includes(hidden))
		return failed('refused', `Of the output a secret is hidden: what ${name} is to be is not known.`, byHand);
	const taken = async (said: string): Promise<Result<string>> => {
		if (from === undefined && said.trim() === '')
			return failed('missing', `The output is empty: what ${name} is to be is not in it.`, byHand);
		if (from === undefined) return { ok: true, value: said.trim() };
		const found = await search(from, said);
		if (found.is === 'late') return failed('timeout', `It took too long to look for ${name} in the output.`, byHand);
		if (found.is === 'none') return failed('missing', `What ${name} is to be is not in the output.`, byHand);
		return { ok: true, value: found.group ?? found.whole };
	};
	const value = await taken(text);
	if (!value.ok) return value;
	// A secret may be one only beside the words before it, so all of it is looked through, and the value alone.
	const safe = redact(text);
	const same = safe === text ? value : await taken(safe);
	if (same.ok && same.value === value.value && redact(value.value) === value.value) return value;
	return failed('refused', `What ${name} is to be holds a secret, which is not written down.`, byHand);
};

/** Gives a value what a command said, where its fence asks for that. `walk`: its id. */
export const capture = async (
	parts: WalkParts,
	{ walk, step: { does } }: { readonly walk: string; readonly step: Step },
	{ verdict, unheard }: Came,
	whole: Whole,
): Promise<void> => {
	const { capture: name, captureFrom } = does.is === 'command' ? does.code.attributes : {};
	if (name === undefined || verdict === 'failed') return;
	const value =
		unheard === true
			? failed('missing', `The command had the terminal: what ${name} is to be is not known.`, byHand)
			: await captured({ name, ...known({ from: captureFrom }) }, whole, parts);
	if (value.ok) await noteWalk(parts, walk, { is: 'set', name, value: value.value });
	else warn(parts, value.failure);
};
