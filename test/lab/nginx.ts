import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, startDaemon } from './daemon.ts';
import { OPS } from './sshd.ts';

/** A site of an nginx: where it listens, with which certificate, and its `location`s as nginx writes them. */
export interface Site {
	readonly port: number;
	readonly tls?: { readonly certFile: string; readonly keyFile: string };
	readonly locations?: readonly string[];
}

function server({ port, tls, locations = [] }: Site): string {
	const listen = tls === undefined ? `listen 127.0.0.1:${port};` : `listen 127.0.0.1:${port} ssl;`;
	const pair =
		tls === undefined
			? ''
			: `ssl_certificate ${tls.certFile}; ssl_certificate_key ${tls.keyFile}; ssl_protocols TLSv1.2 TLSv1.3;`;
	return `server { ${listen} ${pair} default_type application/json; ${locations.join('\n')} }`;
}

/**
 * Starts nginx with its files in a folder; each site is ready when this resolves. `more`: what else stands under `http`; then it
 * is of the lab's operator, who may let it read its configuration anew.
 */
export async function startNginx(
	folder: string,
	sites: readonly Site[],
	more: readonly string[] = [],
): Promise<Daemon> {
	const at = join(folder, 'nginx');
	mkdirSync(at);
	if (more.length > 0) chownSync(at, OPS, OPS);
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
		(kind) => `${kind}_temp_path ${at}/${kind};`,
	);
	const http = [
		'access_log off; gzip on; gzip_types application/json; gzip_min_length 1;',
		...temporary,
		...more,
		...sites.map(server),
	];
	const config = [
		// One process cannot read its configuration anew.
		`daemon off; ${more.length === 0 ? 'master_process off' : 'user ops ops; worker_processes 1'}; pid ${at}/pid; error_log stderr notice;`,
		...['events {}', `http { ${http.join('\n')} }`],
	];
	writeFileSync(join(at, 'nginx.conf'), config.join('\n'));
	const words = ['nginx', '-e', 'stderr', '-p', at, '-c', join(at, 'nginx.conf')];
	const own = more.length === 0 ? [] : ['setpriv', `--reuid=${OPS}`, `--regid=${OPS}`, '--clear-groups'];
	const [program = '', ...rest] = [...own, ...words];
	return startDaemon(program, rest, /start worker|using the "epoll" event method/);
}
