import { hidden, redact } from '../../core/redact.ts';
import { type CodeRule, finder } from './code-rule.ts';

const secret = finder(
	'secret',
	'error',
	'a reference in `variables:` (`{ secret: "env:NAME" }`), and a new secret: this one is known now',
);

/** What stands for a secret, and is none. */
const placeholder =
	/^["'`]?(?:[<[{$*\u2022.\u2026(]|x{3,}|your|change|example|redacted|secret|password|passwd|pass\b|user\b|user:pass|env:|file:|cmd:|\/|%|\\)/i;

/** What GnuPG names a key by, and what asks it to: an id or a fingerprint, which is no secret. */
const keyId = /^(?:0x)?[\dA-F]{8,40}$/i;
const gpg = /\bgpg2?\b/;

/** What a secret looks like, without saying it. */
function kindOf(before: string, text: string): string {
	if (/-----BEGIN/.test(text)) return 'a private key';
	if (/:\/\/[^\s/]*:$/.test(before)) return 'a password in an address';
	if (/(?:bearer|basic)\s*$/i.test(before)) return 'a token of a header';
	const [, name] = /([A-Za-z_][\w.-]{0,60})["'`]?\s*[:=]\s*["'`]?$/.exec(before) ?? [];
	return name === undefined ? 'a key of a known form' : `the value of ${name}`;
}

/** What was hidden in a line: from where its two forms differ to where they are the same again. */
function hiddenIn(line: string, safe: string): { readonly before: string; readonly text: string } {
	let from = 0;
	while (from < safe.length && line[from] === safe[from]) from += 1;
	let behind = 0;
	const most = Math.min(line.length, safe.length) - from;
	while (behind < most && line.at(-1 - behind) === safe.at(-1 - behind)) behind += 1;
	return { before: line.slice(0, from), text: line.slice(from, line.length - behind) };
}

/** Whether a text may be a secret: in prose what a machine made, in code whatever is one word. */
function isOne(kind: string, text: string, prose: boolean): boolean {
	if (placeholder.test(text) || text.includes('{{')) return false;
	if (!kind.startsWith('the value')) return true;
	const value = text.replace(/^(?:bearer|basic)\s+/i, '');
	return !/\s/.test(value) && (!prose || /^(?=.*\d).{8,}$/.test(value));
}

/** Secrets that stand in the document; told by line and kind, never by what they are. */
export const secrets: CodeRule = ({ source }) =>
	source.lines.flatMap(({ number, kind: area, text: line }) => {
		const safe = redact(line, []);
		if (safe === line || !safe.includes(hidden)) return [];
		const { before, text } = hiddenIn(line, safe);
		const kind = kindOf(before, text);
		if (!isOne(kind, text, area !== 'code') || (keyId.test(text) && gpg.test(line))) return [];
		return [secret(number, `${kind} stands here, for whoever reads the document`)];
	});
