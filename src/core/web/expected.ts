import { z } from 'zod';
import { whole } from '../config/fields.ts';
import { pathOf } from './json-path.ts';

const plain = z.union([z.string(), z.number(), z.boolean(), z.null()], {
	error: 'a text, a number, `true`, `false` or `null`',
});

/** What a web server's answer must be, as fields of the config. */
export const expectedFields = {
	status: z
		.array(whole(100, 599))
		.optional()
		.meta({ description: 'Fine status codes. Default: 200–299', examples: [[200, 204]] }),
	contains: z.string().optional().meta({ description: 'Text that the answer must contain' }),
	json: z
		.strictObject({
			path: z
				.string()
				.refine((text) => pathOf(text) !== undefined, { error: 'a path to one value such as `$.checks[0].status`' })
				.meta({ description: 'The path to one value', examples: ['$.status'] }),
			is: plain.meta({ description: 'What must stand there', examples: ['ok'] }),
		})
		.optional()
		.meta({
			description: 'A value that the answer, read as JSON, must have',
			examples: [{ path: '$.status', is: 'ok' }],
		}),
	days: whole(0, 365)
		.optional()
		.meta({ description: 'With https: degraded when its certificate ends in fewer days. Default: 14', examples: [14] }),
};

/** What a web server's answer must be. */
export type Expected = { readonly [K in keyof typeof expectedFields]?: z.output<(typeof expectedFields)[K]> };

/** What is wrong with a line that names authorities: over `http://` nobody shows a certificate. */
export function idleAuthorities({ url, ca }: Readonly<Record<string, unknown>>) {
	if (ca === undefined || typeof url !== 'string' || !url.startsWith('http://')) return undefined;
	return { field: 'ca', message: 'authorities beside an address with `https://`' };
}
