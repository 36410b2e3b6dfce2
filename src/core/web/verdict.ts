import type { Phases, Reply } from '../call.ts';
import type { Condition, Millis } from '../model.ts';
import { spoken } from '../silence.ts';
import { statusText } from '../status-text.ts';
import { daysLeft, endText, renewal, usualDays } from '../tls/verdict.ts';
import type { Expected } from './expected.ts';
import { pathOf, valueAt } from './json-path.ts';

/** An answer that takes as long as this is told with its parts. */
const slow: Millis = 1000;
/** UTF-16 units of a value or text in a sentence. */
const longest = 40;
const longestAddress = 80;

/** The value as a person writes it, short. */
function valueText(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object' && value !== null) return 'an object';
	const text = JSON.stringify(value);
	return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function jsonFault(text: string, { path, is }: NonNullable<Expected['json']>): string | undefined {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return 'the answer is no JSON';
	}
	const value = valueAt(json, pathOf(path) ?? []);
	if (value === is) return undefined;
	if (value === undefined) return `the answer has no ${path}`;
	return `${path} is ${valueText(value)}, not ${valueText(is)}`;
}

/** What keeps the text of an answer from being looked at. */
function unreadable({ headers, cut }: Reply, most: number, whole: boolean): string | undefined {
	const coding = headers?.['content-encoding'] ?? 'identity';
	if (coding !== 'identity') return `the answer is packed (${coding.slice(0, longest)}), which was not asked for`;
	return cut === true && whole ? `the answer is longer than ${most / 1024} KB` : undefined;
}

function textFault(reply: Reply, { contains, json }: Expected, most: number): string | undefined {
	if (contains === undefined && json === undefined) return undefined;
	const hidden = unreadable(reply, most, json !== undefined);
	if (hidden !== undefined) return hidden;
	if (contains !== undefined && !reply.text.includes(contains)) {
		const where = reply.cut === true ? `the first ${most / 1024} KB do` : 'the answer does';
		return `${where} not contain "${contains.slice(0, longest)}"`;
	}
	return json === undefined ? undefined : jsonFault(reply.text, json);
}

/** Where a redirect sends to, without what may be secret in it. */
function redirect({ code, headers }: Reply): string {
	const to = headers?.['location']?.split(/[?#]/, 1)[0];
	return code < 300 || code > 399 || to === undefined ? '' : `, to ${to.slice(0, longestAddress)}`;
}

function phasesText({ dns, connect, tls, first }: Phases): string {
	const parts = [
		dns === undefined ? [] : [`DNS ${spoken(dns)}`],
		[`connect ${spoken(connect)}`],
		tls === undefined ? [] : [`TLS ${spoken(tls)}`],
		[`first byte ${spoken(first)}`],
	];
	return ` (${parts.flat().join(', ')})`;
}

/** An answer that was read in `took` ms and of which at most so many bytes were kept. */
export interface Answered {
	readonly reply: Reply;
	readonly took: Millis;
	readonly most: number;
}

/** What to do about a status that is not expected; of a fault of the server only its own log can tell. */
function statusFix(code: number): { readonly fix?: string } {
	const expect = `or expect the status: \`status: [${code}]\`.`;
	if (code >= 500) return {};
	if (code >= 300 && code <= 399) return { fix: `Give the address that it leads to, ${expect}` };
	if (code === 401 || code === 403) return { fix: `Give a login in \`headers\`, ${expect}` };
	if (code === 429) return { fix: 'Ask less often: `every`.' };
	return { fix: code >= 400 ? `Correct the address, ${expect}` : `Look at what answers there, ${expect}` };
}

const textFix = 'Look at the answer with `curl`; if it is fine, correct `contains` or `json`.';

/** What an answer means: down when it is another than is expected, degraded when its certificate ends soon. */
export function webVerdict({ reply, took, most }: Answered, expected: Expected, now: Millis): Omit<Condition, 'since'> {
	const { code, phases, peer } = reply;
	const parts = took >= slow && phases !== undefined ? phasesText(phases) : '';
	const said = `${statusText(code)} in ${spoken(took)}${parts}`;
	const isFine = expected.status === undefined ? code >= 200 && code <= 299 : expected.status.includes(code);
	if (!isFine) return { is: 'down', because: `${said}${redirect(reply)}`, ...statusFix(code) };
	const wrong = textFault(reply, expected, most);
	if (wrong !== undefined) return { is: 'down', because: `${said}, but ${wrong}`, fix: textFix };
	const leaf = peer?.chain[0];
	if (leaf === undefined || daysLeft(leaf, now) >= (expected.days ?? usualDays)) return { is: 'ok', because: said };
	return { is: 'degraded', because: `${said}, but its certificate ${endText(leaf, now)}`, fix: renewal };
}
