import type { Command, Where } from './command.ts';
import { graphemes } from './field.ts';

/** Keys of the operator's own choice: the ids of commands, each with all its keys; an empty list takes them away. */
export type Keys = Readonly<Record<string, readonly string[]>>;

/** A mistake in such a choice. `at`: which key of the list; none: the id. `word` was meant to be one of `words`. */
export interface KeyMistake {
	readonly id: string;
	readonly at?: number;
	readonly message: string;
	readonly word?: string;
	readonly words?: readonly string[];
	readonly fix?: string;
}

/** The names of the keys that print nothing, without those of ctrl; see `keyNames` in `hooks/key-name.ts`. */
const named = ['up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end', 'space', 'tab', 'shift-tab'].concat(
	...['backspace', 'delete', 'enter', 'esc'],
);
// A terminal sends the same bytes for ctrl with these letters as for backspace, tab and enter.
const withCtrl = [...'abcdefgklnopqrstuvwxyz'].map((letter) => `ctrl-${letter}`);
/** Keys that end what is typed, stop and quit wherever one is: nobody may take them. */
const kept: readonly string[] = ['enter', 'esc', 'ctrl-c', 'ctrl-z'];

/** Whether the keys of a command can be chosen: those of dialogs cannot, as the dialogs' own words name them. */
export function isBindable({ where }: Command): boolean {
	return !where.some((place) => place.startsWith('dialog '));
}

/** The commands with the keys of the operator's choice; a command that is not in it keeps its own. */
export function rebound(commands: readonly Command[], keys: Keys): readonly Command[] {
	const chosen = new Map(Object.entries(keys));
	return commands.map((command) => {
		const own = isBindable(command) ? chosen.get(command.id) : undefined;
		if (own === undefined) return command;
		const { footer, ...rest } = command;
		// The footer shows keys: without one there is nothing to show.
		return { ...rest, keys: own, ...(footer === undefined || own.length === 0 ? {} : { footer }) };
	});
}

/** What is wrong with a choice of keys, in its order. */
export function keyMistakes(commands: readonly Command[], keys: Keys): readonly KeyMistake[] {
	const own = new Map(commands.map((command) => [command.id, command]));
	const after = rebound(commands, keys);
	return Object.entries(keys).flatMap(([id, chosen]) => {
		const command = own.get(id);
		if (command === undefined) return [unknownId(id, commands)];
		if (!isBindable(command)) return [ofDialog(id)];
		return chosen.flatMap((key, at) => mistakesOf({ command, key, at, after }));
	});
}

/** A key that one command has now. */
interface Bound {
	readonly command: Command;
	readonly key: string;
	readonly at: number;
	/** All commands as they would be. */
	readonly after: readonly Command[];
}

function mistakesOf({ command, key, at, after }: Bound): readonly KeyMistake[] {
	const { id } = command;
	if (!isKey(key))
		return [{ id, at, message: `there is no key \`${key}\``, word: key, words: [...named, ...withCtrl] }];
	// What it had already, or has twice, takes nothing from anyone.
	if (kept.includes(key) && !command.keys.includes(key)) {
		const message = `\`${key}\` cannot be given to \`${id}\`: it ends what is typed, stops or quits wherever one is`;
		return [{ id, at, message, fix: 'Name another key.' }];
	}
	const other = after.find((one) => one.id !== id && one.keys.includes(key) && sharesPlace(one, command.where));
	if (other !== undefined) {
		const message = `\`${key}\` is the key of \`${id}\` and of \`${other.id}\`, which are heard in the same place`;
		return [{ id, at, message, fix: `Give \`${other.id}\` another key, or none: \`${other.id}: []\`` }];
	}
	const answer = changes(command) && !command.keys.includes(key) ? answering(after, key) : undefined;
	if (answer === undefined) return [];
	const message = `\`${key}\` cannot be given to \`${id}\`: pressed twice it would also do \`${answer.id}\` in the dialog`;
	return [{ id, at, message, fix: 'Name another key.' }];
}

function isKey(key: string): boolean {
	if (named.includes(key) || withCtrl.includes(key)) return true;
	return graphemes(key).length === 1 && /^[\p{L}\p{N}\p{P}\p{S}]/u.test(key) && !/\p{C}/u.test(key);
}

function unknownId(id: string, commands: readonly Command[]): KeyMistake {
	const words = commands.filter(isBindable).map((command) => command.id);
	return { id, message: `there is no command \`${id}\``, word: id, words };
}

function ofDialog(id: string): KeyMistake {
	return {
		id,
		message: `the keys of \`${id}\` cannot be chosen: the dialog in which they are heard names them`,
		fix: 'Remove this line.',
	};
}

function sharesPlace({ where }: Command, places: readonly Where[]): boolean {
	return where.some((place) => places.includes(place));
}

/** Whether it leads to a change of what is watched. */
function changes({ tier }: Command): boolean {
	return tier === 2 || tier === 4;
}

/** What of a dialog would take a key for an answer. */
function answering(commands: readonly Command[], key: string): Command | undefined {
	return commands.find(
		(one) => !isBindable(one) && one.keys.includes(key) && !isReading(one) && one.id !== 'plan.nothing',
	);
}

/** Whether it only refreshes or pages: what is pressed without a thought. */
function isReading({ id }: Command): boolean {
	return id === 'everywhere.refresh' || /\.(down|up|(page|half)-(down|up)|top|bottom)$/.test(id);
}

/**
 * Keys of the operator's choice that lead to a change in one place, and refresh or page in another: a sentence each. That
 * `b` plans a backup on a dataset and is a page up in text is ours (and less's), and no mistake of theirs.
 */
export function keyWarnings(all: readonly Command[], chosen: Keys): readonly string[] {
	const commands = rebound(all, chosen);
	return commands.filter(changes).flatMap(({ id, keys, where }) =>
		keys.flatMap((key) => {
			const other = commands.find((one) => isReading(one) && one.keys.includes(key));
			if (other === undefined || !isHeardOutside(where)) return [];
			if (chosen[id] === undefined && chosen[other.id] === undefined) return [];
			return `\`${key}\` is the key of \`${id}\`, which leads to a change, and elsewhere of \`${other.id}\``;
		}),
	);
}

/** The keys of a dialog are heard there alone, with its question in sight. */
function isHeardOutside(where: readonly Where[]): boolean {
	return where.some((place) => !place.startsWith('dialog '));
}
