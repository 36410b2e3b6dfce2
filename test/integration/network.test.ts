import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProbeKind, Reading } from '../../src/core/probe.ts';
import { dns } from '../../src/probes/dns.ts';
import { http } from '../../src/probes/http.ts';
import { tls } from '../../src/probes/tls.ts';
import { type Authority, makeAuthority } from '../io/support/certificates.ts';
import { type Daemon, startDaemon } from '../lab/daemon.ts';
import { describeLab } from '../lab/describe.ts';
import { startNginx } from '../lab/nginx.ts';
import { describeTools } from '../lab/tools.ts';
import { type Places, placesOf } from './places.ts';

type Where = Parameters<Places['reach']>[0];
const wheres: readonly Where[] = ['here', 'over ssh'];

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('no port');
	return address.port;
}

let folder = '';
let places: Places;
let authority: Authority;
const daemons: Daemon[] = [];

async function begin(): Promise<void> {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-network-'));
	chmodSync(folder, 0o755);
	authority = makeAuthority(folder);
	places = await placesOf();
}
async function end(): Promise<void> {
	await Promise.all([places?.close(), ...daemons.splice(0).map((daemon) => daemon.stop())]);
	rmSync(folder, { recursive: true, force: true });
}
async function read(kind: ProbeKind, where: Where, line: object): Promise<Reading> {
	const spec = { from: 'box', ...line };
	const probe = { ...{ kind: kind.kind, name: 'p', of: 'production/web', every: 5000, timeout: 5000 }, spec };
	const result = await kind.read(probe, places.reach(where));
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}
const outside = async (...of: Parameters<typeof read>) => (await read(...of)).layers?.outside;

describeTools('certificates and web addresses of a real nginx', ['nginx', 'openssl', 'sshd'], () => {
	const ports = { plain: 0, good: 0, soon: 0, old: 0, other: 0 };
	const trusted = getCACertificates('default');

	beforeAll(async () => {
		await begin();
		for (const name of ['plain', 'good', 'soon', 'old', 'other'] as const) ports[name] = await freePort();
		const locations = [
			`location /health { return 200 '{"status":"ok","checks":[{"name":"db","ms":3}]}'; }`,
			'location /moved { return 301 https://elsewhere.example/; }',
		];
		const site = (name: keyof typeof ports, wish: object) => ({
			port: ports[name],
			tls: authority.sign(name, wish),
			locations,
		});
		daemons.push(
			await startNginx(folder, [
				{ port: ports.plain, locations },
				site('good', { days: 60 }),
				site('soon', { days: 5 }),
				site('old', { days: -2 }),
				site('other', { names: 'DNS:other.example' }),
			]),
		);
	}, 60_000);
	afterAll(end);

	const ca = () => ({ ca: authority.file });
	const at = (name: keyof typeof ports) => ({ address: `127.0.0.1:${ports[name]}` });
	test.each(wheres)('tls, %s', async (where) => {
		const good = await read(tls, where, { ...at('good'), ...ca() });
		expect(good).toMatchObject({
			layers: { outside: { is: 'ok', because: 'certificate for 60 days more, by Test CA, TLS 1.3' } },
			facts: { days: 60, chain: 'good < Test CA', names: '127.0.0.1', trusted: 'yes', fits: 'yes' },
			findings: [{ is: 'certificate', name: 'good', by: 'Test CA' }],
		});
		for (const [line, is, because] of [
			[at('good'), 'down', 'its certificate authority is not trusted: signed by Test CA'],
			[{ ...at('soon'), ...ca() }, 'degraded', 'the certificate ends in 5 days'],
			[{ ...at('old'), ...ca() }, 'down', 'the certificate ended 2 days ago'],
			[{ ...at('other'), ...ca() }, 'down', 'the certificate is for other.example, not for 127.0.0.1'],
			[{ ...at('other'), ...ca(), name: 'other.example' }, 'ok', 'certificate for 60 days more'],
			[at('plain'), 'down', 'does not speak TLS'],
		] as const) {
			expect(await outside(tls, where, line)).toMatchObject({ is, because: expect.stringContaining(because) });
		}
	});

	const url = (name: keyof typeof ports, path: string) => ({
		url: `${name === 'plain' ? 'http' : 'https'}://127.0.0.1:${ports[name]}${path}`,
	});
	const json = { path: '$.checks[0].name', is: 'db' };
	test.each(wheres)('http, %s', async (where) => {
		const plain = await read(http, where, { ...url('plain', '/health'), json });
		expect(plain).toMatchObject({
			layers: { outside: { is: 'ok' } },
			facts: { status: 200, connect: expect.any(Number), first: expect.any(Number) },
		});
		expect(plain.findings).toBe(undefined);
		const packed = { ...url('plain', '/health'), headers: { 'Accept-Encoding': 'gzip' }, json };
		for (const [line, is, because] of [
			[
				{ ...url('plain', '/health'), json: { ...json, is: 'cache' } },
				'down',
				', but $.checks[0].name is "db", not "cache"',
			],
			[url('plain', '/moved'), 'down', ', to https://elsewhere.example/'],
			[packed, 'down', ', but the answer is packed (gzip), which was not asked for'],
			[url('old', '/health'), 'down', 'the certificate ended 2 days ago'],
			[url('good', '/health'), 'down', 'its certificate authority is not trusted: signed by Test CA'],
			[{ ...url('good', '/health'), ...ca() }, 'ok', '200 OK in '],
			[{ ...url('soon', '/health'), ...ca() }, 'degraded', ', but its certificate ends in 5 days'],
			[{ ...url('other', '/health'), ...ca() }, 'down', 'the certificate is for other.example, not for 127.0.0.1'],
		] as const) {
			expect(await outside(http, where, line)).toMatchObject({ is, because: expect.stringContaining(because) });
		}
	});

	test.each(wheres)('https with an authority that this machine trusts, %s', async (where) => {
		setDefaultCACertificates([...trusted, authority.pem]);
		try {
			expect(await read(http, where, { ...url('good', '/health'), json })).toMatchObject({
				layers: { outside: { is: 'ok' } },
				facts: { days: 60, tls: expect.any(Number) },
				findings: [{ is: 'certificate', name: 'good' }],
			});
			expect(await outside(http, where, url('soon', '/health'))).toMatchObject({
				is: 'degraded',
				because: expect.stringMatching(/^200 OK in \d+ ms, but its certificate ends in 5 days/),
			});
			expect(await read(http, where, url('old', '/health'))).toMatchObject({
				layers: { outside: { is: 'down' } },
				findings: [{ is: 'certificate', name: 'old' }],
			});
		} finally {
			setDefaultCACertificates(trusted);
		}
	});
});

const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
const binaries = `/usr/lib/postgresql/${versions.toSorted().at(-1) ?? 'VERSION'}/bin`;
describeTools('the certificate of a real PostgreSQL', [`${binaries}/postgres`, 'setpriv', 'openssl', 'sshd'], () => {
	/** PostgreSQL does not run as root: it gets the rights of `nobody`, and the folder. */
	const nobody = { id: 65_534, words: ['--reuid=65534', '--regid=65534', '--clear-groups'] };
	let port = 0;
	const start = async (name: string, ...more: readonly string[]) => {
		const data = join(folder, name);
		mkdirSync(data, { mode: 0o700 });
		chownSync(data, nobody.id, nobody.id);
		execFileSync('setpriv', [
			...nobody.words,
			`${binaries}/initdb`,
			'-D',
			data,
			'-A',
			'trust',
			'-U',
			'test',
			'--no-sync',
		]);
		port = await freePort();
		const options = [`listen_addresses=127.0.0.1`, `port=${port}`, `unix_socket_directories=`, ...more];
		const args = [`${binaries}/postgres`, '-D', data, ...options.flatMap((option) => ['-c', option])];
		daemons.push(await startDaemon('setpriv', [...nobody.words, ...args], /ready to accept connections/));
	};
	beforeAll(begin, 60_000);
	afterAll(end);

	test('before TLS it is asked in its own words, also over ssh', async () => {
		const pair = authority.sign('db', { names: 'DNS:db.example', days: 20 });
		chownSync(pair.keyFile, nobody.id, nobody.id);
		chmodSync(pair.keyFile, 0o600);
		await start('secure', 'ssl=on', `ssl_cert_file=${pair.certFile}`, `ssl_key_file=${pair.keyFile}`);
		const line = { address: `127.0.0.1:${port}`, name: 'db.example', ca: authority.file };
		for (const where of wheres) {
			expect(await outside(tls, where, { ...line, starttls: 'postgres' })).toMatchObject({
				is: 'ok',
				because: 'certificate for 20 days more, by Test CA, TLS 1.3',
			});
			expect(await outside(tls, where, line)).toMatchObject({ is: 'down' });
		}
	}, 60_000);
	test('one without TLS says so', async () => {
		await start('plain');
		const line = { address: `127.0.0.1:${port}`, starttls: 'postgres' };
		for (const where of wheres)
			expect(await outside(tls, where, line)).toMatchObject({ is: 'down', because: `127.0.0.1:${port} offers no TLS` });
	}, 60_000);
});

describeTools('names of a real DNS server', ['dnsmasq', 'sshd'], () => {
	let server = '';
	beforeAll(async () => {
		await begin();
		const port = await freePort();
		server = `127.0.0.1:${port}`;
		const hosts = join(folder, 'hosts');
		writeFileSync(hosts, '192.0.2.10 web.test\n2001:db8::10 web.test\n');
		const records = [
			...['--cname=www.test,web.test', '--mx-host=web.test,mail.test,10', '--local=/test/'],
			...['--txt-record=web.test,v=spf1 mx -all', '--txt-record=evil.test,\u001b[2Jowned'],
		];
		const place = [`--port=${port}`, '--listen-address=127.0.0.1', '--bind-interfaces', '--user=root'];
		const files = ['--conf-file=/dev/null', '--no-resolv', '--no-hosts', `--addn-hosts=${hosts}`, '--log-facility=-'];
		daemons.push(
			await startDaemon(
				'dnsmasq',
				['--keep-in-foreground', `--pid-file=`, ...place, ...files, ...records],
				/read .*hosts/,
			),
		);
	}, 60_000);
	afterAll(end);

	test('records of each type', async () => {
		const ask = (line: object) => outside(dns, 'here', { from: 'local', server, ...line });
		for (const [line, is, because] of [
			[{ name: 'web.test', expect: ['192.0.2.10'] }, 'ok', 'A 192.0.2.10 in '],
			[{ name: 'web.test', expect: ['192.0.2.11'] }, 'down', 'A 192.0.2.10: not 192.0.2.11'],
			[{ name: 'web.test', type: 'AAAA', expect: ['2001:DB8:0::10'] }, 'ok', 'AAAA 2001:db8::10 in '],
			[{ name: 'www.test', type: 'CNAME', expect: ['web.test.'] }, 'ok', 'CNAME web.test in '],
			[{ name: 'web.test', type: 'MX', expect: ['10 mail.test'] }, 'ok', 'MX 10 mail.test in '],
			[{ name: 'web.test', type: 'TXT', expect: ['v=spf1 mx -all'] }, 'ok', 'TXT v=spf1 mx -all in '],
			[{ name: 'web.test', type: 'NS' }, 'down', ''],
			[{ name: 'no.test' }, 'down', 'there is no name no.test'],
		] as const) {
			expect(await ask(line)).toMatchObject({ is, because: expect.stringContaining(because) });
		}
		expect((await read(dns, 'here', { from: 'local', server, name: 'evil.test', type: 'TXT' })).facts).toMatchObject({
			records: '\u001b[2Jowned',
		});
	});
});

describeLab('names as a host sees them', () => {
	// Who has no address but those of loopback is told none: the network of the lab gets one of those for documentation.
	const address = ['address', 'add', '192.0.2.1/32', 'dev', 'lo'];
	beforeAll(async () => {
		execFileSync('ip', address);
		await begin();
	}, 60_000);
	afterAll(async () => {
		execFileSync('ip', address.with(1, 'del'));
		await end();
	});
	test.each(wheres)('it is asked by its getent, which also reads its files, %s', async (where) => {
		expect(await outside(dns, where, { name: 'localhost', expect: ['127.0.0.1'] })).toMatchObject({ is: 'ok' });
		expect(await outside(dns, where, { name: 'no.invalid' })).toMatchObject({
			is: 'down',
			because: 'no.invalid has no A record',
		});
	});
});
