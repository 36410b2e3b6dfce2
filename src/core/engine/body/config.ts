import type { Json } from '../../call.ts';
import { isKnownLabel, leftLabel, planLabel } from '../labels.ts';
import { isEmpty, isRecord, isSame, own, told } from './json.ts';
import type { Container, ImageConfig } from './shape.ts';

/** A value that stays on its host: where it lies in the old container's inspect answer. */
export type Keep = (...at: readonly string[]) => Json;

/** What the `Config` of a new container is made from. `keep`, `keepEnv` stand for values of the old one. */
export interface Making {
	readonly container: Container;
	/** The config of the image that the old one was made from. */
	readonly image: ImageConfig;
	readonly plan: string;
	/** The id of the image that the old one runs. */
	readonly left: string;
	readonly keep: Keep;
	readonly keepEnv: (name: string) => Json;
}

/** These are the container's own: an image has none of them. */
const plain = ['Domainname', 'AttachStdin', 'AttachStdout', 'AttachStderr', 'Tty', 'OpenStdin', 'StdinOnce'] as const;
const rarer = ['NetworkDisabled', 'StopTimeout', 'Shell'] as const;
/** These are dealt with one by one, or mean nothing for a container (`OnBuild`, `Image`, `ArgsEscaped`). */
const handled = [
	...['Hostname', 'MacAddress', 'Image', 'OnBuild', 'ArgsEscaped', 'Env', 'Cmd', 'Entrypoint', 'WorkingDir', 'User'],
	...['StopSignal', 'Healthcheck', 'Labels', 'Volumes', 'ExposedPorts'],
];

function nameOf(entry: string): string {
	const end = entry.indexOf('=');
	return end === -1 ? entry : entry.slice(0, end);
}

function envOf({ container, image, keepEnv }: Making): Json | undefined {
	// Of two of one name the first one counts: a value is taken over by its name, and of an image the engine merges no other.
	const firstsOf = (list: readonly string[] | null | undefined) =>
		new Map((list ?? []).toReversed().map((entry) => [nameOf(entry), entry]));
	const [firsts, inherited] = [firstsOf(container.Config.Env), firstsOf(image.Env)];
	const own = (container.Config.Env ?? []).filter(
		(entry) => firsts.get(nameOf(entry)) === entry && inherited.get(nameOf(entry)) !== entry,
	);
	const words = [...new Set(own)].map((entry): Json => (entry.includes('=') ? keepEnv(nameOf(entry)) : entry));
	return words.length === 0 ? undefined : words;
}

/**
 * Entrypoint and Cmd hang together: an image's Cmd is taken only where neither is given, and its Entrypoint only where it
 * is not given (moby, daemon/commit.go, merge). `['']` is how one asks for no entrypoint at all.
 */
function commandOf({ container: { Config }, image, keep }: Making): Readonly<Record<string, Json | undefined>> {
	const entrypoint = Config.Entrypoint ?? [];
	const cmd = Config.Cmd ?? [];
	const sameEntrypoint = isSame(entrypoint, image.Entrypoint ?? []);
	const sameCmd = isSame(cmd, image.Cmd ?? []);
	if (sameEntrypoint && sameCmd) return {};
	const Cmd = cmd.length === 0 ? undefined : keep('Config', 'Cmd');
	if (sameEntrypoint && Cmd !== undefined) return { Cmd };
	if (entrypoint.length === 0) return { Entrypoint: [''], Cmd };
	return { Entrypoint: keep('Config', 'Entrypoint'), Cmd };
}

const numbers = ['Interval', 'Timeout', 'StartPeriod', 'StartInterval', 'Retries'] as const;

/** The engine fills what is missing from the image's health check, so only what differs is the container's own. */
function healthcheckOf({ container: { Config }, image, keep }: Making): Json | undefined {
	const [ours, theirs] = [Config.Healthcheck ?? {}, image.Healthcheck ?? {}];
	const sameTest = isSame(ours.Test ?? [], theirs.Test ?? []);
	const own = told({
		Test: sameTest ? undefined : keep('Config', 'Healthcheck', 'Test'),
		...Object.fromEntries(
			numbers.map((name) => [name, ours[name] === theirs[name] ? undefined : (ours[name] ?? undefined)]),
		),
	});
	return isEmpty(own) ? undefined : own;
}

function labelsOf({ container: { Config }, image, plan, left, keep }: Making): Json {
	const inherited = image.Labels ?? {};
	const ours = { [planLabel]: plan, [leftLabel]: left };
	const kept = Object.entries(Config.Labels ?? {}).filter(
		([name, value]) => own(ours, name) === undefined && own(inherited, name) !== value,
	);
	const labels = kept.map(
		([name, value]) => [name, isKnownLabel(name) ? value : keep('Config', 'Labels', name)] as const,
	);
	return { ...Object.fromEntries(labels), ...ours };
}

function without(
	of: Readonly<Record<string, unknown>> | null | undefined,
	these: Readonly<Record<string, unknown>> | null | undefined,
): Json | undefined {
	const keys = Object.keys(of ?? {}).filter((key) => own(these ?? {}, key) === undefined);
	return keys.length === 0 ? undefined : Object.fromEntries(keys.map((key) => [key, {}]));
}

/** A port that is published stays exposed, also when the new image does not know it. */
function exposedOf({ container: { Config, HostConfig }, image }: Making): Json | undefined {
	const published = isRecord(HostConfig['PortBindings']) ? HostConfig['PortBindings'] : {};
	const inherited = Object.keys(image.ExposedPorts ?? {}).filter((port) => own(published, port) === undefined);
	return without(Config.ExposedPorts, Object.fromEntries(inherited.map((port) => [port, true])));
}

/** A hostname that was given; the engine's own is the old container's id, and some modes share one with others. */
function hostnameOf({ container: { Id, Config, HostConfig } }: Making): string | undefined {
	const mode = HostConfig['NetworkMode'];
	const shared = (typeof mode === 'string' && mode.startsWith('container:')) || HostConfig['UTSMode'] === 'host';
	const { Hostname } = Config;
	return shared || !Hostname || Hostname === Id.slice(0, 12) ? undefined : Hostname;
}

function differing(ours: string | null | undefined, theirs: string | null | undefined): string | undefined {
	return !ours || ours === theirs ? undefined : ours;
}

function copied({ Config }: Container, names: readonly string[]): Readonly<Record<string, Json | undefined>> {
	const says = (name: string) => !isEmpty(Config[name]) && Config[name] !== false;
	// The whole answer was JSON before it was parsed, so each of its members is.
	return Object.fromEntries(names.filter(says).map((name) => [name, Config[name] as Json]));
}

/** What of the old container's config is its own and not its image's: the new one is of another image (docker.md §2). */
export function configOf(making: Making): Readonly<Record<string, Json>> {
	const { container, image } = making;
	const { Config } = container;
	return told({
		Hostname: hostnameOf(making),
		...copied(container, [...plain, ...rarer]),
		User: differing(Config.User, image.User),
		WorkingDir: differing(Config.WorkingDir, image.WorkingDir),
		StopSignal: differing(Config.StopSignal, image.StopSignal),
		Env: envOf(making),
		...commandOf(making),
		Healthcheck: healthcheckOf(making),
		ExposedPorts: exposedOf(making),
		Volumes: without(Config.Volumes, image.Volumes),
		Labels: labelsOf(making),
	});
}

/** Settings of the old container that we do not know and so do not carry over. */
export function unknownOf({ Config }: Container): readonly string[] {
	const known = new Set<string>([...plain, ...rarer, ...handled]);
	return Object.keys(Config).filter((name) => !known.has(name) && !isEmpty(Config[name]) && Config[name] !== false);
}
