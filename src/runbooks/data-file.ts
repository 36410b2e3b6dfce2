// Reads a file of data that comes with watchdeck (`config/reads.yaml`, `config/lint.yaml`), each mistake in it with its line.
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type ConfigError, errorsOf } from '../core/config/errors.ts';
import { placeIn, positionAt } from '../core/config/place.ts';

/** What a file of data holds, or each mistake in it. */
export type ParsedData<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly errors: readonly ConfigError[] };

/** The content of a YAML file that is as `schema` wants it; or each mistake in it with its line. Never throws. */
export function parseData<T>(text: string, schema: z.ZodType<T>): ParsedData<T> {
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
	if (document.errors.length > 0) {
		const errors = document.errors.map(({ pos, message }) => ({ ...positionAt(lines, pos[0]), message }));
		return { ok: false, errors };
	}
	const place = placeIn(document, lines);
	const content = contentOf(document);
	const parsed = schema.safeParse(content, { reportInput: true });
	if (parsed.success) return { ok: true, value: parsed.data };
	// The schema turns text into expressions, which no JSON Schema can say; it is only asked for suggestions.
	const errors = parsed.error.issues.flatMap((issue) => errorsOf(issue, { place, schema: z.unknown(), content }));
	return { ok: false, errors: errors.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

/** An alias of nothing is found only here, by a throw of the library: such a file is as if it were empty. */
function contentOf(document: { readonly toJS: () => unknown }): unknown {
	try {
		return document.toJS();
	} catch {
		return null;
	}
}

/** Whether a text is a regular expression. */
export function isPattern(text: string): boolean {
	try {
		return new RegExp(`^(?:${text})$`, 'u').flags === 'u';
	} catch {
		return false;
	}
}
