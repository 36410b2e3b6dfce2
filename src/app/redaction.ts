import type { Failure } from '../core/model.ts';
import type { Reading } from '../core/probe.ts';

type Redact = (text: string) => string;

/** A failure without the secrets that a server may have quoted in it. */
export const redactedFailure = (failure: Failure, redact: Redact): Failure => ({
	...failure,
	message: redact(failure.message),
});

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
