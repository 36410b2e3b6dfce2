/**
 * A function of an object that gives the same answer for the same object, made once and kept for as long as the object is: a
 * memory, which changes no result.
 */
export function remembered<K extends object, V>(make: (key: K) => V): (key: K) => V {
	const known = new WeakMap<K, { readonly value: V }>();
	return (key) => {
		const kept = known.get(key) ?? { value: make(key) };
		known.set(key, kept);
		return kept.value;
	};
}
