import type { Failure, FailureKind } from './model.ts';

/** A failed result, to be returned as it is. `message` and `fix` are whole sentences. */
export function failed(
	kind: FailureKind,
	message: string,
	fix?: string,
): { readonly ok: false; readonly failure: Failure } {
	return { ok: false, failure: fix === undefined ? { kind, message } : { kind, message, fix } };
}
