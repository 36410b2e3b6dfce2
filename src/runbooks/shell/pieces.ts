// Splits the text of a shell block into what can be run one by one, and what stands between.
import { type Group, groupsOf } from './bindings.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import { isPrompted, promptedChunks } from './prompts.ts';

/** From the first to the last of its lines in the document, and they as they stand there, joined by line ends. */
interface Lines {
	readonly first: number;
	readonly last: number;
	readonly source: string;
}
/** What a person wrote about the commands; `text`: without its `#`. */
export interface Comment extends Lines {
	readonly kind: 'comment';
	readonly text: string;
}
/** What a block with prompts shows as the answer to the command above it. */
export interface Output extends Lines {
	readonly kind: 'output';
	readonly text: string;
}
/** What can be run by itself. */
export interface Command extends Lines {
	readonly kind: 'command';
	/**
	 * What is to be run: as it stands in the document, without its prompt and `remark`. Where an earlier command of the
	 * block set what this one is run in (`cd`, `export`), that stands before it, each with `|| exit`.
	 */
	readonly text: string;
	/** The comment behind it, without its `#`. */
	readonly remark?: string;
	/** Why several commands are one here. */
	readonly because?: string;
	/** What was begun in it and not ended: it cannot be run as it is. */
	readonly open?: string;
	/** Why it is probably none, but a text in a block for commands. */
	readonly doubt?: string;
	/** It only sets what the later ones are run in, whose `text` begins with it. */
	readonly carried?: true;
}
export type Piece = Comment | Output | Command;

/**
 * The pieces of a fenced shell block, in order; they cover each of its lines that is not blank. `line`: that of the
 * document on which the block's text begins. `prompted`: it shows a session, commands behind prompts and what they
 * answered; so does a block whose first command begins with `$ `. Never throws.
 */
export function piecesOf(
	block: string,
	line: number,
	{ prompted = false }: { readonly prompted?: boolean } = {},
): readonly Piece[] {
	const lines = block.split('\n');
	const session = prompted || isPrompted(lines);
	const chunks = session ? promptedChunks(lines) : chunksOf(block);
	const head = session ? undefined : lines.find((one) => one.trim() !== '');
	return groupsOf(chunks, line, head).flatMap((group): readonly Piece[] => {
		const members = chunks.slice(group.start, group.end);
		const [one] = members;
		const end = members.at(-1);
		if (one === undefined || end === undefined) return [];
		const source = lines.slice(one.first, end.last + 1).join('\n');
		const place = { first: line + one.first, last: line + end.last, source };
		if (members.length > 1) return [joinedCommand(members, { place, group, session })];
		const { kind, text } = one;
		return [kind === 'command' ? oneCommand(one, place, group) : { kind, ...place, text }];
	});
}

function oneCommand(chunk: Chunk, place: Lines, { before, carried, because }: Group): Command {
	const { text, remark, open } = chunk;
	return {
		kind: 'command',
		...place,
		text: withSettings(before, text),
		...(remark === undefined ? {} : { remark }),
		...(because === undefined ? {} : { because }),
		...(open === undefined ? {} : { open }),
		...(carried ? { carried } : {}),
		...doubtOf(chunk),
	};
}

const crontab = /^(?:[\d*][\d*,/-]*[ \t]+){5}\S|^@(?:reboot|hourly|daily|weekly|monthly|yearly)\s/;

/** What stands in blocks for commands and is none: a line of a crontab, a list, a note. */
function doubtOf({ text, tokens }: Chunk): Pick<Command, 'doubt'> {
	if (crontab.test(text)) return { doubt: 'it is a line of a crontab' };
	const program = tokens.find((token) => token.kind === 'word' && token.role === 'word');
	const name = program?.kind === 'word' && !program.quoted ? program.text : '';
	return /[^ -~]|^[A-Za-z]+:$/.test(name) ? { doubt: `no program is called ${name}` } : {};
}

function joinedCommand(
	members: readonly Chunk[],
	{ place, group, session }: { readonly place: Lines; readonly group: Group; readonly session: boolean },
): Command {
	const { before, because } = group;
	const commands = members.filter(({ kind }) => kind === 'command');
	const text = session ? commands.map((member) => member.text).join('\n') : place.source;
	const open = commands.find((member) => member.open !== undefined)?.open;
	return {
		kind: 'command',
		...place,
		text: withSettings(before, text),
		...(because === undefined ? {} : { because }),
		...(open === undefined ? {} : { open }),
	};
}

/** A setting that fails ends the shell: nothing runs where it was not meant to. */
function withSettings(before: readonly string[], text: string): string {
	return [...before.map((setting) => `${setting} || exit`), text].join('\n');
}
