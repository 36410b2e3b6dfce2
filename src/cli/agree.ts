import { createInterface } from 'node:readline/promises';
import { failed } from '../core/failed.ts';
import { nameOf } from '../core/ids.ts';
import type { Protection, Result } from '../core/model.ts';
import type { Consent, Plan } from '../core/plan.ts';
import { written } from './print.ts';

const unconfirmed = failed('refused', 'It was not confirmed.', 'Nothing was changed.');

/** Whether a person sits here. */
export const isAttended = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** Asks a person one question. */
export const askPerson = async (question: string): Promise<string> => {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question(written(question));
	terminal.close();
	return answer.trim();
};

/** The operator's word on a plan, as much of it as the protection asks; `--yes` stands for the typing. */
export const agreed = async (
	{ yes }: { readonly yes?: true },
	{ service }: Plan,
	protection: Protection,
): Promise<Result<Consent['how']>> => {
	if (yes === true) return { ok: true, value: '--yes' };
	if (!isAttended())
		return failed('refused', 'Nobody can confirm this here.', 'Read the plan with --dry-run, then add --yes.');
	const name = nameOf(service);
	switch (protection) {
		case 'open':
			return (await askPerson('Press enter to do it: ')) === '' ? { ok: true, value: 'enter' } : unconfirmed;
		case 'guarded':
			return (await askPerson('Do it? [y/N] ')) === 'y' ? { ok: true, value: 'y' } : unconfirmed;
		case 'protected':
		case 'locked':
			return (await askPerson(`Type ${name} to do it: `)) === name ? { ok: true, value: 'typed service' } : unconfirmed;
	}
};
