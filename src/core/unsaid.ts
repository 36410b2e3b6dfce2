/** What an order printed, without its last line where the sentence about its failure ends in that. */
export function unsaid(output: string, message: string): string {
	const lines = output.trimEnd().split('\n');
	const last = lines.at(-1)?.trim() ?? '';
	return last !== '' && message.endsWith(last) ? lines.slice(0, -1).join('\n') : output;
}
