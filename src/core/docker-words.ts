/** A request to the engine with its references already in words. */
export interface DockerCall {
	readonly method: string;
	readonly path: string;
	readonly body: unknown;
}

interface Asked {
	/** What the pattern's groups caught, decoded. */
	readonly of: string;
	readonly query: Readonly<Record<string, string>>;
	readonly body: Readonly<Record<string, unknown>>;
}

/** One form of the command line. `query` and `body`: the names that it knows; a request with others has no such form. */
interface Form {
	readonly method: string;
	readonly path: RegExp;
	readonly query?: readonly string[];
	readonly body?: readonly string[];
	readonly words: (asked: Asked) => readonly string[] | undefined;
}

const container = (verb: string) => new RegExp(`^/containers/([^/]+)/${verb}$`);
const yes = (value: string | undefined) => value === '1' || value === 'true';
const seconds = (query: Asked['query']) => (query['t'] === undefined ? [] : ['-t', query['t']]);

function text(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function onlyHas(value: Readonly<Record<string, unknown>>, known: readonly string[]): boolean {
	return Object.keys(value).every((key) => known.includes(key));
}

/** `docker update --restart`: nothing else of an update is known here. */
function updateWords({ of, body }: Asked): readonly string[] | undefined {
	const policy = record(body['RestartPolicy']);
	if (policy === undefined || !onlyHas(policy, ['Name', 'MaximumRetryCount'])) return undefined;
	const name = text(policy['Name']);
	const most = policy['MaximumRetryCount'];
	if (name === undefined) return undefined;
	const tries = typeof most === 'number' && most > 0 ? `:${most}` : '';
	return ['docker', 'update', `--restart=${name}${tries}`, of];
}

/** `docker network connect`, when the endpoint has nothing but aliases and an IPv4 address. */
function connectWords({ of, body }: Asked): readonly string[] | undefined {
	const endpoint = record(body['EndpointConfig']) ?? {};
	const address = record(endpoint['IPAMConfig']) ?? {};
	const aliases = Array.isArray(endpoint['Aliases']) ? endpoint['Aliases'].map(String) : [];
	const who = text(body['Container']);
	if (who === undefined) return undefined;
	if (!onlyHas(endpoint, ['Aliases', 'IPAMConfig']) || !onlyHas(address, ['IPv4Address'])) return undefined;
	const ip = text(address['IPv4Address']);
	const options = [...aliases.flatMap((alias) => ['--alias', alias]), ...(ip === undefined ? [] : ['--ip', ip])];
	return ['docker', 'network', 'connect', ...options, of, who];
}

function disconnectWords({ of, body }: Asked): readonly string[] | undefined {
	const who = text(body['Container']);
	if (who === undefined) return undefined;
	return ['docker', 'network', 'disconnect', ...(body['Force'] === true ? ['-f'] : []), of, who];
}

function removeWords({ of, query }: Asked): readonly string[] {
	return ['docker', 'rm', ...(yes(query['force']) ? ['-f'] : []), ...(yes(query['v']) ? ['-v'] : []), of];
}

function tagWords({ of, query }: Asked): readonly string[] | undefined {
	if (query['repo'] === undefined) return undefined;
	return ['docker', 'tag', of, `${query['repo']}:${query['tag'] ?? 'latest'}`];
}

function untagWords({ of, query }: Asked): readonly string[] {
	const options = [...(yes(query['force']) ? ['-f'] : []), ...(yes(query['noprune']) ? ['--no-prune'] : [])];
	return ['docker', 'rmi', ...options, of];
}

function pullWords({ query }: Asked): readonly string[] | undefined {
	const { fromImage, tag } = query;
	if (fromImage === undefined || tag === undefined) return undefined;
	return ['docker', 'pull', `${fromImage}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`];
}

/** What a body gives instead of keeping it as it is now, by its path. */
function givenIn(value: unknown, path: readonly string[] = []): readonly (readonly [string, unknown])[] {
	const of = record(value);
	if (of !== undefined) return Object.entries(of).flatMap(([key, each]) => givenIn(each, [...path, key]));
	return value === '(as now)' ? [] : [[path.join('.'), value]];
}

const imagePath = 'TaskTemplate.ContainerSpec.Image';
const replicasPath = 'Mode.Replicated.Replicas';

/** `docker service update`, where one thing is given and everything else is as now. */
function serviceWords({ of, body }: Asked): readonly string[] | undefined {
	const all = givenIn(body);
	// Of two changes at once nobody would know which comes first; a policy comes with the change that it is for.
	if (all.filter(([path]) => !path.startsWith('UpdateConfig.')).length !== 1) return undefined;
	const given = all.map(([path, value]) => serviceFlags(path, value));
	if (given.includes(undefined)) return undefined;
	return ['docker', 'service', 'update', ...given.flatMap((flags) => flags ?? []), of];
}

/** What is given of a service, as the flags of the docker command line; a duration there is one of Go's. */
function serviceFlags(path: string, value: unknown): readonly string[] | undefined {
	const own = updateFlags[path];
	if (own !== undefined)
		return [own, path === 'UpdateConfig.Delay' || path === 'UpdateConfig.Monitor' ? `${value}ns` : String(value)];
	if (path === 'TaskTemplate.ForceUpdate') return ['--force'];
	if (path === imagePath) return ['--no-resolve-image', '--image', String(value)];
	return path === replicasPath ? ['--replicas', String(value)] : undefined;
}

const updateFlags: Readonly<Record<string, string>> = {
	'UpdateConfig.Parallelism': '--update-parallelism',
	'UpdateConfig.Delay': '--update-delay',
	'UpdateConfig.FailureAction': '--update-failure-action',
	'UpdateConfig.Monitor': '--update-monitor',
	'UpdateConfig.MaxFailureRatio': '--update-max-failure-ratio',
	'UpdateConfig.Order': '--update-order',
};

const forms: readonly Form[] = [
	{ method: 'POST', path: container('start'), words: ({ of }) => ['docker', 'start', of] },
	{
		method: 'POST',
		path: container('stop'),
		query: ['t'],
		words: ({ of, query }) => ['docker', 'stop', ...seconds(query), of],
	},
	{
		method: 'POST',
		path: container('restart'),
		query: ['t'],
		words: ({ of, query }) => ['docker', 'restart', ...seconds(query), of],
	},
	{
		method: 'POST',
		path: container('rename'),
		query: ['name'],
		words: ({ of, query }) => (query['name'] === undefined ? undefined : ['docker', 'rename', of, query['name']]),
	},
	{ method: 'POST', path: container('update'), body: ['RestartPolicy'], words: updateWords },
	{ method: 'GET', path: container('json'), words: ({ of }) => ['docker', 'inspect', of] },
	{ method: 'DELETE', path: /^\/containers\/([^/]+)$/, query: ['force', 'v'], words: removeWords },
	{ method: 'POST', path: /^\/images\/(create)$/, query: ['fromImage', 'tag'], words: pullWords },
	{
		method: 'POST',
		path: /^\/services\/([^/]+)\/update$/,
		query: ['version'],
		body: ['Name', 'Labels', 'TaskTemplate', 'Mode', 'UpdateConfig', 'RollbackConfig', 'Networks', 'EndpointSpec'],
		words: serviceWords,
	},
	{ method: 'POST', path: /^\/images\/(.+)\/tag$/, query: ['repo', 'tag'], words: tagWords },
	{ method: 'GET', path: /^\/images\/(.+)\/json$/, words: ({ of }) => ['docker', 'image', 'inspect', of] },
	{ method: 'DELETE', path: /^\/images\/(.+)$/, query: ['force', 'noprune'], words: untagWords },
	{
		method: 'POST',
		path: /^\/networks\/([^/]+)\/connect$/,
		body: ['Container', 'EndpointConfig'],
		words: connectWords,
	},
	{
		method: 'POST',
		path: /^\/networks\/([^/]+)\/disconnect$/,
		body: ['Container', 'Force'],
		words: disconnectWords,
	},
];

/** What a percent-encoded part of a path says. The query's parser does it, since it never throws. */
function decoded(part: string): string {
	return new URLSearchParams(`part=${part.replaceAll('+', '%2B').replaceAll('&', '%26')}`).get('part') ?? part;
}

function asked(form: Form, call: DockerCall): Asked | undefined {
	const [path = '', search = ''] = call.path.replace(/^\/v\d+\.\d+(?=\/)/, '').split('?');
	const of = form.method === call.method ? form.path.exec(path)?.[1] : undefined;
	const query = Object.fromEntries(new URLSearchParams(search));
	const body = call.body === undefined || call.body === null ? {} : record(call.body);
	if (of === undefined || body === undefined) return undefined;
	if (!onlyHas(query, form.query ?? []) || !onlyHas(body, form.body ?? [])) return undefined;
	return { of: decoded(of), query, body };
}

/** The words of the `docker` command line that mean exactly this request; undefined when there are none. */
export function dockerWords(call: DockerCall): readonly string[] | undefined {
	for (const form of forms) {
		const found = asked(form, call);
		const words = found === undefined ? undefined : form.words(found);
		if (words !== undefined) return words;
	}
	return undefined;
}
