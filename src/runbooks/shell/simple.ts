// The simple commands of a script that was taken apart.
import { type BodyToken, isRedirection, type Nested, type Token, type WordToken } from './tokens.ts';

/** What joins a command to the one before it; nothing where it stands on a line of its own or opens a group. */
export type Joined = '|' | '&&' | '||' | ';' | '&' | '';

/** A redirection; `fd`: as it was written. `target` is missing where a script ends before it. */
export interface RedirectionTokens {
	readonly op: string;
	readonly fd?: string;
	target?: WordToken;
}
/** A simple command, or what stands where none is but runs some, such as the list of a loop: that has no words. */
export interface Simple {
	readonly after: Joined;
	readonly words: WordToken[];
	readonly assignments: WordToken[];
	readonly redirections: RedirectionTokens[];
	/** What its here-documents say. */
	readonly bodies: BodyToken[];
	readonly nested: Nested[];
	readonly from: number;
	to: number;
	/** Whether it is run by a shell of its own, which forgets what was set in it. */
	readonly sub: boolean;
}

interface Gathering {
	readonly made: Simple[];
	current: Simple | undefined;
	after: Joined;
	/** Commands whose here-documents are still to come. */
	readonly awaiting: Simple[];
	fd: string | undefined;
}

/** The simple commands of a script in order, without those that are run within words: these are `nested`. */
export function simpleCommands(tokens: readonly Token[]): readonly Simple[] {
	const g: Gathering = { made: [], current: undefined, after: '', awaiting: [], fd: undefined };
	for (const token of tokens) gather(g, token);
	return g.made;
}

function gather(g: Gathering, token: Token): void {
	switch (token.kind) {
		case 'comment':
			return;
		case 'newline':
			g.current = undefined;
			g.after = continued(g.after);
			return;
		case 'body': {
			const owner = g.awaiting.shift();
			owner?.bodies.push(token);
			owner?.nested.push(...token.nested);
			return;
		}
		case 'op':
			onOperator(g, token);
			return;
		case 'word':
			onWord(g, token);
	}
}

/** A command goes on in the next line behind these alone. */
function continued(after: Joined): Joined {
	return after === ';' || after === '&' ? '' : after;
}

function current(g: Gathering, { from, to, sub }: Token): Simple {
	if (g.current === undefined) {
		const parts = { words: [], assignments: [], redirections: [], bodies: [], nested: [] };
		g.current = { after: g.after, ...parts, from, to, sub };
		g.made.push(g.current);
		g.after = '';
	}
	g.current.to = to;
	return g.current;
}

const joins: Readonly<Record<string, Joined>> = { '|': '|', '|&': '|', '&&': '&&', '||': '||', ';': ';', '&': '&' };

function onOperator(g: Gathering, token: Extract<Token, { kind: 'op' }>): void {
	const { op } = token;
	if (isRedirection(op)) {
		const command = current(g, token);
		command.redirections.push({ op, ...(g.fd === undefined ? {} : { fd: g.fd }) });
		g.fd = undefined;
		if (op === '<<' || op === '<<-') g.awaiting.push(command);
		return;
	}
	// What stands before `()` names a function.
	if (op === '()' && g.current !== undefined) g.made.pop();
	g.current = undefined;
	if (op !== '(') g.after = joins[op] ?? '';
}

function onWord(g: Gathering, token: WordToken): void {
	switch (token.role) {
		case 'reserved':
			g.current = undefined;
			g.after = continued(g.after);
			return;
		case 'other':
			if (token.nested.length > 0) current({ ...g, current: undefined }, token).nested.push(...token.nested);
			return;
		case 'fd':
			current(g, token);
			g.fd = token.text;
			return;
		case 'target': {
			const command = current(g, token);
			const redirection = command.redirections.at(-1);
			if (redirection !== undefined) redirection.target = token;
			command.nested.push(...token.nested);
			return;
		}
		case 'assignment':
		case 'word': {
			const command = current(g, token);
			(token.role === 'word' ? command.words : command.assignments).push(token);
			command.nested.push(...token.nested);
		}
	}
}
