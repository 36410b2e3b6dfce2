import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const line = z.int().positive();
const document = z.strictObject({
	file: z.string(),
	lines: line,
	findings: z.array(
		z.strictObject({
			verdict: z.enum(['OK', 'PART', 'WRONG', 'NONE']),
			at: z
				.array(
					z.strictObject({
						text: z.string().min(1),
						lines: z.array(line).min(1),
						also: z.array(line).min(1).optional(),
					}),
				)
				.min(1),
			truth: z.string().min(1),
			right: z.string().min(1),
		}),
	),
	absent: z.array(z.strictObject({ line, truth: z.string(), right: z.string() })).optional(),
});

/** A document of this folder, with what is known of its commands; the words are explained in `findings.yaml`. */
export type JudgedDocument = z.infer<typeof document> & { readonly text: string };

/** The documents of this folder with their findings. */
export function judgedDocuments(): readonly JudgedDocument[] {
	const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
	return z
		.array(document)
		.parse(parse(read('findings.yaml')))
		.map((judged) => ({ ...judged, text: read(judged.file) }));
}
