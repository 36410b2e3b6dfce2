import { known } from '../known.ts';
import { isSecretKey } from '../secret-names.ts';
import { isEmpty, isRecord, isSame, own } from './body/json.ts';
import { type Container, containerSchema, type ImageConfig, imageSchema } from './body/shape.ts';
import { shortDigits } from './image-name.ts';
import { isKnownLabel } from './labels.ts';

/**
 * Something that would be different. `from`, `to` are said only where they cannot be secret: never of env, of a command, or
 * of a label whose meaning is not known.
 */
export interface Change {
	readonly what: 'image' | 'env' | 'port' | 'mount' | 'label' | 'setting';
	readonly name: string;
	readonly is: 'added' | 'removed' | 'changed';
	readonly from?: string;
	readonly to?: string;
}

type Values = ReadonlyMap<string, unknown>;

/** The words for a value, where it may be said. */
type Said = (name: string, value: unknown) => string | undefined;
const unsaid: Said = () => undefined;

function changeOf([before, after]: readonly [Values, Values], name: string, said: Said): Omit<Change, 'what'> {
	const is = !before.has(name) ? 'added' : after.has(name) ? 'changed' : 'removed';
	const from = before.has(name) ? said(name, before.get(name)) : undefined;
	const to = after.has(name) ? said(name, after.get(name)) : undefined;
	return { name, is, ...known({ from, to }) };
}

/** By name, in what two sets of values differ. */
function differing(
	what: Change['what'],
	values: readonly [before: Values, after: Values],
	said = unsaid,
): readonly Change[] {
	const [before, after] = values;
	return [...new Set([...before.keys(), ...after.keys()])]
		.filter((name) => before.has(name) !== after.has(name) || !isSame(before.get(name), after.get(name)))
		.toSorted()
		.map((name) => ({ what, ...changeOf(values, name, said) }));
}

/** The variables of a list; of two of one name the first one counts, as where the new container is made. */
function envOf(list: readonly string[] | null | undefined): Values {
	return new Map<string, unknown>(
		(list ?? []).toReversed().map((entry) => {
			const end = entry.indexOf('=');
			return end === -1 ? [entry, true] : [entry.slice(0, end), entry.slice(end + 1)];
		}),
	);
}

/** What the new container takes from the target image, and over it what is the old one's own. */
function over(theirs: Values, ours: Values, inherited: Values): Values {
	const kept = [...ours].filter(([name, value]) => !inherited.has(name) || !isSame(inherited.get(name), value));
	return new Map([...theirs, ...kept]);
}

function membersOf(record: Readonly<Record<string, unknown>> | null | undefined): Values {
	return new Map(Object.entries(record ?? {}));
}

/** Three configs: of the container, of its image, and of the image to go to. */
interface Three {
	readonly container: Container;
	readonly current: ImageConfig;
	readonly target: ImageConfig;
}

function envChanges({ container: { Config }, current, target }: Three): readonly Change[] {
	const ours = envOf(Config.Env);
	return differing('env', [ours, over(envOf(target.Env), ours, envOf(current.Env))]);
}

/** Labels of a container that say where it stands among its like, or which plan made it: they are of each one alone. */
const ownLabels = /^(?:com\.docker\.(?:compose|swarm)\.|watchdeck\.)/;
const longest = 200;

function labelText(name: string, value: unknown): string | undefined {
	return typeof value === 'string' && isKnownLabel(name) && !isSecretKey(name) ? value.slice(0, longest) : undefined;
}

function labelChanges({ container: { Config }, current, target }: Three): readonly Change[] {
	const ours = membersOf(Config.Labels);
	const next = over(membersOf(target.Labels), ours, membersOf(current.Labels));
	return differing('label', [ours, next], labelText).filter(({ name }) => !ownLabels.test(name));
}

/** Ports that the image opens; those that are published stay open, whatever the image says. */
function portChanges({ container: { Config, HostConfig }, current, target }: Three): readonly Change[] {
	const published = isRecord(HostConfig['PortBindings']) ? HostConfig['PortBindings'] : {};
	const names = (record: ImageConfig['ExposedPorts']) => Object.keys(record ?? {});
	const ours = names(Config.ExposedPorts);
	const kept = ours.filter((port) => !names(current.ExposedPorts).includes(port) || own(published, port) !== undefined);
	const set = (ports: readonly string[]): Values => new Map(ports.map((port) => [port, true]));
	return differing('port', [set(ours), set([...names(target.ExposedPorts), ...kept])]);
}

/** What is mounted stays; a volume that only the target image declares begins empty. */
function mountChanges({ container: { Mounts }, target }: Three): readonly Change[] {
	const have = new Set((Mounts ?? []).map(({ Destination }) => Destination));
	return Object.keys(target.Volumes ?? {})
		.filter((path) => !have.has(path))
		.toSorted()
		.map((name) => ({ what: 'mount', name, is: 'added', to: 'a new, empty volume' }));
}

/** The command and the entrypoint that the new container begins with; see `commandOf` in `body/config.ts`. */
function commandAfter({ container: { Config }, current, target }: Three): readonly [entrypoint: unknown, cmd: unknown] {
	const cmd = Config.Cmd ?? [];
	const sameEntrypoint = isSame(Config.Entrypoint ?? [], current.Entrypoint ?? []);
	const sameCmd = isSame(cmd, current.Cmd ?? []);
	if (sameEntrypoint && sameCmd) return [target.Entrypoint ?? [], target.Cmd ?? []];
	return [sameEntrypoint && cmd.length > 0 ? (target.Entrypoint ?? []) : (Config.Entrypoint ?? []), cmd];
}

const plainSettings = { User: 'user', WorkingDir: 'working directory', StopSignal: 'stop signal' } as const;
const plainNames = ['User', 'WorkingDir', 'StopSignal'] as const;

/** What else comes from the image: how it begins, as whom, where, how its health is checked. */
function settingChanges(three: Three): readonly Change[] {
	const { container, current, target } = three;
	const { Config } = container;
	const [entrypoint, cmd] = commandAfter(three);
	const check = isSame(Config.Healthcheck ?? {}, current.Healthcheck ?? {}) ? target.Healthcheck : Config.Healthcheck;
	const plain = plainNames.map((key) => {
		const ours = Config[key] ?? '';
		return [plainSettings[key], ours, ours === (current[key] ?? '') ? (target[key] ?? '') : ours] as const;
	});
	const all = [
		['command', Config.Cmd ?? [], cmd],
		['entrypoint', Config.Entrypoint ?? [], entrypoint],
		['health check', Config.Healthcheck ?? {}, check ?? {}],
		...plain,
	] as const;
	const some = (at: 1 | 2): Values => new Map(all.flatMap((one) => (isEmpty(one[at]) ? [] : [[one[0], one[at]]])));
	const text = (_name: string, value: unknown) => (typeof value === 'string' ? value.slice(0, longest) : undefined);
	return differing('setting', [some(1), some(2)], text);
}

function imageChange(from: string, to: string): readonly Change[] {
	if (from === to) return [];
	return [{ what: 'image', name: 'image', is: 'changed', from: shortDigits(from), to: shortDigits(to) }];
}

/**
 * What would be different in a container that is made anew from another image and is else like the old one: its own
 * settings stay, what it took from its image comes from the new one. All three are inspect answers; undefined where one of
 * them is not understood.
 */
export function changesOf(container: unknown, current: unknown, target: unknown): readonly Change[] | undefined {
	const old = containerSchema.safeParse(container);
	const [from, to] = [imageSchema.safeParse(current), imageSchema.safeParse(target)];
	if (!old.success || !from.success || !to.success) return undefined;
	const three: Three = { container: old.data, current: from.data.Config ?? {}, target: to.data.Config ?? {} };
	return [
		...imageChange(from.data.Id, to.data.Id),
		...envChanges(three),
		...portChanges(three),
		...mountChanges(three),
		...settingChanges(three),
		...labelChanges(three),
	];
}
