/** All values of a stream, in order. */
export async function all<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
	const values: T[] = [];
	for await (const value of stream) values.push(value);
	return values;
}
