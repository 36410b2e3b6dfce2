/** Stands where a secret stood. */
export const hidden = '•••';

const secretWord =
	/pass(?:word|wd|phrase)?|secret|token|credential|private|api[-_.]?key|access[-_.]?key|auth(?:orization)?|cookie|session|dsn|salt|signing|encryption/i;
const harmless = /^(?:path|pwd|oldpwd|.*_(?:file|path|url_prefix|enabled|ttl|timeout))$/i;

/** Whether a name (of a variable, a label, a key) says that its value is a secret. */
export function isSecretKey(name: string): boolean {
	const key = name.length > 256 ? name.slice(-256) : name;
	if (harmless.test(key)) return false;
	return (
		secretWord.test(key) ||
		/(?:^|[_.-])(?:key|pwd|pw)$/i.test(key) ||
		/(?:^|_)(?:database|redis|mongo\w*|amqp|broker)_url$/i.test(key)
	);
}

/** A value whose name says that it is secret: `password=…`, `"token": "…"`, `--api-key …`; the name stays. */
const named =
	/((?:^|[^A-Za-z0-9])["']?(?:[A-Za-z0-9]{1,40}[-_.]){0,4}(?:password|passwd|passphrase|secret|token|api[-_]?key|apikey|access[-_]?key|private[-_]?key|credentials?|pwd)["']?\s{0,3}[=:]\s{0,3})("(?:[^"\\]|\\.){1,4096}"|'[^']{1,4096}'|[^\s"',;&}\])]{1,4096})/gi;
const flagged = /(--?(?:password|passwd|token|secret|api-?key|access-?key)\s{1,3})([^\s-][^\s]{0,4095})/gi;
/** `Authorization: Bearer …`, `Basic …`. */
const bearer = /\b(Bearer|Basic|Token|Digest)\s{1,3}([A-Za-z0-9+/=_.~-]{6,4096})/g;
/** `scheme://user:password@host`. */
const userInfo = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{0,256}:)([^\s/@]{1,1024})@/gi;
/** Keys with a form of their own: AWS, GitHub, Slack, Stripe, Google, npm. */
const keys =
	/\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{22,255}|xox[abprs]-[A-Za-z0-9-]{10,255}|[sr]k_(?:live|test)_[A-Za-z0-9]{10,255}|AIza[\w-]{35}|npm_[A-Za-z0-9]{36})\b/g;
const jwt = /\beyJ[\w-]{5,2048}\.[\w-]{5,4096}\.[\w-]{0,1024}/g;
const pem = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,16384}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g;

/** A word that must be in a text before one of the patterns can fit: most lines have none and cost one look. */
const hint =
	/pass|secret|token|key|credential|pwd|bearer|basic|digest|:\/\/|akia|asia|gh[pousr]_|github_pat|xox|k_live|k_test|eyj|npm_/i;

/**
 * A text without secrets: the ones that are known by value (give them in all their `formsOf`), and what looks like one.
 * Linear in the length of the text.
 */
export function redact(text: string, secrets: Iterable<string>): string {
	let result = text;
	for (const secret of secrets)
		if (secret !== '' && result.includes(secret)) result = result.replaceAll(secret, hidden);
	if (!hint.test(result)) return result;
	return result
		.replace(pem, hidden)
		.replace(jwt, hidden)
		.replace(keys, hidden)
		.replace(userInfo, `$1${hidden}@`)
		.replace(bearer, `$1 ${hidden}`)
		.replace(named, `$1${hidden}`)
		.replace(flagged, `$1${hidden}`);
}

/** A secret in the forms in which it may turn up: as it is, in JSON, in an address, in base64. Longest first. */
export function formsOf(secret: string): readonly string[] {
	const json = JSON.stringify(secret).slice(1, -1);
	const address = encodeURIComponent(secret.toWellFormed());
	const base64 =
		secret.length >= 8 ? btoa(String.fromCharCode(...new TextEncoder().encode(secret.slice(0, 4096)))) : secret;
	const bare = base64.replace(/=+$/, '');
	return [...new Set([base64, bare, address, json, secret])].sort((a, b) => b.length - a.length);
}

/** A plain value (as JSON has them) with every text in it made safe by `safe`; names of fields stay. */
export function redactDeep<T>(value: T, safe: (text: string) => string): T;
export function redactDeep(value: unknown, safe: (text: string) => string): unknown {
	if (typeof value === 'string') return safe(value);
	if (Array.isArray(value)) return value.map((item) => redactDeep(item, safe));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactDeep(item, safe)]));
}
