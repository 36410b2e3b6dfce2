/**
 * A command of Redis as the bytes that go out: an array of bulk strings, each after its length in bytes, so that no
 * password ends its word or begins another one (Redis serialization protocol specification, "Sending commands").
 */
export function respOf(words: readonly string[]): string {
	const bulk = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
	return `*${words.length}\r\n${bulk.join('')}`;
}
