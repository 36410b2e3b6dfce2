import { usualSocket } from './call-text.ts';
import { failed } from './failed.ts';
import { environmentProtection, hostProtection } from './host/protection.ts';
import { environmentOf, hostId, hostOf, nameOf } from './ids.ts';
import { keySaid } from './key-said.ts';
import type { Host, Millis, Protection, Result, Service } from './model.ts';
import { pastable, quote } from './quote.ts';
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

/** Words that are run on a host in this terminal, as they are run from here; without any, a shell. */
export function onHost({ reach }: Host, words: readonly string[] | undefined): Result<readonly string[]> {
	if (reach === 'demo') return failed('missing', 'This host is simulated: there is no shell on it.');
	if (reach === 'local') return { ok: true, value: words ?? here };
	return { ok: true, value: ['ssh', '-t', '--', reach.ssh, ...(words === undefined ? [] : [quote(words)])] };
}

/** Always by name: a `docker` that is not told which engine asks the one that its account has chosen for itself. */
function engineWords({ engine = usualSocket, tls }: Host): readonly string[] {
	const { ca, cert, key } = tls ?? {};
	const files = Object.entries({ '--tlscacert': ca, '--tlscert': cert, '--tlskey': key });
	return [
		...['-H', engine.startsWith('/') ? `unix://${engine}` : engine],
		...(tls === undefined ? [] : ['--tlsverify']),
		...files.flatMap(([option, path]) => (path === undefined ? [] : [option, path])),
	];
}

/** What sudo may run for watchdeck there is `docker system dial-stdio` alone, so this is for a person to type. */
function onlyBySudo(state: State, host: Host, id: string): Result<never> {
	const words = ['sudo', 'docker', ...engineWords(host), 'exec', '-it', id, 'sh'];
	const fix = `Press ${keySaid(state, 'out.shell', 's')} on ${hostId(host.name)} for a shell there, and in it run: ${pastable(words)}`;
	return failed('forbidden', `The engine of ${host.name} is asked by sudo, which gives no shell in a container.`, fix);
}

function ofHost(state: State, host: Host, now: Millis): Result<Shell> {
	const words = onHost(host, undefined);
	if (!words.ok) return words;
	const { name } = host;
	const protection = hostProtection(state, name, now);
	return { ok: true, value: { of: hostId(name), host: name, words: words.value, protection, name } };
}

function ofService(state: State, service: Service, now: Millis): Result<Shell> {
	const { id, instances } = service;
	const instance = instances.find(({ state: is }) => is === 'running');
	if (instance === undefined) {
		const fix = `Press ${keySaid(state, 'out.shell', 's')} on its host for a shell there: ${service.hosts.join(', ')}.`;
		return failed('missing', `No container of ${id} runs: there is nothing to have a shell in.`, fix);
	}
	const host = state.fleet.hosts.find(({ name }) => name === instance.host);
	if (host === undefined) return failed('missing', `There is no host called ${instance.host}.`);
	if (host.sudo === true) return onlyBySudo(state, host, instance.id);
	const words = onHost(host, ['docker', ...engineWords(host), 'exec', '-it', instance.id, ...inContainer]);
	if (!words.ok) return words;
	const protection = environmentProtection(state, environmentOf(id), now);
	const { value } = words;
	return {
		ok: true,
		value: { of: id, host: host.name, container: instance.name, words: value, protection, name: nameOf(id) },
	};
}

/** The shell on a host or in a service's first running container, by its id; a failure that says why there is none. */
export function shellOf(state: State, of: string, now: Millis): Result<Shell> {
	const name = hostOf(of);
	const host = state.fleet.hosts.find((one) => one.name === name);
	if (host !== undefined) return ofHost(state, host, now);
	const service = state.services[of];
	return service === undefined ? failed('missing', `There is no ${of} any more.`) : ofService(state, service, now);
}

/** Why nobody may have a shell there; undefined where it is only a question of confirming. */
export function shellForbidden(state: State, { protection, of }: Shell): string | undefined {
	if (state.readOnly) return 'watchdeck was started with --read-only: it gives no shell';
	if (protection !== 'locked') return undefined;
	return `${of} is locked: its protection in the config allows no change, and a shell could make any`;
}
