// Takes apart the part of the shell's language that means the same in every shell: words, quotes, `|` and line ends. What is
// more than that is refused, so that nothing which could change something is taken for a read.

/** What stands for a variable in a word's text; no script that is read here holds one. */
export const anything = '\0';

/** A word as a program would get it, with `anything` for a variable. `glob`: the shell may make several of it. */
export interface PlainWord {
	readonly text: string;
	readonly glob: boolean;
}
/** Commands, each of which gives what it says to the next. */
export type Pipeline = readonly (readonly PlainWord[])[];
export type Plain =
	| { readonly ok: true; readonly pipelines: readonly Pipeline[] }
	| { readonly ok: false; readonly because: string };

/** Longer than this is no question that somebody asks. */
const longest = 20_000;
/** Signs that nobody sees, or sees as others: control signs, marks of direction, spaces that are none to a shell. */
const unseen = /[[\p{C}\p{DI}\p{Z}]--[ \t\n]]/v;
const substitution = /\$\(|`/;

interface Taking {
	readonly text: string;
	at: number;
	readonly pipelines: PlainWord[][][];
	pipeline: PlainWord[][];
	command: PlainWord[];
}

const blank = /(?:[ \t]|\\\n)+/y;
const comment = /#[^\n]*/y;
/** Ends the shell where the command before it failed; it cannot do anything else. */
const orExit = /\|\| exit(?=\n)/y;
const bare = /[A-Za-z0-9_@%+=:,./-]+/y;
const bracket = /[[\]](?=[ \t\n|]|$)/y;
const home = /~(?=\/)/y;
const globs = /[*?]/y;
const single = /'([^']*)'/y;
/** In double quotes, without `!`, which bash may take for what was typed before. */
const double = /"((?:[^"\\!$]|\\[^\n]|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})*)"/y;
const inDouble = /\\([$"\\])|\$\{?\w+\}?/g;

/** The words of a script that is plain; or why it is none. */
export function plainWords(text: string): Plain {
	if (text.length > longest) return refused(`it is longer than ${longest} signs`);
	if (unseen.test(text)) return refused('it holds a sign that cannot be seen');
	if (substitution.test(text)) return refused('it runs a command within a command');
	const t: Taking = { text, at: 0, pipelines: [], pipeline: [], command: [] };
	while (t.at < text.length) {
		const because = takeNext(t);
		if (because !== undefined) return refused(because);
	}
	const because = endPipeline(t);
	if (because !== undefined) return refused(because);
	return t.pipelines.length > 0 ? { ok: true, pipelines: t.pipelines } : refused('there is no command in it');
}

function refused(because: string): Plain {
	return { ok: false, because };
}

function found(t: Taking, what: RegExp): RegExpExecArray | undefined {
	what.lastIndex = t.at;
	const match = what.exec(t.text);
	if (match === null) return undefined;
	t.at += match[0].length;
	return match;
}

/** Takes what comes next; gives why it is not plain. */
function takeNext(t: Taking): string | undefined {
	if (found(t, blank) !== undefined || found(t, comment) !== undefined) return undefined;
	if (t.text.charAt(t.at) === '\n' || found(t, orExit) !== undefined) {
		if (t.text.charAt(t.at) === '\n') t.at += 1;
		return endPipeline(t);
	}
	if (t.text.charAt(t.at) === '|') return takePipe(t);
	return takeWord(t);
}

function takePipe(t: Taking): string | undefined {
	const next = t.text.charAt(t.at + 1);
	if (next === '|' || next === '&') return `|${next} is more than a pipe`;
	if (t.command.length === 0) return 'a | stands where no command does';
	t.at += 1;
	t.pipeline.push(t.command);
	t.command = [];
	return undefined;
}

function endPipeline(t: Taking): string | undefined {
	if (t.command.length === 0 && t.pipeline.length > 0) return 'nothing follows its |';
	if (t.command.length > 0) t.pipelines.push([...t.pipeline, t.command]);
	t.pipeline = [];
	t.command = [];
	return undefined;
}

function takeWord(t: Taking): string | undefined {
	const from = t.at;
	let text = '';
	let glob = false;
	while (t.at < t.text.length && !' \t\n|'.includes(t.text.charAt(t.at))) {
		const part = takePart(t, t.at === from);
		if (part === undefined) return refusal(String.fromCodePoint(t.text.codePointAt(t.at) ?? 0));
		text += part.text;
		glob ||= part.glob;
	}
	t.command.push({ text, glob });
	return undefined;
}

/** A part of a word; `first`: nothing of it stands before. */
function takePart(t: Taking, first: boolean): PlainWord | undefined {
	if (found(t, continued) !== undefined) return { text: '', glob: false };
	const whole = first ? (found(t, bracket) ?? found(t, home)) : undefined;
	const literal = whole ?? found(t, bare);
	if (literal !== undefined) return { text: literal[0], glob: false };
	const open = found(t, globs);
	if (open !== undefined) return { text: open[0], glob: true };
	const quoted = found(t, single);
	if (quoted !== undefined) return { text: quoted[1] ?? '', glob: false };
	const half = found(t, double);
	if (half === undefined) return undefined;
	return { text: (half[1] ?? '').replace(inDouble, (_, escaped?: string) => escaped ?? anything), glob: false };
}

const continued = /\\\n/y;

const refusals: Readonly<Record<string, string>> = {
	"'": 'it holds a quote that is not closed',
	'"': 'it holds a quote that is not closed, or one with more in it than text and variables',
	$: 'it holds a variable without quotes',
	'>': 'it sends output elsewhere',
	'<': 'it takes input from elsewhere',
	';': 'it holds a ;',
	'&': 'it holds an &',
};

function refusal(sign: string): string {
	return refusals[sign] ?? `it holds ${sign} outside quotes`;
}
