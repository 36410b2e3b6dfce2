import { backupAge } from '../core/backup/age.ts';
import type { GateSpec, ProbeSpec, ServiceSpec } from '../core/config/fleet.ts';
import { commandText, lineProbe, lineSays, placeOf } from '../core/config/line-probe.ts';
import { datasetProbe } from '../core/dataset/probe.ts';
import { type DatasetSpec, datasetId } from '../core/dataset/spec.ts';
import { answers, containerIs, swarmIs } from '../core/expect.ts';
import { failureText } from '../core/failure-text.ts';
import { gateFailure } from '../core/gates.ts';
import { known } from '../core/known.ts';
import { listed } from '../core/listed.ts';
import type { PromisedImage } from '../core/making.ts';
import type { Millis, Service } from '../core/model.ts';
import type { Check, Gate, Plan } from '../core/plan.ts';
import { pastable } from '../core/quote.ts';
import type { Want } from '../core/want.ts';
import { type Judging, judge } from './checks.ts';
import type { Running } from './running.ts';

/** What gates are made from beside the config's own words. */
export interface Surroundings {
	/** What is known of another service, and what the config says of it. */
	readonly peer: (id: string) => { readonly service?: Service; readonly spec?: ServiceSpec };
	/** All lines under `probes`. */
	readonly lines: readonly ProbeSpec[];
	readonly datasets?: readonly DatasetSpec[];
}

/** What is deployed where: what a gate of the same image looks for. */
export interface Deployed {
	/** The image as it was named. */
	readonly ref: string;
	readonly promised?: PromisedImage;
}

/** A gate is looked at once: what it asks of is a state, and not what becomes of a change. */
const once = { times: 1, within: 0 };

type Made = Pick<Gate, 'must' | 'fix'>;

function ofLine(line: ProbeSpec, say: string, fix: string): Made {
	return { must: { say, probe: lineProbe(line), holds: 'again', ...once }, fix };
}

function ofOwnLine(line: ProbeSpec): Made {
	if (line.kind === 'backup') return ofBackup(line, line.name);
	const where = placeOf(line);
	const fix =
		line.kind === 'command'
			? `Run it on ${where}: ${commandText(line)}`
			: `See to what ${line.kind} says of ${line.of} from ${where}`;
	return ofLine(line, lineSays(line), fix);
}

/** What the probe can tell of a backup is no restore: the gate says so, whoever reads it. */
function ofBackup(line: ProbeSpec, name: string): Made {
	const say = `the newest backup of ${name} is young and whole by its age, size and format; no restore has verified it`;
	return ofLine(line, say, `Make a backup of ${name} first`);
}

function ofNamed(of: string, name: string, lines: readonly ProbeSpec[]): Made {
	const line = lines.find((one) => one.of === of && one.name === name);
	if (line === undefined)
		return {
			must: { say: `${name} of ${of} is fine`, none: `the config has no line ${name} of ${of}` },
			fix: 'Correct the gate in the config',
		};
	if (line.kind === 'backup') return ofBackup(line, `${of} ${name}`);
	return ofLine(line, `${name} of ${of} is fine`, `See to ${name} of ${of}: watchdeck status ${of}`);
}

/** What the containers of another service must run to be the image that is deployed, and healthy. */
function insideOf(service: Service, image: PromisedImage): readonly Check[] | string {
	const { swarm, id } = service;
	if (swarm === undefined) {
		const running = service.instances.filter(({ state }) => state === 'running');
		if (running.length === 0) return `no container of ${id} runs`;
		const down = service.instances.find(({ state }) => state !== 'running');
		if (down !== undefined) return `${down.name} of ${id} is ${down.state}`;
		return running.map(({ host, name }) =>
			containerIs(`${name} runs the same image, healthy`, id, { host, container: name, ...image, healthy: true }, once),
		);
	}
	const say = `the tasks of ${swarm.name} run the same image`;
	const expect = { host: swarm.manager, service: swarm.id, name: swarm.name, settled: {} };
	if ('image' in image) {
		if (swarm.reached.length === 0) return `no node of ${id} is reached, so that nobody can tell what it runs`;
		return [swarmIs(say, id, { ...expect, on: { hosts: swarm.reached, image: image.image } }, once)];
	}
	if (!swarm.image.endsWith(`@${image.digest}`)) return `${id} is to run ${swarm.image}`;
	return [swarmIs(say, id, { ...expect, image: swarm.image }, once)];
}

function sameImage(of: string, { ref, promised }: Deployed, { peer }: Surroundings): readonly Made[] {
	const fix = `Deploy it there first: ${pastable(['watchdeck', 'deploy', of, '--image', ref])}`;
	const { service, spec } = peer(of);
	const say = `${of} runs the same image, healthy`;
	if (service === undefined) return [{ must: { say, none: `there is no service ${of}` }, fix }];
	if (promised === undefined)
		return [{ must: { say, none: `what image ${ref} is, is not known before it is pulled` }, fix }];
	const inside = insideOf(service, promised);
	if (typeof inside === 'string') return [{ must: { say, none: inside }, fix }];
	const health = spec?.health;
	const outside = health === undefined ? [] : [answers(`${health.url} of ${of} answers`, of, health, once)];
	return [...inside, ...outside].map((must) => ({ must, fix }));
}

function ofDataset(gate: Extract<GateSpec, { is: 'verified-backup' }>, { datasets = [] }: Surroundings): Made {
	const { of, within, verified } = gate;
	const spec = datasets.find((one) => datasetId(one) === of);
	const say = `the newest backup of ${of} is at most ${backupAge(within)} old and whole, its last restore test at most ${backupAge(verified)}`;
	if (spec === undefined)
		return { must: { say, none: `the config has no dataset ${of}` }, fix: 'Correct the gate in the config' };
	const probe = { ...datasetProbe(spec, { fresh: { within, verified } }), every: 2_000 };
	const fix = `Take one and test it: watchdeck backup ${of} && watchdeck verify ${of}`;
	return { must: { say, probe, holds: 'again', ...once }, fix };
}

function madeOf(gate: GateSpec, deployed: Deployed, surroundings: Surroundings): readonly Made[] {
	switch (gate.is) {
		case 'line':
			return [ofOwnLine(gate.line)];
		case 'probe':
			return [ofNamed(gate.of, gate.line, surroundings.lines)];
		case 'same-image':
			return sameImage(gate.of, deployed, surroundings);
		case 'verified-backup':
			return [ofDataset(gate, surroundings)];
	}
}

/** What must hold before a deploy, by the config. */
export function gatesOf(specs: readonly GateSpec[], deployed: Deployed, surroundings: Surroundings): readonly Gate[] {
	return specs.flatMap((spec) =>
		madeOf(spec, deployed, surroundings).map(({ must, fix }) => ({ name: spec.name, must, fix: spec.fix ?? fix })),
	);
}

/** The gates of a plan, and what it says of those that it passes by. */
export function gatesIn(
	want: Want,
	{ spec, surroundings }: { readonly spec?: Pick<ServiceSpec, 'gates'>; readonly surroundings?: Surroundings },
	promised: PromisedImage | undefined,
): { readonly gates?: readonly Gate[]; readonly impact: readonly string[] } {
	const { gates: specs = [] } = spec ?? {};
	if (specs.length === 0 || surroundings === undefined) return { impact: [] };
	if (want.action === 'rollback') {
		const names = listed(specs.map(({ name }) => name));
		return { impact: [`Its gates are made for new code and passed by: ${names}.`] };
	}
	if (want.action !== 'deploy') return { impact: [] };
	const deployed = { ref: want.image, ...known({ promised }) };
	return { gates: gatesOf(specs, deployed, surroundings), impact: [] };
}

async function was({ name, must }: Gate, judging: Judging): Promise<NonNullable<Gate['was']> | undefined> {
	if ('none' in must) return { is: 'failed', because: `${must.say}: ${must.none}` };
	const named: Judging = {
		...judging,
		tell: (_check, passed, of, because) =>
			judging.tell?.({ ...must, say: `gate ${name}: ${must.say}` }, passed, of, because),
	};
	named.tell?.(must, 0, 1, '');
	const verdict = await judge(must, named);
	if (verdict.is === 'stopped') return undefined;
	return verdict.is === 'held' ? { is: 'passed', because: must.say } : { is: 'failed', because: verdict.because };
}

/** The gates as they are now, looked at side by side; undefined when it was stopped meanwhile. */
async function looked(gates: readonly Gate[], judging: Judging): Promise<readonly Gate[] | undefined> {
	const seen = await Promise.all(gates.map(async (gate) => ({ gate, is: await was(gate, judging) })));
	const known = seen.flatMap(({ gate, is }) => (is === undefined ? [] : [{ ...gate, was: is }]));
	return known.length === gates.length ? known : undefined;
}

/**
 * A plan with what its gates are now. They may take minutes, as tests do: the time in which it may be confirmed begins
 * after them.
 */
export async function withGates(plan: Plan, judging: Judging): Promise<Plan> {
	const { gates = [], made, expires } = plan;
	if (gates.length === 0) return plan;
	const seen = await looked(gates, judging);
	if (seen === undefined) return plan;
	const took: Millis = Math.max(0, judging.now() - made);
	return { ...plan, gates: seen, expires: expires + took };
}

function passedText(gates: readonly Gate[]): string {
	return gates.map(({ name, was: is }) => `${name} passed: ${is?.because ?? ''}`).join('; ');
}

/**
 * Looks at the gates again, under the locks and right before the first order. Gives why nothing may be ordered; undefined
 * where all hold, or where the run began already: then it is not new code any more that is kept out.
 */
export async function gatesShut(run: Running): Promise<string | undefined> {
	const { gates = [], service } = run.plan;
	if (gates.length === 0 || run.stands().began.length > 0) return undefined;
	const seen = await looked(gates, run.judging);
	if (seen === undefined) return 'watchdeck was stopped before the gates were looked at.';
	const failure = gateFailure(service, seen);
	const failed = [...new Set(seen.flatMap(({ name, was: is }) => (is?.is === 'failed' ? [name] : [])))];
	const text = failure === undefined ? passedText(seen) : failure.message;
	const unwritten = await run.note({ what: 'gates', text, failed });
	const wrong = unwritten ?? failure;
	return wrong === undefined ? undefined : failureText(wrong);
}
