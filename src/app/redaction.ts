import type { Event } from '../core/event.ts';
import type { Failure, Result } from '../core/model.ts';
import type { Reading } from '../core/probe.ts';

type Redact = (text: string) => string;

/** A failure without the secrets that a server may have quoted in it. */
export const redactedFailure = (failure: Failure, redact: Redact): Failure => ({
	...failure,
	message: redact(failure.message),
});

/** Fields whose texts are redacted, and nothing else. */
const redactedFields = <T extends object>(fields: T, redact: Redact): T => {
	const texts = Object.entries(fields).flatMap(([key, value]) =>
		typeof value === 'string' ? [[key, redact(value)] as const] : [],
	);
	return { ...fields, ...Object.fromEntries(texts) };
};

/** A reading without secrets: names and ids stay as they are; sentences may quote what a server said. */
export const redactedReading = (reading: Reading, redact: Redact): Reading => ({
	...reading,
	...(reading.layers === undefined
		? {}
		: {
				layers: Object.fromEntries(
					Object.entries(reading.layers).map(([layer, condition]) => [
						layer,
						{ ...condition, because: redact(condition.because) },
					]),
				),
			}),
	...(reading.facts === undefined ? {} : { facts: redactedFields(reading.facts, redact) }),
	...(reading.findings === undefined
		? {}
		: { findings: reading.findings.map((finding) => redactedFields(finding, redact)) }),
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
	...(reading.engine === undefined
		? {}
		: {
				engine: {
					...reading.engine,
					containers: reading.engine.containers.map((container) =>
						container.healthSays === undefined ? container : { ...container, healthSays: redact(container.healthSays) },
					),
				},
			}),
});

/** An event of a change without secrets: its sentences may quote what an engine answered. Plans hold no secret. */
export const redactedEvent = (event: Event, redact: Redact): Event => {
	switch (event.type) {
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
