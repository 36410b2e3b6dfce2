import { millisOf } from '../core/config/units.ts';
import type { Expectation } from '../core/runbook/expectation.ts';
import type { Attributes, Mistake } from '../core/runbook/model.ts';
import { isValueName, valueNameWanted } from '../core/runbook/value-names.ts';
import { expectationsOf } from './expectations.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Read = (text: string, into: Mutable<Attributes>) => string | undefined;

const yes: Readonly<Record<string, boolean>> = { true: true, false: false };

const flag =
	(name: 'interactive' | 'background'): Read =>
	(text, into) => {
		const value = yes[text];
		if (value === undefined) return '`true` or `false`';
		into[name] = value;
		return undefined;
	};
const length =
	(name: 'timeout' | 'every' | 'within' | 'throughout'): Read =>
	(text, into) => {
		const value = millisOf(text);
		if (value === undefined || value <= 0) return 'a length of time, such as `30s` or `5m`';
		into[name] = value;
		return undefined;
	};
const words =
	(name: 'name' | 'host' | 'cwd' | 'onFail' | 'onOk' | 'undo'): Read =>
	(text, into) => {
		if (text.trim() === '') return 'a word';
		into[name] = text;
		return undefined;
	};

const expect: Read = (text, into) => {
	const found = expectationsOf(text);
	if ('wrong' in found)
		return '`exit 0`, `contains TEXT`, `lacks TEXT`, `matches REGEX`, `json PATH is VALUE` or `http 200`, joined by ` and `';
	into.expect = found;
	return undefined;
};
const effect: Read = (text, into) => {
	if (text !== 'read' && text !== 'write') return '`read` or `write`';
	into.effect = text;
	return undefined;
};
const times: Read = (text, into) => {
	if (!/^[1-9]\d{0,2}$/.test(text)) return 'a number from 1 to 999';
	into.times = Number(text);
	return undefined;
};
const capture: Read = (text, into) => {
	if (!isValueName(text)) return valueNameWanted;
	into.capture = text;
	return undefined;
};
const captureFrom: Read = (text, into) => {
	try {
		new RegExp(text, 'mu');
	} catch {
		return 'a regular expression';
	}
	into.captureFrom = text;
	return undefined;
};

/** What an attribute must be, in words, where it is not; the attributes by name. */
const readers: Readonly<Record<string, Read>> = {
	name: words('name'),
	host: words('host'),
	cwd: words('cwd'),
	interactive: flag('interactive'),
	background: flag('background'),
	timeout: length('timeout'),
	...{ effect, expect, times, capture, from: captureFrom },
	every: length('every'),
	within: length('within'),
	throughout: length('throughout'),
	'on-fail': words('onFail'),
	'on-ok': words('onOk'),
	undo: words('undo'),
};

/** The attributes that say which action is meant; `steps/action.ts` reads them. */
const ofActions = ['action', 'service', 'to', 'image', 'dataset'];

/** Attributes that runme has for itself; they change nothing here. */
const ofRunme = [
	'id',
	'tag',
	'category',
	'mimetype',
	'excludefromrunall',
	'promptenv',
	'closeterminalonsuccess',
	'terminalrows',
	'openterminalonfailure',
	'transform',
	'stopformonfail',
];

/** What counts for nothing beside `background`, and why: nobody waits for what comes of it. */
const notBehind = [
	['interactive', 'interactive', 'what is given the terminal is waited for'],
	['capture', 'capture', 'the walk is elsewhere by then, and no value changes under it'],
	['onOk', 'on-ok', 'the walk goes on at once, and its end moves nobody'],
	['onFail', 'on-fail', 'the walk goes on at once, and its end moves nobody'],
] as const;

function unwaited(attributes: Attributes, line: number): readonly Mistake[] {
	if (attributes.background !== true) return [];
	return notBehind.flatMap(([key, name, why]) =>
		attributes[key] === undefined || attributes[key] === false
			? []
			: [{ line, text: `\`${name}\` and \`background\` exclude each other: ${why}.`, fix: 'Take one of them away.' }],
	);
}

/** The attributes of a fence, and what is wrong in them. `line`: of the fence. */
export function attributesOf(
	given: Readonly<Record<string, string>>,
	line: number,
): { readonly attributes: Attributes; readonly mistakes: readonly Mistake[] } {
	const none: readonly Expectation[] = [];
	const attributes: Mutable<Attributes> = { expect: none };
	const mistakes: Mistake[] = [];
	for (const [name, text] of Object.entries(given)) {
		const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
		if (read === undefined) {
			if (ofActions.includes(name) || ofRunme.includes(name.toLowerCase())) continue;
			const fix = `Take it away, or use one of: ${[...Object.keys(readers), ...ofActions].join(', ')}.`;
			mistakes.push({ line, text: `There is no attribute \`${name}\`.`, fix });
			continue;
		}
		const wanted = read(text, attributes);
		if (wanted !== undefined) mistakes.push({ line, text: `\`${name}=${text}\` is wrong.`, fix: `Write ${wanted}.` });
	}
	return { attributes, mistakes: [...mistakes, ...unwaited(attributes, line)] };
}
