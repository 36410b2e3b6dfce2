import type { z } from 'zod';
import type { DatasetKindName } from './kind-name.ts';

/** What the config may say of a kind of dataset, beside what it may say of each (`core/config/dataset-lines.ts`). */
export interface DatasetForm<Shape extends z.ZodRawShape = z.ZodRawShape> {
	readonly kind: DatasetKindName;
	/** What it is, as the JSON Schema and its page in `docs/datasets` say it. */
	readonly title: string;
	/** What a backup of it ends in, before what its compression adds: `dump`. */
	readonly suffix: string;
	/**
	 * The fields of its own. What they hold becomes `settings` of the dataset, under their names, but for those that are
	 * read of every kind that has them: `password`, `tables`, `newest`, `checks`, `verify`.
	 */
	readonly shape: Shape;
	/**
	 * What is wrong with the fields of a line together, and the one to point at; undefined when nothing is. A method, so
	 * that a kind may name the fields of its own shape.
	 */
	check?(line: Readonly<Record<string, unknown>>): { readonly field: string; readonly message: string } | undefined;
}
