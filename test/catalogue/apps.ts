// The services that scenes break and mend: the lab's `app`, each with a port of its own.
import type { Inspected, RunOptions } from '../lab/containers.ts';
import type { Deck } from './deck.ts';

/** A service of the config, whose container answers at this port. */
export const appAt = (port: number, more: object = {}) => ({
	host: 'box',
	health: { url: `http://127.0.0.1:${port}/health`, every: '1s', timeout: '2s', failures: 2 },
	metrics: { url: `http://127.0.0.1:${port}/metrics`, every: '1s', timeout: '2s' },
	proof: { times: 1, within: '20s' },
	watch: '0s',
	...more,
});

const isSettled = ({ State }: Inspected) => State.Health?.Status === 'healthy' || State.Health?.Status === 'unhealthy';

/** Puts a release in the place of what runs by that name, as a careful deployment does: the old container stays, stopped and renamed. */
export async function deploy(
	{ lab }: Deck,
	name: string,
	image: string,
	port: number,
	more: RunOptions = {},
): Promise<Inspected> {
	const names = await lab.names();
	if (names.includes(name)) {
		await lab.halt(name);
		await lab.rename(name, `${name}-old-${names.length}`);
	}
	await lab.run(name, image, { ports: { 8080: port }, restart: 'unless-stopped', env: { LOAD: '5' }, ...more });
	return lab.becomes(name, isSettled);
}

/** Waits until watchdeck says this of a service. */
export const seen = (deck: Deck, id: string, is: 'ok' | 'down' | 'degraded') =>
	deck.until(`${id} is ${is}`, ({ conditions }) => conditions[id]?.is === is);

/** Waits until its errors are over or under a share. */
export const isWell = async ({ lab }: Deck, name: string, image: string): Promise<void> => {
	const now = await lab.inspect(name);
	if (!now.State.Running || now.State.Health?.Status !== 'healthy')
		throw new Error(`${name} is not well: ${JSON.stringify(now.State)}`);
	if (now.Image !== (await lab.imageId(image))) throw new Error(`${name} does not run ${image}`);
};
