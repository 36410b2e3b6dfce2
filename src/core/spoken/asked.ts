import { suggestion } from '../config/errors.ts';
import { failed } from '../failed.ts';
import { nameOf } from '../ids.ts';
import type { Result } from '../model.ts';

/** What can be asked where nothing is drawn: a command, the words behind it (in brackets those that may be left out). */
interface Word {
	readonly form: string;
	readonly help: string;
}

/** The commands that are typed, in the order in which help names them. */
const words = {
	status: {
		form: '[ENV/SERVICE]',
		help: 'what is not well now, or how one service or host stands; * stands for all',
	},
	why: { form: 'ENV/SERVICE', help: 'why it stands as it does: each check, and what runs' },
	logs: { form: 'ENV/SERVICE', help: 'the last lines of its log' },
	rollback: {
		form: 'ENV/SERVICE [RELEASE]',
		help: 'plans a roll back, tells the plan and asks for your word',
	},
	deploy: {
		form: 'ENV/SERVICE IMAGE',
		help: 'plans a deploy of an image, tells the plan and asks for your word',
	},
	restart: { form: 'ENV/SERVICE', help: 'plans a restart, tells the plan and asks for your word' },
	stop: { form: 'ENV/SERVICE', help: 'plans a stop, tells the plan and asks for your word' },
	start: { form: 'ENV/SERVICE', help: 'plans a start of what is stopped, tells the plan and asks for your word' },
	scale: {
		form: 'ENV/SERVICE REPLICAS',
		help: 'plans another number of replicas, tells the plan and asks for your word',
	},
	takeover: {
		form: 'ENV/SERVICE',
		help: 'plans to take its lock from whoever holds it, tells the plan and asks for your word',
	},
	help: { form: '', help: 'these commands' },
	quit: { form: '', help: 'ends watchdeck' },
} as const satisfies Readonly<Record<string, Word>>;

/** A command that is typed. */
export type AskedFor = keyof typeof words;

/** What was asked. `of`: the service or host, as it was typed. */
export interface Asked {
	readonly is: AskedFor;
	readonly of?: string;
	readonly to?: string;
}

const usage = (name: string, { form }: Word): string => (form === '' ? name : `${name} ${form}`);

/** How many words stand behind a command, at the least and at the most. */
const countsOf = ({ form }: Word): { readonly least: number; readonly most: number } => {
	const all = form === '' ? [] : form.split(' ');
	return { least: all.filter((word) => !word.startsWith('[')).length, most: all.length };
};

const isWord = (text: string): text is AskedFor => Object.hasOwn(words, text);

/** The commands, a line each. */
export function helpLines(): readonly string[] {
	return Object.entries(words).map(([name, word]) => `${usage(name, word)}: ${word.help}.`);
}

/** What a typed line asks; undefined where it is empty. */
export function askedIn(line: string): Result<Asked> | undefined {
	const [first = '', of, to, ...more] = line.trim().split(/\s+/);
	if (first === '') return undefined;
	const name = first.toLowerCase();
	if (!isWord(name)) {
		const { fix } = suggestion(name, Object.keys(words));
		return failed('refused', `There is no command ${first}.`, fix);
	}
	const { least, most } = countsOf(words[name]);
	const given = [of, to, ...more].filter((word) => word !== undefined).length;
	if (given > most || given < least) {
		return failed('refused', `${name} is typed so: ${usage(name, words[name])}.`);
	}
	return { ok: true, value: { is: name, ...(of === undefined ? {} : { of }), ...(to === undefined ? {} : { to }) } };
}

/** The one of `ids` that a typed word means: its id, or its name where only one is called so. */
export function meantBy(word: string, ids: readonly string[]): Result<string> {
	const same = ids.filter((id) => id === word);
	const [meant, ...others] = same.length > 0 ? same : ids.filter((id) => nameOf(id) === word);
	if (meant !== undefined && others.length === 0) return { ok: true, value: meant };
	if (meant !== undefined) return failed('refused', `${word} may be ${[meant, ...others].join(' or ')}.`, 'Name one.');
	return failed('refused', `There is no ${word}.`, suggestion(word, ids).fix);
}
