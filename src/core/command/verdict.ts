import type { Reply } from '../call.ts';
import { known } from '../known.ts';
import { amountText, judged, type NumberLimits } from '../limits.ts';
import type { Condition, Millis } from '../model.ts';
import { spoken } from '../silence.ts';
import { patternOf } from './pattern.ts';

/** What is expected of a command. `matches` and `number` are regular expressions that `patternOf` takes. */
export interface Expected {
	/** What it is called in sentences. */
	readonly name: string;
	readonly exit: readonly number[];
	readonly contains?: string | undefined;
	readonly matches?: string | undefined;
	readonly number?: string | undefined;
	readonly limits: NumberLimits;
	/** What it is when it does otherwise. */
	readonly fails: 'down' | 'degraded';
}

/** What a command said of itself. `value`: the number in its output. */
export interface Verdict extends Omit<Condition, 'since'> {
	readonly value?: number;
}

/** So much of a line or a text stands in a sentence, in UTF-16 units. */
const most = 120;
const numberForm = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The first line that holds something; of an error the last, where the reason mostly stands. */
function line(text: string, which: 'first' | 'last'): string {
	const lines = text.split('\n', 1000).flatMap((each) => each.trim() || []);
	return (lines.at(which === 'first' ? 0 : -1) ?? '').slice(0, most);
}

const where = ({ cut }: Reply): string => (cut === true ? 'the first 64 KB of its output do' : 'its output does');

/** What is not as expected; undefined when all is. */
function fault(reply: Reply, { exit, contains, matches }: Expected): string | undefined {
	const { code, text, err } = reply;
	if (!exit.includes(code)) {
		const words = line(err, 'last') || line(text, 'last');
		return `ended with code ${code}${words === '' ? '' : `: ${words}`}`;
	}
	if (contains !== undefined && !text.includes(contains))
		return `${where(reply)} not contain "${contains.slice(0, most)}"`;
	if (matches === undefined) return undefined;
	const made = patternOf(matches);
	return made.ok && made.pattern.find(text) !== undefined
		? undefined
		: `${where(reply)} not match ${matches.slice(0, most)}`;
}

const wrongFix = 'Run it there by hand; if it is fine, correct `exit`, `contains` or `matches`.';
const numberFix = 'Run it there by hand, and correct `number`.';

function ofNumber(reply: Reply, source: string, { name, limits }: Expected): Verdict {
	const made = patternOf(source);
	const found = made.ok ? made.pattern.find(reply.text) : undefined;
	if (found === undefined)
		return { is: 'unknown', because: `${name}: ${where(reply)} not match ${source.slice(0, most)}`, fix: numberFix };
	const said = (found.group ?? found.text).trim();
	if (!numberForm.test(said))
		return { is: 'unknown', because: `${name}: "${said.slice(0, most)}" is no number`, fix: numberFix };
	const value = Number(said);
	if (!Number.isFinite(value))
		return { is: 'unknown', because: `${name}: ${said.slice(0, most)} is too large`, fix: numberFix };
	const { is, beyond, fix } = judged(value, limits);
	const because = `${name} ${amountText(value, limits.unit)}${beyond === undefined ? '' : ` ${beyond}`}`;
	return { is, value, because, ...known({ fix }) };
}

/** How what a command did stands to what is expected of it; a number that is not there is unknown, never zero. */
export function verdictOf(reply: Reply, took: Millis, expected: Expected): Verdict {
	const wrong = fault(reply, expected);
	if (wrong !== undefined) return { is: expected.fails, because: wrong, fix: wrongFix };
	if (expected.number !== undefined) return ofNumber(reply, expected.number, expected);
	const says = line(reply.text, 'first');
	return { is: 'ok', because: says === '' ? `ended with code ${reply.code} in ${spoken(took)}` : says };
}
