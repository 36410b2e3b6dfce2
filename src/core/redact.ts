import { hideFields } from './secret-fields.ts';

/** Stands where a secret stood. */
export const hidden = '•••';

/** `scheme://user:password@host`, also with the slashes escaped as in JSON. */
const userInfo = /(:\\?\/\\?\/[^\s/:@]{0,256}:)([^\s/"'<>]{1,1024})@/g;
/** `Bearer` or `Basic` with what looks made by a machine: it has a digit early on, or is long. */
const scheme = /\b(Bearer|Basic)([ \t]{1,4})(?=[A-Za-z_+/=.~-]{0,19}\d|[\w+/=.~-]{20})[\w+/=.~-]{6,}/gi;
/** Keys with a form of their own: AWS, GitHub, GitLab, Slack, Stripe, Google, npm; and JSON Web Tokens (RFC 7519). */
const keys =
	/(?<![A-Za-z0-9])(?:(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|AIza[\w-]{35}|npm_[A-Za-z0-9]{36}|(?<![_-])eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*)/g;
const keyBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;

/** What must be in a text before one of the patterns can fit: most lines have none of it and cost one look. */
const hint =
	/pass|secret|token|key|credential|pwd|pw|auth|cookie|session|jwt|otp|dsn|salt|signature|bearer|basic|:\\?\/|akia|asia|gh[pousr]_|_pat_|glpat|xox|k_live|k_test|aiza|eyj|npm_/i;

/** PEM blocks (RFC 7468) of private keys; one that does not end takes the rest with it. */
function withoutKeyBlocks(text: string): string {
	let result = '';
	let done = 0;
	for (const { index } of text.matchAll(keyBegin)) {
		if (index < done) continue;
		keyEnd.lastIndex = index;
		const end = keyEnd.exec(text);
		result += text.slice(done, index) + hidden;
		done = end === null ? text.length : end.index + end[0].length;
	}
	return result + text.slice(done);
}

/** A text is looked through until nothing more is found, and at most so often: it stays linear in the length. */
const mostTimes = 8;

/** A text without what looks like a secret at one look. */
function withoutForms(text: string): string {
	const plain = withoutKeyBlocks(text)
		.replace(userInfo, `$1${hidden}@`)
		.replace(keys, hidden)
		.replace(scheme, `$1$2${hidden}`);
	return hideFields(plain, hidden);
}

/**
 * A text without secrets: the ones that are known by value (give them in all their `formsOf`), and what looks like one.
 * Linear in the length of the text.
 */
export function redact(text: string, secrets: Iterable<string>): string {
	let result = text;
	for (const secret of secrets)
		if (secret !== '' && result.includes(secret)) result = result.replaceAll(secret, hidden);
	if (!hint.test(result)) return result;
	// What is hidden can bring what stands around it into a form of its own: `://password://password&@`.
	for (let time = 0; time < mostTimes; time += 1) {
		const before = result;
		result = withoutForms(before);
		if (result === before) break;
	}
	return result;
}

/** A shorter secret is not looked for in base64: its few signs there stand in many a harmless text. */
const shortestInBase64 = 8;
/** So much of a secret is looked for in base64, in characters. */
const longestInBase64 = 4096;

/**
 * How a secret looks within base64 of something longer (`user:secret`), at each of the three places it can have in a group
 * of three bytes; signs that also hold bits of its neighbours are left out (RFC 4648 §4).
 */
function inBase64(secret: string): readonly string[] {
	if (secret.length < shortestInBase64) return [];
	const bytes = String.fromCharCode(...new TextEncoder().encode(secret.slice(0, longestInBase64)));
	const inner = [0, 1, 2].map((before) => {
		const all = btoa('\0'.repeat(before) + bytes).replace(/=+$/, '');
		const shared = (before + bytes.length) % 3 === 0 ? 0 : 1;
		return all.slice(Math.ceil((before * 8) / 6), all.length - shared);
	});
	return [btoa(bytes), ...inner].flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** A secret in the forms in which it may turn up: as it is, in JSON, in an address, in base64. Longest first. */
export function formsOf(secret: string): readonly string[] {
	const json = JSON.stringify(secret).slice(1, -1);
	const address = encodeURIComponent(secret.toWellFormed());
	const form = address.replaceAll('%20', '+');
	return [...new Set([...inBase64(secret), address, form, json, secret])].sort((a, b) => b.length - a.length);
}

/** A plain value (as JSON has them) with every text in it made safe by `safe`; names of fields stay. */
export function redactDeep(value: unknown, safe: (text: string) => string): unknown {
	if (typeof value === 'string') return safe(value);
	if (Array.isArray(value)) return value.map((item) => redactDeep(item, safe));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactDeep(item, safe)]));
}
