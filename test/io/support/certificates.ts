import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A key and its certificate: where they lie, and as PEM. `cert` begins with the own certificate, its authority follows. */
export interface Pair {
	readonly key: string;
	readonly cert: string;
	readonly keyFile: string;
	readonly certFile: string;
}

/** What a certificate says. `days`: from now on, or, if negative, ended so long ago. */
export interface Wish {
	readonly subject?: string;
	/** As OpenSSL writes them: `DNS:a.example,IP:127.0.0.1`. */
	readonly names?: string;
	readonly days?: number;
}

const day = 86_400_000;
const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
const keyArgs = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
/** A time as `openssl ca` takes it. */
const stamp = (at: number) => `${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;

/** An authority of its own in a folder, made by the openssl of the system, and what it signs. */
export interface Authority {
	readonly file: string;
	readonly pem: string;
	readonly sign: (name: string, wish?: Wish) => Pair;
}

/** Makes an authority whose files lie in a folder. */
export function makeAuthority(folder: string): Authority {
	const at = (name: string) => join(folder, name);
	openssl(
		'req',
		'-x509',
		...keyArgs,
		'-keyout',
		at('ca.key'),
		'-out',
		at('ca.pem'),
		'-days',
		'30',
		'-subj',
		'/CN=Test CA',
	);
	writeFileSync(at('index.txt'), '');
	const sign = (name: string, { subject = `/CN=${name}`, names = 'IP:127.0.0.1', days = 60 }: Wish = {}): Pair => {
		const [keyFile, certFile] = [at(`${name}.key`), at(`${name}.pem`)];
		// `-subj` and the names go by way of files: some of them hold what no command line does.
		openssl('req', '-new', ...keyArgs, '-keyout', keyFile, '-out', at('csr.pem'), '-subj', subject, '-utf8');
		const config = [
			...['[ca]', 'default_ca=ours', '[ours]', `database=${at('index.txt')}`, `new_certs_dir=${folder}`],
			...['rand_serial=yes', 'default_md=sha256', 'policy=any', 'x509_extensions=names', 'unique_subject=no'],
			...['[any]', 'commonName=optional', 'organizationName=optional', '[names]', `subjectAltName=${names}`],
		];
		writeFileSync(at('ca.cnf'), config.join('\n'));
		const now = Date.now();
		// An hour more, so that it is still so many whole days when it is looked at.
		const end = now + days * day + (days < 0 ? 0 : 3_600_000);
		const times = ['-startdate', stamp(Math.min(now, end) - day), '-enddate', stamp(end)];
		const files = ['-cert', at('ca.pem'), '-keyfile', at('ca.key'), '-in', at('csr.pem'), '-out', certFile];
		openssl('ca', '-batch', '-notext', '-config', at('ca.cnf'), ...times, ...files);
		writeFileSync(certFile, readFileSync(certFile, 'utf8') + readFileSync(at('ca.pem'), 'utf8'));
		return { keyFile, certFile, key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
	};
	return { file: at('ca.pem'), pem: readFileSync(at('ca.pem'), 'utf8'), sign };
}
