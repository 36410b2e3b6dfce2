import { createInterface } from 'node:readline/promises';
import { failed } from '../core/failed.ts';
import { nameOf } from '../core/ids.ts';
import { known } from '../core/known.ts';
import type { Protection, Result } from '../core/model.ts';
import type { Consent, Plan } from '../core/plan.ts';
import { isGrave } from '../core/select/plan/stand.ts';
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

/** A word on a plan, with what was typed for it. */
export interface Agreed {
	readonly how: Consent['how'];
	readonly typed?: string;
	readonly why?: string;
}

/** What the flags say of a word, before anybody is asked. */
interface Said {
	readonly yes?: true;
	readonly confirm?: string;
	readonly reason?: string;
}

const unattended = (fix: string) => failed('refused', 'Nobody can confirm this here.', fix);

/** The operator's word on a plan, as much of it as the protection asks; `--yes` stands for the typing, but not of what is grave. */
export const agreed = async (said: Said, plan: Plan, protection: Protection): Promise<Result<Agreed>> => {
	const why = known({ why: said.reason });
	if (said.confirm !== undefined) {
		return { ok: true, value: { how: 'typed env/service', typed: said.confirm, ...why } };
	}
	if (isGrave(plan)) return agreedGrave(said, plan);
	if (said.yes === true) return { ok: true, value: { how: '--yes', ...why } };
	if (!isAttended()) return unattended('Read the plan with --dry-run, then add --yes.');
	const how = await asked(nameOf(plan.service), protection);
	return how === undefined ? unconfirmed : { ok: true, value: { how, typed: nameOf(plan.service), ...why } };
};

/** What is grave asks a person for a reason, and then for environment and service. */
const agreedGrave = async ({ reason }: Said, { service }: Plan): Promise<Result<Agreed>> => {
	if (!isAttended()) return unattended(`This is grave. Read the plan, then add: --confirm ${service} --reason "…"`);
	const why = reason ?? (await askPerson('This is grave. Why is it done? '));
	if (why.trim() === '') return unconfirmed;
	const typed = await askPerson(`Type ${service} to do it: `);
	return typed === service ? { ok: true, value: { how: 'typed env/service', typed, why } } : unconfirmed;
};

/** What a person said, where it is enough. */
const asked = async (name: string, protection: Protection): Promise<Consent['how'] | undefined> => {
	switch (protection) {
		case 'open':
			return (await askPerson('Press enter to do it: ')) === '' ? 'enter' : undefined;
		case 'guarded':
			return (await askPerson('Do it? [y/N] ')) === 'y' ? 'y' : undefined;
		case 'protected':
		case 'locked':
			return (await askPerson(`Type ${name} to do it: `)) === name ? 'typed service' : undefined;
	}
};
