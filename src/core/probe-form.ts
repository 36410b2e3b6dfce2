import type { z } from 'zod';
import type { Layer, Millis } from './model.ts';

/** What the config may ask of a probe kind under `probes`, and how it is read when it does not say. */
export interface ProbeForm<Shape extends z.ZodRawShape = z.ZodRawShape> {
	readonly kind: string;
	/** What it speaks of. */
	readonly layer: Layer;
	/** What it looks at, as the JSON Schema and its page in `docs/probes` say it. */
	readonly title: string;
	/** The fields of its line besides `kind`, `from`, `every`, `timeout` and `failures`. */
	readonly shape: Shape;
	/**
	 * What is wrong with the fields of a line together, and the one to point at; undefined when nothing is. A method, so
	 * that a kind may name the fields of its own shape.
	 */
	check?(line: Readonly<Record<string, unknown>>): { readonly field: string; readonly message: string } | undefined;
	readonly every: Millis;
	readonly timeout: Millis;
	/** Failures in a row that make it down; 1 unless given. */
	readonly failures?: number;
	/** Whether it is asked by default from the host that it is a probe of, or from this machine. */
	readonly from: 'host' | 'local';
	/** What accepting the line lets watchdeck do, for the person who is asked to accept a config. */
	readonly does: string;
}
