import type { Expectation } from '../core/runbook/expectation.ts';
import { pathOf } from '../core/web/json-path.ts';

function isRegex(text: string): boolean {
	try {
		new RegExp(text, 'mu');
		return true;
	} catch {
		return false;
	}
}

function one(text: string): Expectation | undefined {
	const [, verb = '', rest = ''] = /^\s*(\w+)\s+([\s\S]+?)\s*$/.exec(text) ?? [];
	const said = rest.replace(/^(["'])([\s\S]*)\1$/, '$2');
	switch (verb) {
		case 'exit':
			return /^\d{1,3}$/.test(said) ? { is: 'exit', code: Number(said) } : undefined;
		case 'http':
			return /^[1-5]\d\d$/.test(said) ? { is: 'http', status: Number(said) } : undefined;
		case 'contains':
		case 'lacks':
			return { is: verb, text: said };
		case 'matches':
			return isRegex(said) ? { is: 'matches', regex: said } : undefined;
		case 'json': {
			const [, path = '', value = ''] = /^(\S+)\s+is\s+([\s\S]+)$/.exec(rest) ?? [];
			const wanted = value.replace(/^(["'])([\s\S]*)\1$/, '$2');
			return path !== '' && pathOf(path) !== undefined ? { is: 'json', path, value: wanted } : undefined;
		}
		default:
			return undefined;
	}
}

/** What an `expect` attribute asks, as in `exit 0 and contains ready`; the part that is none where one is not. */
export function expectationsOf(text: string): readonly Expectation[] | { readonly wrong: string } {
	const parts = text.split(/\s+and\s+(?=(?:exit|contains|lacks|matches|json|http)\s)/);
	const found = parts.map((part) => ({ part, expectation: one(part) }));
	const wrong = found.find(({ expectation }) => expectation === undefined);
	return wrong === undefined ? found.flatMap(({ expectation }) => expectation ?? []) : { wrong: wrong.part.trim() };
}

/** A comment that says what is expected of the command above it; what it says follows. */
const promise = /^\s*(?:expected|expect|should|results? should|target)\b\s*(?:be|show|see|contain)?\s*:?\s*(.*)$/i;

/** What a comment in a shell block expects, in its words; undefined where it expects nothing. */
export function promisedIn(comment: string): string | undefined {
	const found = promise.exec(comment);
	return found === null ? undefined : comment.trim();
}

/** As far as words can be looked for: an HTTP status, and what stands in quotes. */
export function soughtIn(words: string): readonly Expectation[] {
	const status = /\bHTTP(?:\/[\d.]+)?\s+([1-5]\d\d)\b/.exec(words);
	const quoted = [...words.matchAll(/"([^"]+)"|`([^`]+)`/g)].map(([, double, tick]) => double ?? tick ?? '');
	const isJson = /\{\s*"/.test(words);
	return [
		...(status?.[1] === undefined ? [] : [{ is: 'http' as const, status: Number(status[1]) }]),
		...(isJson ? [] : quoted.map((text) => ({ is: 'contains' as const, text }))),
	];
}
