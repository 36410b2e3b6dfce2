import { failed } from './failed.ts';
import { environmentOf, hostOf, nameOf } from './ids.ts';
import type { Host, Protection, Result, Service } from './model.ts';
import { quote } from './quote.ts';
import type { State } from './state.ts';

/** A shell that an operator can have: on a host, or in a container of a service. */
export interface Shell {
	/** The service's id, or `host/NAME`. */
	readonly of: string;
	readonly host: string;
	/** The container it runs in, by name; none: on the host itself. */
	readonly container?: string;
	/** What is run here, in this terminal. */
	readonly words: readonly string[];
	/** The strictest protection of what could be changed in it. */
	readonly protection: Protection;
	/** What is typed to confirm it where it is protected. */
	readonly name: string;
}

/** A shell that most images have, and the better one where it is there. */
const inContainer = ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash; exec sh'];
const here = ['sh', '-c', 'exec "${SHELL:-sh}"'];
const strictness: readonly Protection[] = ['open', 'guarded', 'protected', 'locked'];

/** Words that are run on a host, as they are run from here. */
function onHost({ reach }: Host, words: readonly string[] | undefined): Result<readonly string[]> {
	if (reach === 'demo') return failed('missing', 'This host is simulated: there is no shell on it.');
	if (reach === 'local') return { ok: true, value: words ?? here };
	return { ok: true, value: ['ssh', '-t', '--', reach.ssh, ...(words === undefined ? [] : [quote(words)])] };
}

function engineWords({ engine }: Host): readonly string[] {
	if (engine === undefined) return [];
	return ['-H', engine.startsWith('/') ? `unix://${engine}` : engine];
}

function protectionOf({ fleet }: State, environment: string): Protection {
	return fleet.environments.find(({ name }) => name === environment)?.protection ?? 'protected';
}

/** Whoever is on a host can change all that runs there. */
function hostProtection(state: State, host: string): Protection {
	const found = Object.values(state.services)
		.filter(({ hosts }) => hosts.includes(host))
		.map(({ environment }) => protectionOf(state, environment));
	const unknown: readonly Protection[] = found.length === 0 ? ['protected'] : found;
	return strictness.findLast((one) => unknown.includes(one)) ?? 'protected';
}

function ofHost(state: State, host: Host, of: string): Result<Shell> {
	const words = onHost(host, undefined);
	if (!words.ok) return words;
	const protection = hostProtection(state, host.name);
	return { ok: true, value: { of, host: host.name, words: words.value, protection, name: host.name } };
}

function ofService(state: State, service: Service): Result<Shell> {
	const { id, instances } = service;
	const instance = instances.find(({ state: is }) => is === 'running');
	if (instance === undefined) {
		const fix = `Press s on its host for a shell there: ${service.hosts.join(', ')}.`;
		return failed('missing', `No container of ${id} runs: there is nothing to have a shell in.`, fix);
	}
	const host = state.fleet.hosts.find(({ name }) => name === instance.host);
	if (host === undefined) return failed('missing', `There is no host called ${instance.host}.`);
	const words = onHost(host, ['docker', ...engineWords(host), 'exec', '-it', instance.id, ...inContainer]);
	if (!words.ok) return words;
	const protection = protectionOf(state, environmentOf(id));
	const { value } = words;
	return {
		ok: true,
		value: { of: id, host: host.name, container: instance.name, words: value, protection, name: nameOf(id) },
	};
}

/** The shell on a host or in a service's first running container, by its id; a failure that says why there is none. */
export function shellOf(state: State, of: string): Result<Shell> {
	const name = hostOf(of);
	const host = state.fleet.hosts.find((one) => one.name === name);
	if (host !== undefined) return ofHost(state, host, of);
	const service = state.services[of];
	return service === undefined ? failed('missing', `There is no ${of} any more.`) : ofService(state, service);
}

/** Why nobody may have a shell there; undefined where it is only a question of confirming. */
export function shellForbidden(state: State, { protection, of }: Shell): string | undefined {
	if (state.readOnly) return 'watchdeck was started with --read-only: it gives no shell';
	if (protection !== 'locked') return undefined;
	return `${of} is locked: its protection in the config allows no change, and a shell could make any`;
}
