import type { Failure, FailureKind } from '../model.ts';
import { pastable } from '../quote.ts';
import { fullRepository, imageName } from './image-name.ts';

/** What was asked of a registry: which image, by which host's engine. */
export interface AskedImage {
	readonly name: string;
	readonly host: string;
}

interface Meaning {
	readonly form: RegExp;
	readonly kind: FailureKind;
	readonly message: (asked: AskedImage) => string;
	readonly fix: (asked: AskedImage) => string;
}

/** The registry of an image, as `docker login` takes it. */
function registryOf(name: string): string {
	return fullRepository(imageName(name)?.repository ?? name).split('/')[0] ?? '';
}

const looks = ({ name, host }: AskedImage) =>
	`Look on ${host} whether ${registryOf(name)} answers: curl -sI https://${registryOf(name)}/v2/`;

/** In the words of the engine, of registries and of Go's network library; the first that fits counts. */
const meanings: readonly Meaning[] = [
	{
		form: /no space left on device/i,
		kind: 'full',
		message: ({ host }) => `The disk of ${host} is full`,
		fix: ({ host }) => `Free some on ${host} (docker system df says what takes it)`,
	},
	{
		form: /toomanyrequests|rate limit/i,
		kind: 'refused',
		message: ({ name }) => `${registryOf(name)} allows no more pulls now`,
		fix: ({ name, host }) => `Wait, or log in on ${host}: ${pastable(['docker', 'login', registryOf(name)])}`,
	},
	{
		form: /denied|unauthorized|authentication required|no basic auth|\b40[13]\b/i,
		kind: 'forbidden',
		message: ({ name }) => `There is no ${name}, or its registry wants a login`,
		fix: ({ name, host }) =>
			`Check the name; where it wants a login, pull it on ${host} first: ${pastable(['docker', 'login', registryOf(name)])} && ${pastable(['docker', 'pull', name])}`,
	},
	{
		form: /no matching manifest/i,
		kind: 'refused',
		message: ({ name, host }) => `${name} is not made for the processor of ${host}`,
		fix: () => 'Build it for that one',
	},
	{
		form: /manifest unknown|manifest for .* not found|name unknown|repository name not known|not found/i,
		kind: 'missing',
		message: ({ name }) => `Its registry has no ${name}`,
		fix: () => 'Check the name and the tag, and whether it was pushed',
	},
	{
		form: /unknown blob|blob unknown/i,
		kind: 'missing',
		message: ({ name }) => `Its registry lacks a part of ${name}`,
		fix: () => 'Push it again',
	},
	{
		form: /x509|certificate|HTTP response to HTTPS/i,
		kind: 'refused',
		message: ({ name, host }) => `The engine of ${host} does not trust ${registryOf(name)}`,
		fix: ({ name, host }) =>
			`Put its authority into /etc/docker/certs.d/${registryOf(name)} on ${host}, or name it under insecure-registries in daemon.json`,
	},
	{
		form: /\bEOF\b|connection reset|broken pipe|timeout|deadline exceeded|context canceled|closed network/i,
		kind: 'timeout',
		message: ({ name, host }) => `The line from ${host} to ${registryOf(name)} broke off`,
		fix: looks,
	},
	{
		form: /connection refused|no such host|unreachable|no route to host|server misbehaving|name resolution/i,
		kind: 'unreachable',
		message: ({ name, host }) => `${registryOf(name)} cannot be reached from ${host}`,
		fix: looks,
	},
];

/** What a registry or the way to it said, as an operator needs it: what it means and what to do. */
export function registryFailure(said: string, asked: AskedImage): Failure {
	const means = meanings.find(({ form }) => form.test(said));
	if (means !== undefined) {
		const { kind, message, fix } = means;
		return { kind, message: `${message(asked)} (${said}).`, fix: `${fix(asked)}; then plan again.` };
	}
	const fix = `Try it on ${asked.host}: ${pastable(['docker', 'pull', asked.name])}; then plan again.`;
	return { kind: 'refused', message: `${asked.name} could not be pulled (${said}).`, fix };
}
