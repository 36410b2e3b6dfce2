// What the scenes play on: one service, one PostgreSQL, one Redis, a proxy with a certificate, and where backups lie.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inspected, RunOptions } from '../lab/containers.ts';
import { type Daemon, startDaemon } from '../lab/daemon.ts';
import { type DatabaseContainer, runPostgres, runRedis } from '../lab/databases/containers.ts';
import { derive } from '../lab/images.ts';
import type { Lab } from '../lab/lab.ts';
import type { Deck } from './deck.ts';
import { putStandIns } from './stand-ins.ts';

/** The folder of everything that scenes put on the machine; of the lab's own /run. */
export const HOME = '/run/catalogue';
/** The name by which users ask, which leads to this machine. */
export const DOMAIN = 'shop.example';
const WEB_PORT = 18101;

/** The config of the fleet. */
export const config = JSON.stringify({
	operator: 'tester',
	discover: false,
	hosts: { box: { local: true } },
	environments: {
		production: {
			protection: 'protected',
			services: {
				web: {
					host: 'box',
					health: { url: `http://127.0.0.1:${WEB_PORT}/health`, every: '1s', timeout: '2s', failures: 2 },
					metrics: { url: `http://127.0.0.1:${WEB_PORT}/metrics`, every: '1s', timeout: '2s' },
					proof: { times: 1, within: '20s' },
					watch: '0s',
				},
				db: { host: 'box', proof: { times: 1, within: '20s' }, watch: '0s' },
				cache: { host: 'box', proof: { times: 1, within: '20s' }, watch: '0s' },
			},
			datasets: {
				db: {
					...{ kind: 'postgres', host: 'box', container: 'db', database: 'app', user: 'postgres' },
					...{ folder: `${HOME}/backups`, within: '26h', writers: ['web'], tables: ['orders'] },
				},
				cache: { kind: 'redis', host: 'box', container: 'cache', folder: `${HOME}/cache-backups`, within: '26h' },
			},
		},
		staging: {
			protection: 'open',
			services: {},
			datasets: {
				shop: {
					...{ kind: 'postgres', host: 'box', container: 'db', database: 'staging', user: 'postgres' },
					...{ folder: `${HOME}/staging-backups`, within: '26h' },
				},
			},
		},
	},
});

/** The databases behind the service, as their own clients see them. */
export interface Stage {
	readonly db: DatabaseContainer;
	readonly cache: DatabaseContainer;
	readonly stop: () => Promise<void>;
}

const bind = (from: string, to: string) => execFileSync('mount', ['--bind', from, to]);

/** Issues a certificate for the domain that ends in so many days; it is its own authority. */
export const certificate = (name: string, days: number): void => {
	const words = [
		'req',
		'-x509',
		'-newkey',
		'ec',
		'-pkeyopt',
		'ec_paramgen_curve:prime256v1',
		'-nodes',
		'-days',
		String(days),
	];
	const files = ['-keyout', join(HOME, `${name}.key`), '-out', join(HOME, `${name}.pem`)];
	const names = ['-subj', `/CN=${DOMAIN}`, '-addext', `subjectAltName=DNS:${DOMAIN}`];
	execFileSync('openssl', [...words, ...files, ...names], { stdio: 'ignore' });
};

/** A proxy at 80 and 443 that is told by its own system file, so that `nginx -t` reads what runs. */
async function startProxy(): Promise<Daemon> {
	certificate('live', 1);
	certificate('next', 90);
	const to = `location / { proxy_pass http://127.0.0.1:${WEB_PORT}; }`;
	const text = `daemon off; pid ${HOME}/nginx.pid; error_log stderr notice; events {}
http {
	access_log off;
	server { listen 80; ${to} }
	server { listen 443 ssl; ssl_certificate ${HOME}/live.pem; ssl_certificate_key ${HOME}/live.key; ssl_protocols TLSv1.2 TLSv1.3; ${to} }
}
`;
	writeFileSync(join(HOME, 'nginx.conf'), text);
	bind(join(HOME, 'nginx.conf'), '/etc/nginx/nginx.conf');
	return startDaemon('nginx', ['-e', 'stderr', '-c', '/etc/nginx/nginx.conf'], /start worker/);
}

/** Sets it all up, before the cockpit opens. */
export async function setStage(lab: Lab): Promise<Stage> {
	for (const folder of ['', 'backups', 'cache-backups', 'staging-backups', 'off-site'])
		mkdirSync(join(HOME, folder), { mode: 0o700, recursive: true });
	putStandIns(HOME);
	writeFileSync(join(HOME, 'hosts'), `${readFileSync('/etc/hosts', 'utf8')}\n127.0.0.1 ${DOMAIN}\n`);
	bind(join(HOME, 'hosts'), '/etc/hosts');
	await derive(lab.engine, 'app:slow', ['ENV RELEASE=slow', 'ENV SLOW=900'], 'app:v1');
	// Logins of nobody, on a machine that may never have had one.
	execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', '/var/log']);
	writeFileSync('/var/log/wtmp', '');
	const proxy = await startProxy();
	const [db, cache] = await Promise.all([
		runPostgres(lab, 'db', { restart: 'unless-stopped', env: { POSTGRES_PASSWORD: 'of-the-lab' } }),
		runRedis(lab, 'cache', {
			restart: 'unless-stopped',
			cmd: ['redis-server', '--repl-diskless-sync-delay', '0', '--appendonly', 'yes'],
		}),
	]);
	for (const name of ['app', 'staging']) db.sql(`create database ${name}`);
	db.sql(
		"create table orders (id int primary key, email text); insert into orders select n, 'customer' || n || '@mail.example' from generate_series(1, 100) n; analyze",
		'app',
	);
	db.sql('create table orders (id int primary key, email text)', 'staging');
	for (let n = 0; n < 20; n += 1) cache.sql(`set key${n} ${n}`);
	return { db, cache, stop: () => proxy.stop() };
}

const isSettled = ({ State }: Inspected) => State.Health?.Status === 'healthy' || State.Health?.Status === 'unhealthy';

/** Puts a release in the place of the service, as a careful deployment does: the old container stays, stopped and renamed. */
export async function deploy({ lab }: Deck, image: string, more: RunOptions = {}): Promise<Inspected> {
	const names = await lab.names();
	if (names.includes('web')) {
		await lab.halt('web');
		await lab.rename('web', `web-old-${Date.now()}`);
	}
	await lab.run('web', image, { ports: { 8080: WEB_PORT }, restart: 'unless-stopped', env: { LOAD: '5' }, ...more });
	return lab.becomes('web', isSettled);
}

/** The service runs this release and is well. */
export async function isWell({ lab }: Deck, image = 'app:v1'): Promise<boolean> {
	if (!(await lab.names()).includes('web')) return false;
	const { State, Image } = await lab.inspect('web');
	return State.Running && State.Health?.Status === 'healthy' && Image === (await lab.imageId(image));
}

/** Throws unless it runs this release and is well. */
export async function mustBeWell(deck: Deck, image = 'app:v1'): Promise<void> {
	if (!(await isWell(deck, image)))
		throw new Error(`web does not run ${image}, well: ${JSON.stringify((await deck.lab.inspect('web')).State)}`);
}

/** Waits until watchdeck says this of a service. */
export const seen = (deck: Deck, id: string, is: 'ok' | 'down' | 'degraded') =>
	deck.until(`${id} is ${is}`, ({ conditions }) => conditions[id]?.is === is);

/** Makes the service well, where it is not. */
export async function begin(deck: Deck, image = 'app:v1'): Promise<void> {
	if (!(await isWell(deck, image))) await deploy(deck, image);
	await seen(deck, 'production/web', 'ok');
}

/** Says that something is so at the end of a scene. */
export const mustBe = (what: string, is: boolean): void => {
	if (!is) throw new Error(`It is not so at the end: ${what}.`);
};
