import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, startDaemon } from './daemon.ts';

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

/** Starts nginx with its files in a folder; each site is ready when this resolves. `more`: what else stands under `http`. */
export async function startNginx(
	folder: string,
	sites: readonly Site[],
	more: readonly string[] = [],
): Promise<Daemon> {
	const at = join(folder, 'nginx');
	mkdirSync(at);
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
		`daemon off; ${more.length === 0 ? 'master_process off' : 'user root; worker_processes 1'}; pid ${at}/pid; error_log stderr notice;`,
		...['events {}', `http { ${http.join('\n')} }`],
	];
	writeFileSync(join(at, 'nginx.conf'), config.join('\n'));
	return startDaemon('nginx', ['-p', at, '-c', join(at, 'nginx.conf')], /start worker|using the "epoll" event method/);
}
