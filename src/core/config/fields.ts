import { z } from 'zod';
import { nameForm } from '../clean.ts';
import { hasReference, wrongReference } from './secret.ts';
import { ratioOf } from './units.ts';

/** The name of a host, environment, service or probe. */
export const name = z
	.string()
	.regex(nameForm, { error: 'a name of letters, digits, `_`, `.` and `-`, at most 63, such as `api`' });
/** A whole number between two bounds, which are fine themselves. */
export const whole = (least: number, most: number) => {
	const error = `a whole number from ${least} to ${most}`;
	return z.int({ error }).min(least, { error }).max(most, { error });
};
/** A share as it is written: `5%` or `0.05`. */
export const ratio = (example: string) =>
	z
		.union([z.string(), z.number()], { error: `a share such as \`${example}\`` })
		.refine((value) => ratioOf(value) !== undefined, { error: `a share such as \`${example}\`` })
		.meta({ description: 'A share: `5%` or `0.05`', examples: [example] });

type Together = Readonly<Record<string, unknown>>;
/** Points at the field that does not fit those beside it, as a check of all of them together finds it. */
export const checkedBy =
	(check: (fields: Together) => { readonly field: string; readonly message: string } | undefined) =>
	(fields: Together, context: z.RefinementCtx): void => {
		const wrong = check(fields);
		if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong.message, path: [wrong.field] });
	};

/** A web address without a password. */
export const url = z
	.string()
	.refine((text) => /^https?:\/\/[^\s/]/.test(text), { error: 'an address such as `http://127.0.0.1:8080/health`' })
	.refine((text) => !/^https?:\/\/[^/]*@/.test(text), {
		error: 'an address without a password: put it into `headers`, by reference (`${env:NAME}`)',
	})
	.meta({ examples: ['http://127.0.0.1:8080/health'] });
const secretHeader = /^(authorization|proxy-authorization|cookie|.*(token|secret|key|password).*)$/i;
/** Request headers whose secrets stand by reference. */
export const headers = z
	.record(z.string(), z.string())
	.superRefine((given, context) => {
		for (const [key, value] of Object.entries(given)) {
			const wrong =
				wrongReference(value) ??
				(secretHeader.test(key) && !hasReference(value)
					? 'a secret by reference: `${env:NAME}`, `${file:PATH}` or `${cmd:…}`'
					: undefined);
			if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong, path: [key] });
		}
	})
	.meta({ description: 'Request headers; secrets only as `${env:NAME}`, `${file:PATH}`, `${cmd:…}`' });

/** A text that may hold secrets, and then only by reference: `wordOf` makes a word of it. */
export const secret = z
	.string()
	.superRefine((text, context) => {
		const wrong =
			wrongReference(text) ??
			(hasReference(text) ? undefined : 'a secret by reference: `${env:NAME}`, `${file:PATH}` or `${cmd:…}`');
		if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
	})
	.meta({
		description: 'A secret, by reference: `${env:NAME}`, `${file:PATH}`, `${cmd:…}`',
		examples: ['${env:PASSWORD}'],
	});

/** A share from 0 to 1, of which the config gives the text or the number. */
export const share = (example: string) => ratio(example).transform((value) => ratioOf(value) ?? 0);
/** A text that is not empty; `example` stands in errors and in the JSON Schema. */
export const text = (example: string) =>
	z
		.string({ error: `text such as \`${example}\`` })
		.min(1, { error: 'text that is not empty' })
		.meta({ examples: [example] });

/** The name and port that a text such as `db.example.com:5432` or `[::1]:22` holds; undefined where it holds none. */
export function portOf(text: string): { readonly name: string; readonly port: number } | undefined {
	const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/[\]]+)):(\d{1,5})$/.exec(text) ?? [];
	const name = bracketed ?? plain;
	const port = Number(digits);
	return name === undefined || port < 1 || port > 65_535 ? undefined : { name, port };
}

/** The path of a file of authorities, which is read on this machine. */
export const authorities = z
	.string()
	.regex(/^\//, { error: 'a path such as `/etc/ssl/our-ca.pem`' })
	.meta({
		description: 'A file on this machine: the authorities to trust instead of the usual ones, in PEM',
		examples: ['/etc/ssl/our-ca.pem'],
	});

/** A name or address with a port, of which the config gives the text. */
export const address = (example: string) =>
	z
		.string({ error: `a name and a port such as \`${example}\`` })
		.refine((given) => portOf(given) !== undefined, { error: `a name and a port such as \`${example}\``, abort: true })
		.meta({ description: 'A name or address with a port', examples: [example] })
		.transform((given) => portOf(given) ?? { name: '', port: 0 });
