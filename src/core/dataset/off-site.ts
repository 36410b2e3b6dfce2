import { z } from 'zod';
import { whole } from '../config/fields.ts';
import { hasReference, wrongReference } from '../config/secret.ts';
import { isSecretKey } from '../secret-names.ts';
import { plain } from './fields.ts';

/** A remote of the host's rclone, or of `env`; one that is set up in its name would be in lists of processes. */
const remoteForm = /^[A-Za-z0-9_][A-Za-z0-9_ .+@-]*:|^\//;
const remote = plain('a remote of rclone and a path', 'r2:bucket/shop', 1024)
	.refine((text) => remoteForm.test(text), {
		error: 'a remote of rclone and a path such as `r2:bucket/shop`, or a path that begins with `/`',
		abort: true,
	})
	.refine((text) => !text.split(/[/:]/).includes('..'), { error: 'a remote and a path without `..`' })
	.meta({ description: 'What rclone calls the place: a remote and a path, or a path', examples: ['r2:bucket/shop'] });

const variableForm = /^[A-Z][A-Z0-9_]*$/;
/** What rclone and the clouds call their secrets, beside what is a secret everywhere. */
const secretVariable = /SECRET|PASSWORD|TOKEN|(?:KEY|PASS|SAS_URL)$/;
const isSecret = (name: string, value: string): boolean =>
	secretVariable.test(name) || isSecretKey(name) || /:\/\/[^/]*@/.test(value);

function wrongIn(name: string, value: string): string | undefined {
	if (/\p{Cc}/u.test(value)) return 'a text without control characters, in one line';
	const reference = wrongReference(value);
	if (reference !== undefined) return reference;
	if (!isSecret(name, value) || hasReference(value)) return undefined;
	return 'a secret by reference: `${env:NAME}`, `${file:PATH}` or `${cmd:…}`';
}

const env = z
	.record(
		z.string().regex(variableForm, {
			error: 'the name of a variable, of capitals, digits and `_`, such as `RCLONE_S3_REGION`',
		}),
		z.string({ error: 'a text; what looks like a number stands in quotes' }),
	)
	.superRefine((variables, context) => {
		for (const [key, value] of Object.entries(variables)) {
			const message = wrongIn(key, value);
			if (message !== undefined) context.addIssue({ code: 'custom', message, path: [key] });
		}
	})
	.optional()
	.meta({
		description: 'What rclone is told by variables; secrets only as `${env:NAME}`, `${file:PATH}`, `${cmd:…}`',
		examples: [{ RCLONE_CONFIG_R2_TYPE: 's3', RCLONE_CONFIG_R2_SECRET_ACCESS_KEY: '${env:R2_SECRET}' }],
	});

/** The field `off-site`. */
export const offSite = z
	.strictObject({
		remote,
		keep: whole(1, 3650)
			.prefault(30)
			.meta({ description: 'For so many days the newest of each stays there. Default: 30', examples: [30] }),
		env,
	})
	.meta({
		description: 'Where copies of them go, by the rclone of `host`. Default: nowhere',
		examples: [{ remote: 'r2:bucket/shop', keep: 30 }],
	});
