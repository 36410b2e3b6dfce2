import { z } from 'zod';
import { lengthForm, millisOf } from './units.ts';

/** A field that is a length of time. Bounds, which are fine themselves, example and default are written as in the config. */
interface LengthField {
	/** What it is, without a full stop, for the JSON Schema and the docs. */
	readonly what: string;
	readonly least: string;
	readonly most: string;
	/** It stands in errors and in the JSON Schema. */
	readonly example: string;
	/** What counts where it is not there. */
	readonly usual?: string;
}

function isWithin(text: string, { least, most }: LengthField): boolean {
	const [length, low, high] = [text, least, most].map((one) => millisOf(one) ?? Number.NaN);
	return length !== undefined && low !== undefined && high !== undefined && length >= low && length <= high;
}

/** A length of time as it is written. */
export const duration = (field: LengthField) => {
	const { what, least, most, example, usual } = field;
	const error = `a length of time from ${least} to ${most}, such as \`${example}\``;
	const description = `${what}. From ${least} to ${most}${usual === undefined ? '' : `. Default: ${usual}`}`;
	return z
		.string({ error })
		.regex(lengthForm, { error, abort: true })
		.refine((text) => isWithin(text, field), { error })
		.meta({ description, examples: [example] });
};

/** A length of time in milliseconds, of which the config gives the text. */
export const millis = (field: LengthField) => duration(field).transform((text) => millisOf(text) ?? 0);

/** How often something is read: more often than once a second is a load for the host, more rarely than once a week no watching. */
export const every = (example: string) => duration({ what: 'How often it is read', least: '1s', most: '7d', example });

/** How long one reading may take: under a tenth of a second hardly anything answers; a long check of backups takes many minutes. */
export const timeout = (example: string) =>
	duration({ what: 'How long one reading may take', least: '100ms', most: '1h', example });
