import { isSecretField } from './secret-names.ts';

/** A name and what binds it to its value: `name=`, `"name": `, `\"name\":`, `user[name]=`, `name => `. Both bounded. */
const bound = /(?<![\w.-])([\w.-]{1,128})((?:\]|%5D)?\\{0,7}["']?[ \t]{0,4}(?:=>|[:=])[ \t]{0,4})/g;
/** An option with its value after a space: `--db-password hunter2`. */
const option = /(?<![\w.-])--?([A-Za-z][\w.-]{0,127})([ \t]{1,4})(?=[^\s-])/g;

const quoteForm = /(\\{0,7})(["'`])/y;
const listForm = /\[[^\]\n]*/y;
/** In a header the value goes to the end of the line, or of the quotes that the header stands in. */
const headerName = /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i;
const lineForm = /[^\r\n]*/y;
const inQuotesForm = /[^\r\n"'`]*/y;
/** A bare value, with the scheme before it if it has one. In JSON it ends at a comma or brace, elsewhere they belong to it. */
const bareForm = /(?:(?:bearer|basic|digest|token|negotiate)[ \t]{1,4})?[^\s&"\\<>]*/iy;
const jsonForm = /[^\s,"}\]]*/y;
/** What is there instead of a secret: no value, or a sign (`unexpected token: }`). */
const nothing = /^(?:null|none|nil|true|false|undefined|[^\p{L}\p{N}]{0,3})$/iu;

interface Field {
	readonly name: string;
	/** All between the name and its value. */
	readonly binds: string;
	/** The sign before the name. */
	readonly before: string;
	/** Where the value begins. */
	readonly at: number;
}

/** Where a form that is matched at `at` ends; `at` itself where it does not match. */
function endOf(form: RegExp, text: string, at: number): number {
	form.lastIndex = at;
	return form.test(text) ? form.lastIndex : at;
}

/** How many backslashes stand right before this place. */
function slashesBefore(text: string, at: number): number {
	let count = 0;
	while (text[at - 1 - count] === '\\') count += 1;
	return count;
}

/**
 * The end of a quoted value that begins after `at`. JSON in a string of JSON has `\"` for its quotes and `\\\"` for one in
 * a value: with n backslashes at the opening, the closing quote has n, and one inside has more. No end: that of the line.
 */
function closing(text: string, at: number, quote: string, slashes: number): number {
	for (let end = text.indexOf(quote, at); end >= 0; end = text.indexOf(quote, end + 1)) {
		const count = Math.min(slashesBefore(text, end), end - at);
		if (count % (2 * (slashes + 1)) === slashes) return end - slashes;
	}
	const line = text.indexOf('\n', at);
	return line < 0 ? text.length : line;
}

function bareEnd(text: string, { name, binds, before, at }: Field): number {
	if (headerName.test(name) && binds.includes(':'))
		return endOf(/["'`]/.test(before) ? inQuotesForm : lineForm, text, at);
	const list = endOf(listForm, text, at);
	if (list > at) return list;
	return endOf(/["']/.test(binds) && binds.includes(':') ? jsonForm : bareForm, text, at);
}

/** From where to where the value of a field goes, without its quotes. */
function rangeOf(text: string, field: Field): readonly [number, number] {
	quoteForm.lastIndex = field.at;
	const [whole, slashes = '', quote] = quoteForm.exec(text) ?? [];
	if (whole === undefined || quote === undefined) return [field.at, bareEnd(text, field)];
	const start = field.at + whole.length;
	return [start, closing(text, start, quote, slashes.length)];
}

/** A text with `hidden` for the values of the fields that this form finds. One pass: a value is not looked into again. */
function withoutValues(text: string, form: RegExp, hidden: string): string {
	let result = '';
	let done = 0;
	for (const found of text.matchAll(form)) {
		const [whole, name = '', binds = ''] = found;
		if (found.index < done || !isSecretField(name)) continue;
		const field = { name, binds, before: text[found.index - 1] ?? '', at: found.index + whole.length };
		const [start, end] = rangeOf(text, field);
		if (nothing.test(text.slice(start, end))) continue;
		result += text.slice(done, start) + hidden;
		done = end;
	}
	return result + text.slice(done);
}

/** A text with `hidden` for each value whose name says that it is a secret; the names stay. Linear in its length. */
export function hideFields(text: string, hidden: string): string {
	return withoutValues(withoutValues(text, bound, hidden), option, hidden);
}
