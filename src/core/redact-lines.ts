const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;

const lastOf = (text: string, marker: RegExp): number => [...text.matchAll(marker)].at(-1)?.index ?? -1;

/**
 * Takes secrets out of lines that come one after the other, where one goes over several: of a private key (RFC 7468) each line by itself looks
 * like nothing. `redact`: takes them out of a text.
 */
export function lineRedactor(redact: (text: string) => string): (line: string) => string {
	let isOpen = false;
	return (line) => {
		const text = isOpen ? `-----BEGIN PRIVATE KEY-----${line}` : line;
		isOpen = lastOf(text, begin) > lastOf(text, end);
		return redact(text);
	};
}
