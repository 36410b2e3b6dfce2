function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function reusedList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
	const members = after.map((member, index) => reused(before[index], member));
	const same = before.length === members.length && members.every((member, index) => member === before[index]);
	return same ? before : members;
}

function reusedRecord(
	before: Readonly<Record<string, unknown>>,
	after: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
	const keys = Object.keys(after);
	const members = keys.map((key) => [key, Object.hasOwn(before, key) ? reused(before[key], after[key]) : after[key]]);
	const same = keys.length === Object.keys(before).length && keys.every((key, at) => before[key] === members[at]?.[1]);
	return same && keys.every((key) => Object.hasOwn(before, key)) ? before : Object.fromEntries(members);
}

/**
 * The value of `after`, made of the parts of `before` that are equal to it, so that what did not change keeps its identity
 * and is not drawn again. Only plain data: lists, records, texts, numbers.
 */
export function reused<T>(before: unknown, after: T): T {
	if (Object.is(before, after)) return after;
	// Each branch gives a value that is equal to `after`, of its own shape.
	if (Array.isArray(before) && Array.isArray(after)) return reusedList(before, after) as T;
	if (isPlain(before) && isPlain(after)) return reusedRecord(before, after) as T;
	return after;
}
