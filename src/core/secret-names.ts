/** Words that make the value of a name secret wherever they stand in it. */
const secret = new Set(
	'password passwords passwd passphrase pwd pw secret secrets token credential credentials authorization jwt bearer otp dsn salt signature apikey accesskey privatekey secretkey authkey authtoken sessionid'.split(
		' ',
	),
);
/** Words that do so together with a following `key` or `id`: `api_key`, `session-id`. */
const half = new Set(
	'api access private secret signing sign encryption encrypt master auth ssh tls session license'.split(' '),
);
/** Words that do so at the end of a name: `REGISTRY_AUTH`, `Set-Cookie`, `db_pass`. */
const final = new Set('auth cookie cookies pass'.split(' '));
/** Words at the end of a name that speak of a secret without being one: `PASSWORD_FILE`, `token_type`. */
const harmless = new Set(
	'file path dir url uri endpoint ttl timeout expires expiry expiration lifetime age in length size count limit min max type name format mode policy algorithm alg hasher issuer audience provider driver store header domain enabled required version prefix sock'.split(
		' ',
	),
);
const joined = /(?:password|passwd|passphrase|secret|token|apikey|credentials?)$/;

/** No name is longer, in characters; the end of one says what it is. */
const longest = 128;

/** The words of a name, in lower case: `dbPassword`, `DB_PASSWORD` and `db-password` are `db`, `password`. */
function wordsOf(name: string): readonly string[] {
	return name
		.slice(-longest)
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== '');
}

function namesSecret(words: readonly string[]): boolean {
	const last = words.at(-1) ?? '';
	if (harmless.has(last)) return false;
	if (final.has(last)) return last !== 'pass' || words.length > 1;
	return words.some((word, index) => {
		const next = words[index + 1] ?? '';
		return secret.has(word) || joined.test(word) || (half.has(word) && /^(?:keys?|id)$/.test(next));
	});
}

/** Whether the name of a field in a text (a log line, an answer) says that its value is a secret. */
export function isSecretField(name: string): boolean {
	return namesSecret(wordsOf(name));
}

/** Names of variables that are no secret though they look so: where a shell is and was. */
const folders = /^(?:OLD)?PWD$/;
const addresses = /(?:^|_)(?:database|db|redis|mongo\w*|amqp|rabbitmq|broker)_(?:url|uri)$/i;

/**
 * Whether the name of a variable, a label or an option says that its value is a secret. Broader than for fields: nobody
 * calls a variable `…_KEY` or `DATABASE_URL` that holds none, while a text may speak of any `key`.
 */
export function isSecretKey(name: string): boolean {
	const key = name.slice(-longest);
	if (folders.test(key)) return false;
	return isSecretField(key) || addresses.test(key) || /(?:^|[_.-])(?:key|pass)$/i.test(key);
}
