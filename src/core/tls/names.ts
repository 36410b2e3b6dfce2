/** So many names of a certificate are kept, each of so many UTF-16 units: a DNS name has 253 at most. */
const most = 100;
const longest = 253;

/** A list as Node writes it: `DNS:a.example, IP Address:10.0.0.1`; a value with special characters is a JSON text. */
const entry = /([^:,]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/gy;

function unquoted(value: string): string {
	if (!value.startsWith('"')) return value;
	try {
		return String(JSON.parse(value));
	} catch {
		return value;
	}
}

/** The DNS names and addresses of Node's text of a certificate's subject alternative names. */
export function namesIn(alternatives: string): readonly string[] {
	return [...alternatives.slice(0, 64 * 1024).matchAll(entry)]
		.filter(([, kind]) => kind === 'DNS' || kind === 'IP Address')
		.slice(0, most)
		.map(([, , value = '']) => unquoted(value).slice(0, longest));
}

/**
 * How a subject or issuer is called: its common name, else its organization; empty where it has neither. `lines`: as
 * Node writes it, `CN=example.com` on a line of its own, line ends within a value escaped.
 */
export function nameIn(lines: string): string {
	const all = lines.split('\n');
	const found = (key: string) => all.findLast((line) => line.startsWith(`${key}=`))?.slice(key.length + 1, longest);
	return found('CN') ?? found('O') ?? '';
}
