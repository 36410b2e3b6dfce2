/** Makes something of a value that never changes once, and keeps it for as long as the value is there. */
export function once<K extends object, V>(make: (key: K) => V): (key: K) => V {
	const made = new WeakMap<K, { readonly value: V }>();
	return (key) => {
		const before = made.get(key);
		if (before !== undefined) return before.value;
		const value = make(key);
		made.set(key, { value });
		return value;
	};
}
