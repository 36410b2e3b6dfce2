/** What stands under a key of a value of unknown form; undefined where it has no such key. */
export function member(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null
		? Object.entries(value).find(([name]) => name === key)?.[1]
		: undefined;
}
