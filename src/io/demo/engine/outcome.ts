import type { Engine, Outcome } from './types.ts';

/** The engine refuses, unchanged, in the words of the real one. */
export function refused(engine: Engine, status: number, message: string): Outcome {
	return { engine, answer: { status, json: { message } } };
}

/** The engine did it. */
export function done(engine: Engine, status = 204, json?: unknown): Outcome {
	return { engine, answer: json === undefined ? { status } : { status, json } };
}
