import { environmentOf } from '../ids.ts';
import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import type { ProbeForm } from '../probe-form.ts';
import type { AskedLine, AskedLines } from './act-lines.ts';
import type { AfterSpec, CanarySpec, GateSpec, ProbeSpec, ServiceSpec } from './fleet.ts';
import { lineFields } from './line-fields.ts';
import { member } from './member.ts';
import type { Path } from './place.ts';
import type { ConfigFile } from './schema.ts';
import { millisOf, ratioOf } from './units.ts';

type EnvironmentFile = NonNullable<NonNullable<ConfigFile['environments']>[string]>;
type ServiceFile = NonNullable<NonNullable<EnvironmentFile['services']>[string]>;

/** What may stand in a line, and what the config has at a path as it is written. */
interface Written {
	readonly forms: readonly ProbeForm[];
	readonly at: (path: Path) => unknown;
}

/** Tests take longer than what is read every minute. */
const leastTimeout: Millis = 60_000;

/** What lines of a service are made from: its name and host, and what may stand in a line. */
interface LinesOf {
	readonly of: string;
	readonly host: string;
	readonly forms: readonly ProbeForm[];
}

/** A line that is read when a change asks for it, and not from time to time. */
function askedLine(name: string, line: AskedLine, written: unknown, given: LinesOf): ProbeSpec | undefined {
	const form = given.forms.find(({ kind }) => kind === line.kind);
	if (form === undefined) return undefined;
	return {
		...{ kind: line.kind, name, of: given.of, layer: form.layer, failures: 1, every: 2_000 },
		from: line.from ?? (form.from === 'host' ? given.host : 'local'),
		timeout: millisOf(line.timeout ?? '') ?? Math.max(form.timeout, leastTimeout),
		line: lineFields(written, form),
	};
}

const hour: Millis = 3_600_000;
const usualFresh = { within: 24 * hour, verified: 7 * 24 * hour };

function freshOf(
	line: AskedLine,
	{ of }: LinesOf,
): Pick<Extract<GateSpec, { is: 'verified-backup' }>, 'of' | 'within' | 'verified'> {
	const lengthOf = (key: 'within' | 'verified') => millisOf(String(line[key] ?? '')) ?? usualFresh[key];
	return {
		of: `${environmentOf(of)}/${String(line['dataset'])}`,
		within: lengthOf('within'),
		verified: lengthOf('verified'),
	};
}

function gateOf(name: string, line: AskedLine, written: unknown, given: LinesOf): GateSpec | undefined {
	const base = { name, ...known({ fix: line.fix }) };
	const of = typeof line['of'] === 'string' ? line['of'] : given.of;
	if (line.kind === 'verified-backup') return { ...base, is: 'verified-backup', ...freshOf(line, given) };
	if (line.kind === 'same-image') return { ...base, is: 'same-image', of };
	if (line.kind === 'probe') return { ...base, is: 'probe', of, line: String(line['line']) };
	const asked = askedLine(name, line, written, given);
	return asked === undefined ? undefined : { ...base, is: 'line', line: asked };
}

/** Lines of the config, and as they are written there before their fields are turned into values. */
interface WrittenLines {
	readonly lines: AskedLines | undefined;
	readonly written: unknown;
}

/** The lines of an environment and of a service in it, which take the place of those of the same name. */
function merged<T>(
	all: readonly WrittenLines[],
	made: (name: string, line: AskedLine, written: unknown) => T | undefined,
): readonly T[] {
	const named = all.flatMap(({ lines = {}, written }) =>
		Object.entries(lines).map(([name, line]) => [name, made(name, line, member(written, name))] as const),
	);
	return [...new Map(named).values()].flatMap((one) => one ?? []);
}

const usualErrors = 0.01;
const usualCanary = { shares: [10, 50], each: '5m' };

interface Acting {
	readonly environment: EnvironmentFile;
	readonly service: ServiceFile;
	/** Where they stand in the config. */
	readonly places: readonly [Path, Path];
}

function afterIn({ environment, service, places }: Acting, at: Written['at'], given: LinesOf): AfterSpec | undefined {
	const [own, whole] = [service.after, environment.after];
	if (own === undefined && whole === undefined) return undefined;
	const lines = [whole, own].map((after, index) => ({
		lines: after?.checks,
		written: at([...(places[index] ?? []), 'after', 'checks']),
	}));
	const checks = merged(lines, (name, line, written) => {
		const asked = askedLine(name, line, written, given);
		return asked === undefined ? undefined : { line: asked, within: millisOf(line.within ?? '') ?? 0 };
	});
	const lasts = millisOf(own?.for ?? whole?.for ?? '');
	return { checks, errors: ratioOf(own?.errors ?? whole?.errors ?? '') ?? usualErrors, ...known({ lasts }) };
}

function nginxOf(canary: ServiceFile['canary']): Pick<CanarySpec, 'nginx'> {
	const nginx = canary?.nginx;
	if (nginx === undefined) return {};
	const { file, ports, test = ['nginx', '-t'], reload = ['nginx', '-s', 'reload'] } = nginx;
	return { nginx: { file, ports, test, reload } };
}

function canaryOf(own: ServiceFile['canary'], whole: EnvironmentFile['canary']): ServiceSpec['canary'] {
	if (own === undefined && whole === undefined) return undefined;
	const { shares, each } = { ...usualCanary, ...whole, ...own };
	const lasts = millisOf(each ?? usualCanary.each) ?? 0;
	return { shares: shares ?? usualCanary.shares, lasts, ...nginxOf(own) };
}

/** What must hold before and after a deploy of a service, and how a canary of it goes, by its own lines and those of its environment. */
export function actsOf(
	{ environments }: ConfigFile,
	{ environment, name, host }: { readonly environment: string; readonly name: string; readonly host: string },
	{ forms, at }: Written,
): Pick<ServiceSpec, 'gates' | 'after' | 'canary' | 'backedUp'> {
	const whole = environments?.[environment] ?? {};
	const service = whole.services?.[name] ?? {};
	const places: Acting['places'] = [
		['environments', environment],
		['environments', environment, 'services', name],
	];
	const given = { of: `${environment}/${name}`, host, forms };
	const lines = [whole, service].map(({ gates }, index) => ({
		lines: gates,
		written: at([...(places[index] ?? []), 'gates']),
	}));
	const gates = merged(lines, (gate, line, written) => gateOf(gate, line, written, given));
	const after = afterIn({ environment: whole, service, places }, at, given);
	const canary = canaryOf(service.canary, whole.canary);
	const first = [...new Set([...(whole.before?.backup ?? []), ...(service.before?.backup ?? [])])];
	const backedUp = first.length === 0 ? undefined : first.map((dataset) => `${environment}/${dataset}`);
	return { ...(gates.length === 0 ? {} : { gates }), ...known({ after, canary, backedUp }) };
}
