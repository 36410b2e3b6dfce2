import { backedUpBefore } from '../actions/dataset/before.ts';
import { type DatasetWanted, datasetFacts, makeDatasetPlan } from '../actions/dataset/plan.ts';
import type { Writer } from '../actions/dataset/writers.ts';
import { factsOf } from '../actions/facts.ts';
import { withGates } from '../actions/gates.ts';
import { makePlan } from '../actions/plan.ts';
import { type Interrupted, interrupted, openOn } from '../actions/resume.ts';
import { makeWalkPlan, walkFacts } from '../actions/walk-plan.ts';
import { datasetProbe } from '../core/dataset/probe.ts';
import { type DatasetSpec, datasetId } from '../core/dataset/spec.ts';
import { otherHosts, withoutHosts } from '../core/engine/swarm/lost.ts';
import { failed } from '../core/failed.ts';
import type { BackupFound } from '../core/finding.ts';
import { known } from '../core/known.ts';
import { isShellless } from '../core/lock.ts';
import type { Failure, Instance, Millis, Result, Service } from '../core/model.ts';
import { type Plan, subjectOf } from '../core/plan.ts';
import { hasEnded } from '../core/run.ts';
import type { State } from '../core/state.ts';
import {
	type DatasetAction,
	datasetSubject,
	isOfDataset,
	isOfWalk,
	type ServiceAction,
	type Want,
} from '../core/want.ts';
import { datasets } from '../datasets/index.ts';
import { platforms } from '../platforms/index.ts';
import type { ActingParts } from './acting.ts';
import { judgingBy, surroundingsIn } from './gates.ts';
import { namesToEnd } from './kept-names.ts';

/** The runs that were begun and have no end, and that nobody carries out any more. */
export const interruptedIn = async ({ journal, isAlive }: ActingParts): Promise<Result<readonly Interrupted[]>> => {
	if (!journal.ok) return journal;
	const open = await journal.value.open();
	return open.ok ? { ok: true, value: interrupted(open.value, isAlive) } : open;
};

/** The fingerprint of what a plan stands on, as that is now. */
export const factsNow = (parts: ActingParts, { want, service: id }: Plan): string => {
	const { services, fleet } = parts.state();
	if (isOfDataset(want)) {
		const spec = fleet.datasets?.find((one) => datasetId(one) === id);
		return spec === undefined ? 'gone' : parts.digest(datasetFacts(spec, want));
	}
	if (isOfWalk(want)) return parts.digest(walkFacts(want));
	const service = services[id];
	return service === undefined ? 'gone' : parts.digest(factsOf(service, want));
};

/** What is to be planned for which service or dataset, and why. */
export interface Planning<W extends Want> {
	readonly want: W;
	readonly id: string;
	readonly why?: string;
	readonly watch?: Millis;
}

/** Why nothing can be planned for it: the journal cannot be read, or an interrupted run is open on it. */
const cutOn = async (parts: ActingParts, subject: string): Promise<Failure | undefined> => {
	const open = parts.journal.ok ? await interruptedIn(parts) : undefined;
	return open?.ok === false ? open.failure : openOn(open?.value ?? [], subject);
};

/** What both kinds of plans are made with. */
const madeWith = (parts: ActingParts) => ({
	id: parts.planId(),
	by: parts.state().operator,
	digest: parts.digest,
	ask: parts.ask,
	signal: parts.signal,
	hasEnded: async (run: string): Promise<boolean> => {
		const read = parts.journal.ok ? await parts.journal.value.read({ run }) : parts.journal;
		return read.ok && hasEnded(read.value);
	},
});

/** A plan for a dataset, on its backups and its server as they are now. */
export const plannedDataset = async (
	parts: ActingParts,
	{ want, id, why }: Planning<Want<DatasetAction>>,
): Promise<Result<Plan>> => {
	const spec = parts.state().fleet.datasets?.find((one) => datasetId(one) === id);
	if (spec === undefined)
		return failed('refused', `There is no dataset ${id}.`, 'See `watchdeck backups` for the datasets.');
	const cut = await cutOn(parts, datasetSubject(id));
	if (cut !== undefined) return { ok: false, failure: cut };
	const found = await foundNow(parts, spec);
	if (!found.ok) return found;
	const writers = want.action === 'restore' ? await writersNow(parts, spec) : ({ ok: true, value: [] } as const);
	if (!writers.ok) return writers;
	const now = parts.now();
	const kind = datasets[spec.kind];
	const read = { found: found.value, writers: writers.value };
	return makeDatasetPlan({ want, spec, kind, ...read, now, ...known({ why }), ...madeWith(parts) });
};

/** A plan for a command of a runbook. */
export const plannedCommand = async (
	parts: ActingParts,
	{ want, id, why }: Planning<Want<'run'>>,
): Promise<Result<Plan>> => {
	const { services, fleet } = parts.state();
	const service = want.of === undefined ? undefined : services[want.of];
	if (want.of !== undefined && service === undefined)
		return failed('missing', `There is no service ${want.of}.`, 'See `watchdeck status` for the services.');
	const cut = await cutOn(parts, subjectOf({ want, service: id }));
	if (cut !== undefined) return { ok: false, failure: cut };
	const shellless = fleet.hosts.filter(isShellless).map(({ name }) => name);
	return makeWalkPlan({ want, of: id, shellless, now: parts.now(), ...known({ why, service }), ...madeWith(parts) });
};

/** Those who write to a dataset, on engines that were read now. */
const writersNow = async (parts: ActingParts, { writers }: DatasetSpec): Promise<Result<readonly Writer[]>> => {
	const before = parts.state().services;
	await parts.refresh([...new Set(writers.flatMap((id) => before[id]?.hosts ?? []))]);
	const { services, engines } = parts.state();
	const found: Writer[] = [];
	for (const id of writers) {
		const service = services[id];
		if (service === undefined)
			return failed(
				'missing',
				`${id} writes to it and is not found.`,
				'Check `writers`, and that its host is reached.',
			);
		const failure = service.hosts.flatMap((host) => engines[host]?.failure ?? [])[0];
		if (failure !== undefined) return { ok: false, failure };
		found.push({ service, platform: platforms[service.platform] });
	}
	return { ok: true, value: found };
};

/** The backups of a dataset, read now. */
const foundNow = async (parts: ActingParts, spec: DatasetSpec): Promise<Result<BackupFound>> => {
	const read = await parts.read(datasetProbe(spec), parts.signal);
	if (!read.ok) return read;
	const found = read.value.findings?.find((one) => one.is === 'backup');
	return found === undefined
		? failed('garbled', `What lies in ${spec.folder} on ${spec.host} could not be read.`, 'Look on the host.')
		: { ok: true, value: found };
};

/** The same plan, with what is backed up before its first step. */
const backedUp = async (parts: ActingParts, plan: Plan, ids: readonly string[] | undefined): Promise<Result<Plan>> => {
	const wanted: DatasetWanted[] = [];
	for (const id of ids ?? []) {
		const spec = parts.state().fleet.datasets?.find((one) => datasetId(one) === id);
		if (spec === undefined) return failed('refused', `There is no dataset ${id}.`, 'Correct `before` in the config.');
		const found = await foundNow(parts, spec);
		if (!found.ok) return found;
		const kind = datasets[spec.kind];
		const more = { found: found.value, writers: [], now: parts.now() };
		wanted.push({ want: { action: 'backup' }, spec, kind, ...more, ...madeWith(parts), id: plan.id });
	}
	return backedUpBefore(plan, wanted);
};

/** A plan for a service, on its engines as they are now. */
export const planned = async (
	parts: ActingParts,
	{ want, id, why, watch }: Planning<Want<ServiceAction>>,
): Promise<Result<Plan>> => {
	const before = parts.state().services[id];
	if (before === undefined)
		return failed('refused', `There is no service ${id}.`, 'See `watchdeck status` for the services.');
	const cut = await cutOn(parts, id);
	if (cut !== undefined) return { ok: false, failure: cut };
	const began = parts.now();
	await parts.refresh(before.hosts);
	const state = parts.state();
	const found = state.services[id];
	if (found === undefined)
		return failed(
			'refused',
			`${id} is not there any more: its container was removed or renamed.`,
			`Look on ${before.hosts.join(' and ')} what it is called now: docker ps -a`,
		);
	const spec = state.fleet.services.find(({ environment, name }) => `${environment}/${name}` === id);
	const lost = otherHosts(found).filter((host) => isLostTo(state, host));
	const service = withoutHosts(found, lost);
	const read = service.hosts.map((host) => state.engines[host]?.at ?? 0);
	const missed = service.hosts.flatMap((host) => state.engines[host]?.failure ?? []);
	const failure = missed[0];
	if (failure !== undefined && Math.min(...read) < began) return { ok: false, failure };
	const kept = await namesToEnd(state, parts.journal, service);
	if (!kept.ok) return kept;
	const made = await makePlan({
		want,
		service,
		keptNames: kept.value,
		platform: platforms[service.platform],
		...known({ spec, why, watch: watch ?? watchIn(state, service), ends: endsOf(state, id) }),
		lost,
		others: otherContainers(state, service),
		lines: (state.fleet.probes ?? []).filter(({ of }) => of === id),
		surroundings: surroundingsIn(state),
		shellless: state.fleet.hosts.filter(isShellless).map(({ name }) => name),
		now: parts.now(),
		oldest: Math.min(...read),
		...madeWith(parts),
	});
	if (!made.ok) return made;
	const whole = await backedUp(parts, made.value, want.action === 'deploy' ? spec?.backedUp : undefined);
	return whole.ok ? { ok: true, value: await withGates(whole.value, judgingBy(parts)) } : whole;
};

const otherContainers = ({ engines }: State, { hosts, instances }: Service): readonly Instance[] =>
	hosts
		.flatMap((host) => Object.values(engines[host]?.value?.containers ?? {}))
		.filter(({ id }) => instances.every((own) => own.id !== id));

/** Whether a host that a service can do without did not answer just now. */
const isLostTo = ({ links, engines }: State, host: string): boolean =>
	links[host]?.is === 'down' || engines[host]?.failure !== undefined;

/** What the environment of a service says, which the config need not name: how long it is watched. */
const watchIn = ({ fleet }: State, { environment, id }: Service): Millis | undefined => {
	const isNamed = fleet.services.some((spec) => `${spec.environment}/${spec.name}` === id);
	return isNamed ? undefined : fleet.environments.find(({ name }) => name === environment)?.watch;
};

/** What a change ends when it begins: the watch of the one before. */
const endsOf = ({ runs }: State, id: string): string | undefined => {
	const watched = Object.values(runs).find(({ plan, stage }) => subjectOf(plan) === id && stage === 'watching');
	if (watched === undefined) return undefined;
	return `Ends the watch of ${watched.plan.title} (run ${watched.plan.id}) if that still goes on: it is DONE, NOT VERIFIED then.`;
};
