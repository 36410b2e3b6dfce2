/** Keeps at least the last `most` things that were put in or asked for, and at most twice as many. */
export interface Kept<T> {
	readonly get: (key: string) => T | undefined;
	readonly set: (key: string, value: T) => void;
}

/** A bounded memory of two generations: when the younger is full, the older is forgotten. */
export const keeping = <T>(most: number): Kept<T> => {
	let young = new Map<string, T>();
	let old = new Map<string, T>();
	const set = (key: string, value: T): void => {
		if (young.size >= most) {
			old = young;
			young = new Map();
		}
		young.set(key, value);
	};
	return {
		get: (key) => {
			const known = young.get(key);
			if (known !== undefined) return known;
			const older = old.get(key);
			if (older !== undefined) set(key, older);
			return older;
		},
		set,
	};
};

/** As many texts as some screens hold. */
const mostTexts = 512;

/** The same function of a text, with a memory: Ink asks the same of each text on the screen with every frame. */
export const remembered = <T>(of: (text: string) => T): ((text: string) => T) => {
	const kept = keeping<T>(mostTexts);
	return (text) => {
		const known = kept.get(text);
		if (known !== undefined) return known;
		const value = of(text);
		kept.set(text, value);
		return value;
	};
};
