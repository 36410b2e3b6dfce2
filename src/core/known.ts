/** An object's fields where they may be undefined as fields that may be missing. */
type Known<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Only the fields that are known, so that one is missing instead of undefined. */
export function known<T extends object>(fields: T): Known<T> {
	const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
	// What is undefined was filtered out on the line above; the rest is as it was.
	return Object.fromEntries(entries) as Known<T>;
}
