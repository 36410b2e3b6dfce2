import { suggestion } from '../config/errors.ts';
import { failed } from '../failed.ts';
import { nameOf } from '../ids.ts';
import type { Result } from '../model.ts';

/** What can be asked where nothing is drawn: a command and the words behind it. */
interface Word {
	readonly takes: 'nothing' | 'maybe a service' | 'a service' | 'a service and maybe a release';
	readonly help: string;
}

/** The commands that are typed, in the order in which help names them. */
const words = {
	status: {
		takes: 'maybe a service',
		help: 'what is not well now, or how one service or host stands; * stands for all',
	},
	why: { takes: 'a service', help: 'why it stands as it does: each check, and what runs' },
	logs: { takes: 'a service', help: 'the last lines of its log' },
	rollback: {
		takes: 'a service and maybe a release',
		help: 'plans a roll back, tells the plan and asks for your word',
	},
	restart: { takes: 'a service', help: 'plans a restart, tells the plan and asks for your word' },
	help: { takes: 'nothing', help: 'these commands' },
	quit: { takes: 'nothing', help: 'ends watchdeck' },
} as const satisfies Readonly<Record<string, Word>>;

/** A command that is typed. */
export type AskedFor = keyof typeof words;

/** What was asked. `of`: the service or host, as it was typed. */
export interface Asked {
	readonly is: AskedFor;
	readonly of?: string;
	readonly to?: string;
}

const usage = (name: string, { takes }: Word): string => {
	switch (takes) {
		case 'nothing':
			return name;
		case 'maybe a service':
			return `${name} [ENV/SERVICE]`;
		case 'a service':
			return `${name} ENV/SERVICE`;
		case 'a service and maybe a release':
			return `${name} ENV/SERVICE [RELEASE]`;
	}
};

const isWord = (text: string): text is AskedFor => Object.hasOwn(words, text);
const most: Readonly<Record<Word['takes'], number>> = {
	...{ nothing: 0, 'maybe a service': 1, 'a service': 1, 'a service and maybe a release': 2 },
};

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
	const { takes }: Word = words[name];
	const given = [of, to, ...more].filter((word) => word !== undefined).length;
	const needsOne = takes === 'a service' || takes === 'a service and maybe a release';
	if (given > most[takes] || (needsOne && of === undefined)) {
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
