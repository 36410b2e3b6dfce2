/** Makes a value when it is first asked for, and only once: for what takes milliseconds that the first frame has not. */
export function lazily<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}
