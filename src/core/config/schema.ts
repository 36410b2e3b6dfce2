import { z } from 'zod';
import { nameForm } from '../clean.ts';
import { hostsName } from '../ids.ts';
import { hasReference, wrongReference } from './secret.ts';
import { millisOf, ratioOf } from './units.ts';

const name = z
	.string()
	.regex(nameForm, { error: 'a name of letters, digits, `_`, `.` and `-`, at most 63, such as `api`' });
const environmentName = name.refine((text) => text !== hostsName, {
	error: `another name than \`${hostsName}\`, which stands before the names of hosts`,
});
const duration = (example: string) =>
	z
		.string()
		.refine((text) => millisOf(text) !== undefined, { error: `a length of time such as \`${example}\``, abort: true })
		.refine((text) => millisOf(text) !== 0, { error: `a length of time that is not zero, such as \`${example}\`` })
		.meta({ description: 'A length of time: `800ms`, `5s`, `2m`', examples: [example] });
const whole = (least: number, most: number) => {
	const error = `a whole number from ${least} to ${most}`;
	return z.int({ error }).min(least, { error }).max(most, { error });
};
const ratio = (example: string) =>
	z
		.union([z.string(), z.number()], { error: `a share such as \`${example}\`` })
		.refine((value) => ratioOf(value) !== undefined, { error: `a share such as \`${example}\`` })
		.meta({ description: 'A share: `5%` or `0.05`', examples: [example] });

const url = z
	.string()
	.refine((text) => /^https?:\/\/[^\s/]/.test(text), { error: 'an address such as `http://127.0.0.1:8080/health`' })
	.refine((text) => !/^https?:\/\/[^/]*@/.test(text), {
		error: 'an address without a password: put it into `headers`, by reference (`${env:NAME}`)',
	})
	.meta({ examples: ['http://127.0.0.1:8080/health'] });
const secretHeader = /^(authorization|proxy-authorization|cookie|.*(token|secret|key|password).*)$/i;
const headers = z
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

const fetched = {
	url,
	from: name
		.optional()
		.meta({ description: 'The host it is asked from, or `local`. Default: the host of the service' }),
	every: duration('5s').optional(),
	timeout: duration('5s').optional(),
	headers: headers.optional(),
};
const health = z
	.union([
		url,
		z.strictObject({
			...fetched,
			status: z
				.array(whole(100, 599))
				.optional()
				.meta({ description: 'Fine status codes. Default: 200–299', examples: [[200, 204]] }),
			contains: z.string().optional().meta({ description: 'Text that the answer must contain' }),
			failures: whole(1, 100)
				.optional()
				.meta({ description: 'Failures in a row that make it down. Default: 3', examples: [3] }),
		}),
	])
	.meta({ examples: ['http://127.0.0.1:8080/health'] });
const metrics = z
	.union([
		url,
		z.strictObject({
			...fetched,
			requests: z.string().optional().meta({ description: 'The counter of requests. Default: `http_requests_total`' }),
			durations: z
				.string()
				.optional()
				.meta({ description: 'The histogram of their lengths in seconds. Default: `http_request_duration_seconds`' }),
			label: z.string().optional().meta({ description: 'The label with the status code. Default: found by itself' }),
		}),
	])
	.meta({ examples: ['http://127.0.0.1:8080/metrics'] });
const thresholds = z.strictObject({
	errors: ratio('5%').optional().meta({ description: 'Share of requests that fail. Default: 5%' }),
	p95: duration('2s').optional().meta({ description: '95 of 100 answers are faster. Default: 2s' }),
	cpu: ratio('90%').optional().meta({ description: 'Share of one processor or, for a host, of all. Default: 90%' }),
	memory: ratio('85%').optional().meta({ description: 'Share of the limit. Default: 85%' }),
	disk: ratio('80%').optional().meta({ description: 'Share of the fullest file system. Default: 80%' }),
});
const operatorForm = 'a name of at most 64 letters, or `${env:NAME}`';
const operator = z
	.string({ error: operatorForm })
	.min(1, { error: operatorForm })
	.max(64, { error: operatorForm })
	.refine((text) => wrongReference(text) === undefined && !/\$\{(file|cmd):/.test(text), { error: operatorForm });
const service = z.strictObject({
	platform: z.enum(['docker', 'compose', 'swarm']).optional().meta({ description: 'What runs it. Default: `docker`' }),
	host: name.optional().meta({ description: 'Where it runs. Needed when there is more than one host' }),
	container: z
		.string()
		.min(1, { error: 'text that is not empty' })
		.optional()
		.meta({
			description: 'The name of its container, or of the service in its Compose file. Default: its own name',
			examples: ['shop-api-1'],
		}),
	health: health.optional(),
	metrics: metrics.optional(),
	thresholds: thresholds.optional(),
	unproven: z
		.enum(['hold', 'undo'])
		.optional()
		.meta({ description: 'What to do when a change is not proven: hold it for a person, or undo it. Default: `hold`' }),
	proof: z
		.strictObject({
			times: whole(1, 100)
				.optional()
				.meta({ description: 'Healthy so many times in a row. Default: 3', examples: [3] }),
			within: duration('60s').optional().meta({ description: 'Within so long. Default: 60s' }),
		})
		.optional(),
});
const environment = z.strictObject({
	protection: z
		.enum(['open', 'guarded', 'protected', 'locked'])
		.optional()
		.meta({ description: 'How much confirmation a change takes. Default: `protected`' }),
	thresholds: thresholds.optional(),
	services: z.record(name, service.nullable()).optional(),
});
const host = z
	.strictObject({
		ssh: z
			.string()
			.regex(/^[^\s-][^\s]*$/, { error: 'what you would give to ssh, such as `deployer@vps1`' })
			.optional()
			.meta({
				description: 'What you would give to `ssh`: `deployer@vps1`, or a Host of your ssh config',
				examples: ['deployer@vps1'],
			}),
		local: z.literal(true).optional().meta({ description: 'This machine' }),
		engine: z
			.string()
			.regex(/^(\/|unix:\/\/\/|tcp:\/\/)/, { error: 'a socket such as `/var/run/docker.sock`' })
			.optional()
			.meta({
				description: 'The socket of its Docker engine. Default: /var/run/docker.sock',
				examples: ['/var/run/docker.sock'],
			}),
	})
	.refine((given) => (given.ssh === undefined) !== (given.local === undefined), {
		error: 'either `ssh: user@host` or `local: true`',
		// A key that was mistyped is a mistake of its own already, and mostly the one that is missed here.
		when: ({ issues }) => issues.length === 0,
	});

/** The config as it is written; `parse.ts` makes a `Fleet` of it. */
export const configSchema = z
	.strictObject({
		operator: operator
			.optional()
			.meta({ description: 'Your name in journal and locks, or `${env:NAME}`', examples: ['anna'] }),
		hosts: z.record(name, host).optional(),
		discover: z
			.boolean()
			.optional()
			.meta({ description: 'Also show the containers that no service here claims. Default: true' }),
		environments: z.record(environmentName, environment.nullable()).optional(),
	})
	.meta({ title: 'watchdeck', description: 'What watchdeck watches: hosts, environments, services.' });

/** The config as it is written, checked. */
export type ConfigFile = z.infer<typeof configSchema>;

/** The JSON Schema of the config, for editors. */
export const jsonSchema = (): object => z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' });
