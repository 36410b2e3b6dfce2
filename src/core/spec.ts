import { z } from 'zod';
import { failed } from './failed.ts';
import type { Result } from './model.ts';
import type { Probe } from './probe.ts';
import type { ProbeForm } from './probe-form.ts';

/** What a probe was told, in the form that its kind knows; a failure that says which field is wrong when it has another. */
export function specOf<T>(schema: z.ZodType<T>, { kind, of, spec }: Probe): Result<T> {
	const parsed = schema.safeParse(spec);
	if (parsed.success) return { ok: true, value: parsed.data };
	const [first] = parsed.error.issues;
	const what = first === undefined ? 'it has the wrong form' : `${first.path.join('.')}: ${first.message}`;
	return failed('bug', `The ${kind} probe of ${of} cannot be read: ${what}.`);
}

/**
 * What a line under `probes` told a kind, its texts turned into values, and `from`: the host it is asked from. The config
 * was checked by the same form, so that a failure is a fault of ours.
 */
export function formSpec<Shape extends z.ZodRawShape>(
	{ shape }: ProbeForm<Shape>,
	probe: Probe,
): Result<z.output<z.ZodObject<Shape & { readonly from: z.ZodString }>>> {
	return specOf(z.object({ ...shape, from: z.string() }), probe);
}
