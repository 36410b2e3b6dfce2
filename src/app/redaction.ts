import type { EngineFacts } from '../core/engine/facts.ts';
import type { SwarmSaid } from '../core/engine/swarm/said.ts';
import type { Event } from '../core/event.ts';
import type { BackupFound, RestoreProof } from '../core/finding.ts';
import { known } from '../core/known.ts';
import type { Condition, Failure, Result } from '../core/model.ts';
import type { Reading } from '../core/probe.ts';

type Redact = (text: string) => string;

/** A failure without the secrets that a server may have quoted in it. */
export const redactedFailure = (failure: Failure, redact: Redact): Failure => ({
	...failure,
	message: redact(failure.message),
	...(failure.fix === undefined ? {} : { fix: redact(failure.fix) }),
});

/** Fields whose texts are redacted, and nothing else. */
const redactedFields = <T extends object>(fields: T, redact: Redact): T => {
	const texts = Object.entries(fields).flatMap(([key, value]) =>
		typeof value === 'string' ? [[key, redact(value)] as const] : [],
	);
	return { ...fields, ...Object.fromEntries(texts) };
};

const redactedCondition = (condition: Condition, redact: Redact): Condition => ({
	...condition,
	because: redact(condition.because),
	...(condition.fix === undefined ? {} : { fix: redact(condition.fix) }),
});

/** What a manager says without the secrets in its own words: why a task failed may quote the command of a container. */
const redactedSwarm = (said: SwarmSaid, redact: Redact): SwarmSaid => ({
	...said,
	services: said.services.map((one) =>
		one.update === undefined ? one : { ...one, update: { ...one.update, message: redact(one.update.message) } },
	),
	tasks: said.tasks.map((one) => (one.err === undefined ? one : { ...one, err: redact(one.err) })),
});

const redactedEngine = (engine: EngineFacts, redact: Redact): EngineFacts => {
	const { swarm } = engine;
	const said: EngineFacts = {
		...engine,
		containers: engine.containers.map((container) =>
			container.healthSays === undefined ? container : { ...container, healthSays: redact(container.healthSays) },
		),
	};
	if (swarm === undefined) return said;
	return {
		...said,
		swarm: swarm.ok ? { ok: true, value: redactedSwarm(swarm.value, redact) } : redactedResult(swarm, redact),
	};
};

const redactedProof = (proof: RestoreProof, redact: Redact): RestoreProof => ({
	...redactedFields(proof, redact),
	checks: proof.checks.map((check) => redactedFields(check, redact)),
});

/** What a server said in a restore test, and rclone of a remote, may quote a secret. */
const redactedBackup = (found: BackupFound, redact: Redact): BackupFound => ({
	...redactedFields(found, redact),
	...known({
		proofs: found.proofs?.map((proof) => redactedProof(proof, redact)),
		copies: found.copies?.map((copy) =>
			copy.proof === undefined ? copy : { ...copy, proof: redactedProof(copy.proof, redact) },
		),
		offSite: found.offSite && redactedFields(found.offSite, redact),
	}),
});

/** A reading without secrets: names and ids stay as they are; sentences may quote what a server said. */
export const redactedReading = (reading: Reading, redact: Redact): Reading => ({
	...reading,
	...(reading.layers === undefined
		? {}
		: {
				layers: Object.fromEntries(
					Object.entries(reading.layers).map(([layer, condition]) => [layer, redactedCondition(condition, redact)]),
				),
			}),
	...(reading.facts === undefined ? {} : { facts: redactedFields(reading.facts, redact) }),
	...(reading.findings === undefined
		? {}
		: {
				findings: reading.findings.map((finding) =>
					finding.is === 'backup' ? redactedBackup(finding, redact) : redactedFields(finding, redact),
				),
			}),
	...(reading.locks === undefined
		? {}
		: {
				locks: reading.locks.map((lock) => ({
					...lock,
					who: redact(lock.who),
					what: redact(lock.what),
					why: redact(lock.why),
				})),
			}),
	...(reading.foreign === undefined ? {} : { foreign: reading.foreign.map((lock) => redactedFields(lock, redact)) }),
	...(reading.engine === undefined ? {} : { engine: redactedEngine(reading.engine, redact) }),
});

/** An event of a change without secrets: its sentences may quote what an engine answered. Plans hold no secret. */
export const redactedEvent = (event: Event, redact: Redact): Event => {
	switch (event.type) {
		case 'step/told':
			return { ...event, told: event.told.map(redact) };
		case 'check/read':
			return { ...event, because: redact(event.because) };
		case 'run/held':
			return { ...event, because: redact(event.because), left: event.left.map(redact) };
		case 'run/ended':
			return { ...event, ...redactedEnd(event, redact) };
		default:
			return event;
	}
};

/** How a run came out, without secrets. */
export const redactedEnd = <T extends { readonly because: string; readonly left?: readonly string[] }>(
	end: T,
	redact: Redact,
): T => ({ ...end, because: redact(end.because), ...(end.left === undefined ? {} : { left: end.left.map(redact) }) });

/** A result whose failure tells no secret. */
export const redactedResult = <T>(result: Result<T>, redact: Redact): Result<T> =>
	result.ok ? result : { ok: false, failure: redactedFailure(result.failure, redact) };
