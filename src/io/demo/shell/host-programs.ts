import { utcText } from '../../../core/time.ts';
import { share } from '../curves.ts';
import type { Container } from '../engine/types.ts';
import { diskOf } from '../host-facts.ts';
import { sitesOf, webAnswer } from '../web.ts';
import { hasOnly, optionOf, type Program, refused, type Shell, said } from './model.ts';
import { columns, sizeText } from './sizes.ts';

/** What else lies on the disk, in gigabytes; the rest is Docker's. */
const folders: readonly (readonly [string, number])[] = [
	['/usr', 3.1],
	['/var/log/journal', 0.4],
	['/var/log', 0.6],
	['/var/backups/postgres', 2.9],
	['/var/backups/uploads', 54],
	['/var/backups', 57],
	['/home', 0.8],
];

function diskNow({ host, now }: Shell): { readonly total: number; readonly used: number } {
	const { engine, cache } = host();
	return diskOf(engine, cache, now);
}

const df: Program = (words, shell) => {
	if (words.some((word) => !['-h', '-i', '-P', '-hP', '/'].includes(word))) return undefined;
	const isNames = words.includes('-i');
	const { total, used } = diskNow(shell);
	const names = { total: 10_400_000, used: 846_000 };
	const of = isNames ? names : { total: total * 1024, used: used * 1024 };
	const show = isNames ? String : sizeText;
	const percent = `${Math.ceil((100 * of.used) / of.total)}%`;
	const head = isNames ? ['Inodes', 'IUsed', 'IFree', 'IUse%'] : ['Size', 'Used', 'Avail', 'Use%'];
	return said(
		columns([
			['Filesystem', ...head, 'Mounted on'],
			['/dev/vda1', show(of.total), show(of.used), show(of.total - of.used), percent, '/'],
			['tmpfs', ...(isNames ? ['409600', '712', '408888', '1%'] : ['1.6G', '1.2M', '1.6G', '1%']), '/run'],
		]),
	);
};

function logSize({ id }: Container): number {
	return 1e6 * (1 + 8 * share(id, 'log'));
}

/** `du` of the whole disk, or of the logs of containers: what a person asks for whose disk is full. */
const du: Program = (words, shell) => {
	const { rest } = optionOf(words, ['-d', '--max-depth']);
	const [folder, ...more] = rest.filter((word) => !word.startsWith('-'));
	if (folder === undefined || more.length > 0) return undefined;
	const { engine, cache } = shell.host();
	if (folder === '/var/lib/docker/containers') {
		const logs = [...engine.containers.values()].map(
			(each) => `${sizeText(logSize(each))}\t${folder}/${each.id}/${each.id}-json.log`,
		);
		return said(logs.join('\n'));
	}
	if (folder !== '/')
		return refused(`du: cannot access '${folder}': No such file or directory (this host is simulated)`);
	const { used } = diskNow(shell);
	const layers = Math.max(1e9, used * 1024 - cache - 62.5e9);
	const docker: readonly (readonly [string, number])[] = [
		['/var/lib/docker/buildkit', cache / 1e9],
		['/var/lib/docker/overlay2', layers / 1e9],
		['/var/lib/docker', (layers + cache) / 1e9],
		['/', (used * 1024) / 1e9],
	];
	return said([...folders, ...docker].map(([path, size]) => `${sizeText(size * 1e9)}\t${path}`).join('\n'));
};

/** The files that were removed and are still held open: one small one, as on most machines. */
const lsof: Program = (words) =>
	hasOnly(words, ['-nP', '+L1'])
		? said(
				columns([
					['COMMAND', 'PID', 'USER', 'FD', 'TYPE', 'DEVICE', 'SIZE/OFF', 'NLINK', 'NODE', 'NAME'],
					[
						'systemd-j',
						'311',
						'root',
						'21u',
						'REG',
						'254,1',
						'8388608',
						'0',
						'262190',
						'/var/log/journal/old (deleted)',
					],
				]),
			)
		: undefined;

function kernelLines(shell: Shell): string {
	const { engine } = shell.host();
	const killed = engine.events.filter(({ action }) => action === 'oom');
	return killed
		.flatMap(({ at, id, attributes }) => {
			const begin = `${utcText(at).slice(0, 19)}+0000 ${engine.host} kernel:`;
			const task = attributes['name'] ?? '';
			const pid = 2000 + (Math.floor(at / 1000) % 30_000);
			return [
				`${begin} oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=/docker/${id},task=node,pid=${pid},uid=0`,
				`${begin} Memory cgroup out of memory: Killed process ${pid} (node), container ${task}`,
			];
		})
		.join('\n');
}

const journalctl: Program = (words, shell) => {
	if (words.some((word) => word.startsWith('--vacuum-size=')))
		return said('Vacuuming done, freed 0B of archived journals from /var/log/journal.');
	const { rest } = optionOf(words, ['-n', '--lines']);
	if (!rest.includes('-k') || !hasOnly(rest, ['-k', '--no-pager'])) return undefined;
	const lines = kernelLines(shell);
	return said(lines === '' ? '-- No entries --' : lines);
};

/** Who answers at an address: a site by its name, or a container by the port that it publishes on this host. */
function siteAt(shell: Shell, { hostname, port }: URL): Container | undefined {
	const { engine } = shell.host();
	if (!['localhost', '127.0.0.1'].includes(hostname)) return sitesOf(engine).get(hostname);
	return [...engine.containers.values()].find(
		({ state, ports }) => state === 'running' && ports.some((one) => one.includes(`:${port || '80'}/`)),
	);
}

/** What `curl` was asked for; undefined: something that is not known here. */
function curlWish(words: readonly string[]): { url: URL; flags: string; sink: boolean; form: string } | undefined {
	const { rest: timed } = optionOf(words, ['-m', '--max-time']);
	const { value: sink, rest: placed } = optionOf(timed, ['-o', '--output']);
	const { value: form = '', rest } = optionOf(placed, ['-w', '--write-out']);
	const [address = '', ...more] = rest.filter((word) => !/^-[fisSIL]+$/.test(word));
	const url = URL.parse(address.includes('://') ? address : `http://${address}`);
	if (more.length > 0 || (sink ?? '/dev/null') !== '/dev/null' || url?.protocol !== 'http:') return undefined;
	// Of what it can tell only the status is known.
	if (form.replaceAll('%{http_code}', '').includes('%{')) return undefined;
	return { url, flags: rest.filter((word) => word !== address).join(''), sink: sink !== undefined, form };
}

const curl: Program = (words, shell) => {
	const wish = curlWish(words);
	if (wish === undefined) return undefined;
	const { url, flags, sink, form } = wish;
	const site = siteAt(shell, url);
	if (site === undefined)
		return refused(`curl: (7) Failed to connect to ${url.hostname} port ${url.port || '80'}: Connection refused`, 7);
	const { code, text, type } = webAnswer(shell.host().engine, site, url.pathname, shell.now);
	if (flags.includes('f') && code >= 400) return refused(`curl: (22) The requested URL returned error: ${code}`, 22);
	const head = /[iI]/.test(flags) && !sink ? `HTTP/1.1 ${code}\ncontent-type: ${type}\n\n` : '';
	const body = sink || flags.includes('I') ? '' : text;
	const told = form.replaceAll('%{http_code}', String(code)).replaceAll('\\n', '\n');
	return { code: 0, out: head + body + told, err: '' };
};

const date: Program = (words, { now }) => (words.length > 0 ? undefined : said(new Date(now).toUTCString()));
const hostname: Program = (words, { host }) => (words.length > 0 ? undefined : said(host().engine.host));
const uptime: Program = (words, { host, now }) => {
	const days = Math.floor((now - host().engine.booted) / 86_400_000);
	return words.length > 0 ? undefined : said(` ${utcText(now).slice(11, 19)} up ${days} days,  1 user`);
};

/** The programs of a simulated host beside Docker's. */
export const hostPrograms: Readonly<Record<string, Program>> = {
	...{ df, du, lsof, journalctl, curl, date, hostname, uptime },
};
