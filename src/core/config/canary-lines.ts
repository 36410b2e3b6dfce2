import { z } from 'zod';
import { whole } from './fields.ts';
import { duration } from './lengths.ts';

const fields = {
	shares: z
		.array(whole(1, 99), { error: 'a list of percents such as `[10, 50]`' })
		.min(1, { error: 'at least one share' })
		.max(10, { error: 'at most 10 shares' })
		.refine((shares) => shares.every((share, index) => share > (shares[index - 1] ?? 0)), {
			error: 'shares that rise, such as `[10, 50]`',
		})
		.optional()
		.meta({
			description: 'Percents of its replicas that run the new release, one after another; then all. Default: [10, 50]',
			examples: [[10, 50]],
		}),
	each: duration({
		what: 'How long each share is watched',
		...{ least: '1s', most: '1h', example: '5m', usual: '5m' },
	}).optional(),
};
const description = 'How a deploy with `--canary` goes';
const command = (example: readonly string[]) =>
	z
		.array(z.string().min(1), { error: `a list of words such as \`[${example.join(', ')}]\`` })
		.min(1, { error: 'at least the name of a command' })
		.max(20, { error: 'at most 20 words' })
		.optional();
const port = whole(1, 65_535);
const nginx = z.strictObject({
	file: z
		.string({ error: 'a path such as `/etc/nginx/upstreams/api.conf`' })
		.regex(/^\/[^\0\n]*$/, { error: 'a path such as `/etc/nginx/upstreams/api.conf`' })
		.meta({
			description: 'The file that its upstream includes, on the host of the service; watchdeck alone writes it',
			examples: ['/etc/nginx/upstreams/api.conf'],
		}),
	ports: z
		.tuple([port, port], { error: 'two ports such as `[8081, 8082]`' })
		.refine(([one, other]) => one !== other, { error: 'two ports such as `[8081, 8082]`' })
		.meta({
			description:
				'The two ports of the host that it is published on: a plain container by turns; of Compose the one in its file, and a free one',
			examples: [[8081, 8082]],
		}),
	test: command(['nginx', '-t']).meta({
		description: 'Whether nginx would take its configuration. Default: `[nginx, -t]`',
		examples: [['nginx', '-t']],
	}),
	reload: command(['nginx', '-s', 'reload']).meta({
		description: 'Lets nginx read it. Default: `[nginx, -s, reload]`',
		examples: [['nginx', '-s', 'reload']],
	}),
});

/** The field `canary` of an environment: how a deploy with `--canary` goes. */
export const canary = z.strictObject(fields).meta({ description });

/** The same of a service, which may name its nginx. */
export const canaryOfService = z
	.strictObject({
		...fields,
		nginx: nginx
			.optional()
			.meta({ description: 'Of a container, plain or of Compose: the nginx before it, which shares by weights' }),
	})
	.meta({ description });
