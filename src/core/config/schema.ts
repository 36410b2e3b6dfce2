import { z } from 'zod';
import { hostsName } from '../ids.ts';
import { themeNames } from '../theme.ts';
import { expectedFields, idleAuthorities } from '../web/expected.ts';
import { gatesOf } from './act-lines.ts';
import { afterOf } from './after-lines.ts';
import { before } from './before-lines.ts';
import { canary, canaryOfService } from './canary-lines.ts';
import { datasetsField } from './dataset-lines.ts';
import { authorities, checkedBy, headers, name, ratio, url, whole } from './fields.ts';
import type { Forms } from './forms.ts';
import { duration, every, timeout } from './lengths.ts';
import { logLines } from './log-lines.ts';
import { probesOf } from './probe-lines.ts';
import { wrongReference } from './secret.ts';

const environmentName = name.refine((text) => text !== hostsName, {
	error: `another name than \`${hostsName}\`, which stands before the names of hosts`,
});
const fetched = {
	url,
	from: name
		.optional()
		.meta({ description: 'The host it is asked from, or `local`. Default: the host of the service' }),
	every: every('5s').optional(),
	timeout: timeout('5s').optional(),
	headers: headers.optional(),
};
const health = z
	.union([
		url,
		z
			.strictObject({
				...fetched,
				...expectedFields,
				ca: authorities.optional(),
				failures: whole(1, 100)
					.optional()
					.meta({ description: 'Failures in a row that make it down. Default: 3', examples: [3] }),
			})
			.superRefine(checkedBy(idleAuthorities)),
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
	p95: duration({
		what: '95 of 100 answers are faster',
		least: '1ms',
		most: '1h',
		example: '2s',
		usual: '2s',
	}).optional(),
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
const watch = duration({
	what: 'How long a change is watched after its proof, before it counts as verified: error rate and p95 under their thresholds all the while, no restart; `0s`: not at all',
	least: '0s',
	most: '1h',
	example: '5m',
	usual: '5m where errors are measured, else 2m',
});
const keepImages = whole(1, 50).meta({
	description:
		'So many of the last proven images stay on the host under a name of ours; of a Swarm on each node that is one of `hosts`, on no other. Default: none is kept so',
	examples: [3],
});
const serviceFields = {
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
	logs: logLines
		.optional()
		.meta({ description: 'Logs besides those of its containers', examples: [[{ unit: 'nginx.service' }]] }),
	thresholds: thresholds.optional(),
	'keep-images': keepImages.optional(),
	unproven: z.enum(['hold', 'undo']).optional().meta({
		description:
			'What to do when a change is not proven, or breaks while it is watched: hold it for a person, or undo it. Default: `hold`',
	}),
	proof: z
		.strictObject({
			times: whole(1, 100)
				.optional()
				.meta({ description: 'Healthy so many times in a row. Default: 3', examples: [3] }),
			within: duration({ what: 'Within so long', least: '1s', most: '1d', example: '60s', usual: '60s' }).optional(),
		})
		.optional(),
	watch: watch.optional(),
	canary: canaryOfService.optional(),
	before: before.optional(),
};
const environmentFields = {
	protection: z
		.enum(['open', 'guarded', 'protected', 'locked'])
		.optional()
		.meta({ description: 'How much confirmation a change takes. Default: `protected`' }),
	thresholds: thresholds.optional(),
	watch: watch.optional(),
	canary: canary.optional(),
	'keep-images': keepImages.optional(),
	before: before.optional(),
};
const hostFields = {
	ssh: z
		.string()
		.regex(/^[^\s\0-][^\s\0]*$/, { error: 'what you would give to ssh, such as `deployer@vps1`' })
		.optional()
		.meta({
			description: 'What you would give to `ssh`: `deployer@vps1`, or a Host of your ssh config',
			examples: ['deployer@vps1'],
		}),
	local: z.literal(true).optional().meta({ description: 'This machine' }),
	engine: z
		.string()
		.regex(/^(\/|unix:\/\/\/|tcp:\/\/)[^\0]*$/, { error: 'a socket such as `/var/run/docker.sock`' })
		.optional()
		.meta({
			description: 'The socket of its Docker engine. Default: /var/run/docker.sock',
			examples: ['/var/run/docker.sock'],
		}),
	transport: z.enum(['auto', 'openssh']).optional().meta({
		description:
			"Which ssh connects: `openssh` is the system's; `auto` takes it only where the host needs it. Default: `auto`",
	}),
	sudo: z.boolean().optional().meta({
		description:
			'Ask its engine by `sudo -n docker system dial-stdio` where your user there may not use the socket. Default: false',
	}),
};

const hasBoth = (host: unknown): boolean =>
	typeof host === 'object' && host !== null && 'ssh' in host && 'local' in host;

/** The config as it is written, with the kinds of `forms`; `parse.ts` makes a `Fleet` of it. */
export function configSchemaOf(forms: Forms) {
	const probes = probesOf(forms.probes);
	const acts = { ...gatesOf(forms.probes), ...afterOf(forms.probes) };
	const service = z.strictObject({ ...serviceFields, ...acts, ...probes });
	const environment = z.strictObject({
		...environmentFields,
		...acts,
		services: z.record(name, service.nullable()).optional(),
		...datasetsField(forms.datasets),
	});
	const host = z
		.strictObject({ ...hostFields, ...probes })
		.refine(({ ssh, local }) => (ssh === undefined) !== (local === undefined), {
			error: ({ input }) => `either \`ssh: user@host\` or \`local: true\`${hasBoth(input) ? ', not both' : ''}`,
			// A key that was mistyped is a mistake of its own already, and mostly the one that is missed here.
			when: ({ issues }) => issues.length === 0,
		});
	return z
		.strictObject({
			operator: operator
				.optional()
				.meta({ description: 'Your name in journal and locks, or `${env:NAME}`', examples: ['anna'] }),
			notify: z.enum(['none', 'bell', 'all']).optional().meta({
				description:
					'How you are called when a condition changes: the bell, also a notification (`all`). Default: `all`',
			}),
			theme: z.enum(themeNames).optional().meta({
				description: 'The colours of the cockpit: those of the terminal, or a theme of our own. Default: `terminal`',
			}),
			runbooks: z
				.array(z.string().min(1))
				.optional()
				.meta({
					description:
						'Markdown documents that are your runbooks: files, or folders of them, from where this file lies. Those that come with watchdeck and those in `runbooks/` of your own config folder are there without it',
					examples: [['./docs/runbooks', '../OPERATIONS.md']],
				}),
			mouse: z.boolean().optional().meta({
				description:
					'Hear the mouse: its wheel scrolls, a press selects a row or does what a key below does. Takes away that the terminal selects text with it. Default: false',
			}),
			keys: z
				.record(z.string(), z.array(z.union([z.string(), z.int().min(0).max(9)])))
				.optional()
				.meta({
					description: 'Keys of your own choice: the id of a command, and all its keys; an empty list takes them away',
					examples: [{ 'everywhere.refresh': ['ctrl-r', 'f'] }],
				}),
			'screen-reader': z.boolean().optional().meta({
				description: 'Draw nothing: tell each change in a line, and answer typed commands in lines. Default: false',
			}),
			hosts: z.record(name, host).optional(),
			discover: z
				.boolean()
				.optional()
				.meta({ description: 'Also show the containers that no service here claims. Default: true' }),
			environments: z.record(environmentName, environment.nullable()).optional(),
		})
		.meta({ title: 'watchdeck', description: 'What watchdeck watches: hosts, environments, services.' });
}

/** The config as it is written, checked. */
export type ConfigFile = z.infer<ReturnType<typeof configSchemaOf>>;

/** The JSON Schema of the config, for editors. */
export const jsonSchemaOf = (forms: Forms): object =>
	z.toJSONSchema(configSchemaOf(forms), { io: 'input', target: 'draft-7' });
