import type { Answer, Read } from '../core/call.ts';
import type { TlsFound } from '../core/init/found.ts';
import type { Published } from '../core/init/published.ts';
import { healthOf, healthPaths, isMetrics, metricsPath, urlOf, type WebFound } from '../core/init/web.ts';
import type { Starttls } from '../core/tls/peer.ts';

type Ask = (call: Read) => Promise<Answer>;

/** What one address is given to answer, and so much of a page is looked at. */
const timeout = 2000;
const most = 256 * 1024;
/** Every status is an answer. */
const fine = Array.from({ length: 500 }, (_, index) => index + 100);

/** What a web server on a port answers. */
export interface WebPort {
	readonly health?: WebFound;
	readonly metrics?: string;
}

/** Asks a port as a web server, from its own host, by GET alone; the other paths only where it answers on `/` at all. */
export const webPort = async (ask: Ask, host: string, at: Published): Promise<WebPort> => {
	const get = (path: string): Promise<Answer> =>
		ask({ effect: 'read', via: 'http', host, method: 'GET', url: urlOf(at, path), timeout, most, fine });
	const first = await get('/');
	if (!first.ok) return {};
	const answers = await Promise.all(
		healthPaths.map(async (path) => ({ path, answer: path === '/' ? first : await get(path) })),
	);
	const health = healthOf(at, answers);
	const metrics = isMetrics(await get(metricsPath)) ? urlOf(at, metricsPath) : undefined;
	return { ...(health === undefined ? {} : { health }), ...(metrics === undefined ? {} : { metrics }) };
};

/** Whether a Redis answers without a password; one that wants it says so. */
export const isOpenRedis = async (ask: Ask, host: string, { address, port }: Published): Promise<boolean> => {
	const name = address.replace(/^\[|\]$/g, '');
	const resp = [['PING'], ['QUIT']];
	const answer = await ask({ effect: 'read', via: 'tcp', host, name, port, resp, until: '\r\n', timeout, most: 1024 });
	return answer.ok && answer.value.text.startsWith('+PONG');
};

const tlsPorts = [443, 8443, 465, 636, 853, 993, 995, 5671, 6443, 8883];
const before: Readonly<Record<number, Starttls>> = { 25: 'smtp', 587: 'smtp', 143: 'imap' };

/** Whether a port usually speaks TLS, at once or after it was asked to. */
export const maySpeakTls = ({ port, inside }: Published): boolean =>
	tlsPorts.includes(port) || tlsPorts.includes(inside) || before[port] !== undefined;

/** Begins TLS on a port, and says whom its certificate is for. `name`: whom it is asked for. */
export const tlsPort = async (
	ask: Ask,
	host: string,
	{ address, port }: Published,
	name?: string,
): Promise<TlsFound | undefined> => {
	const starttls = before[port];
	const to = address.replace(/^\[|\]$/g, '');
	const answer = await ask({
		...{ effect: 'read', via: 'tls', host, name: to, port, timeout },
		...(name === undefined ? {} : { servername: name }),
		...(starttls === undefined ? {} : { starttls }),
	});
	const peer = answer.ok ? answer.value.peer : undefined;
	if (peer === undefined) return undefined;
	const [leaf] = peer.chain;
	const names = [...leaf.names, leaf.subject];
	// One for all names below a domain is held against one of them.
	const below = names.map((one) => one.replace(/^\*\./, 'www.'));
	const asked = name ?? [...names, ...below].find((one) => /^[A-Za-z0-9][\w.-]{0,250}$/.test(one));
	return {
		address: `${address}:${port}`,
		...(asked === undefined ? {} : { name: asked }),
		...(starttls === undefined ? {} : { starttls }),
		...(peer.distrust === undefined ? {} : { distrust: peer.distrust }),
	};
};
