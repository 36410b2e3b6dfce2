import { z } from 'zod';
import type { LogSource } from '../logs/source.ts';
import { name } from './fields.ts';

const host = name.optional().meta({ description: 'Where it lies, or `local`. Default: the host of the service' });
const unit = z
	.string()
	.regex(/^[A-Za-z0-9][\w:.@\\-]{0,254}$/, { error: 'the name of a unit such as `nginx.service`' })
	.meta({ description: 'A unit whose journal belongs to it', examples: ['nginx.service'] });
const file = z
	.string()
	.regex(/^\/[^\0]*[^/\0]$/, { error: 'the whole path of a file such as `/var/log/nginx/error.log`' })
	.meta({
		description: 'A file that belongs to it, also after it was rotated',
		examples: ['/var/log/nginx/error.log'],
	});

/** sshd allows ten sessions; beside the commands there is room for so many streams on a host. */
const mostOnHost = 2;

/** The field `logs` of a service. */
export const logLines = z
	.array(
		z.union([z.strictObject({ unit, host }), z.strictObject({ file, host })], {
			error: 'a line with `unit` or `file`',
		}),
	)
	.superRefine((lines, context) => {
		const hosts = Map.groupBy(lines, ({ host: on }) => on ?? '');
		if ([...hosts.values()].some(({ length }) => length > mostOnHost))
			context.addIssue({ code: 'custom', message: `at most ${mostOnHost} logs on one host: ssh has no room for more` });
	});

/** The logs of a service that is on a host. */
export function logsOf(lines: z.infer<typeof logLines>, on: string): readonly LogSource[] {
	return lines.map((line) =>
		'unit' in line
			? { is: 'unit', host: line.host ?? on, unit: line.unit }
			: { is: 'file', host: line.host ?? on, file: line.file },
	);
}
