import type { ServiceSpec } from '../core/config/fleet.ts';
import type { Failure, Result, Service } from '../core/model.ts';
import { quote } from '../core/quote.ts';
import type { LayerFact, State } from '../core/state.ts';
import type { Session } from './session.ts';

/** What was tried, whether it works, and if not what to do. */
export interface Finding {
	readonly ok: boolean;
	/** It works, but may not be what was meant. */
	readonly doubtful?: true;
	readonly what: string;
	readonly text: string;
	readonly fix?: string;
}

/** A failure that names no remedy of its own gets one that fits what was tried. */
const failed = (what: string, { message, fix }: Failure, usual?: string): Finding => {
	const remedy = fix ?? usual;
	return { ok: false, what, text: message, ...(remedy === undefined ? {} : { fix: remedy }) };
};

const ofHost = (state: State, host: string): readonly Finding[] => {
	const engine = state.engines[host];
	const link = state.links[host];
	const what = `host ${host}`;
	const through = link?.is === 'up' && link.through !== undefined ? ` through ${link.through}` : '';
	const reached: Finding =
		link?.is === 'down' ? failed(what, link.failure) : { ok: true, what, text: `is reached${through}` };
	if (engine?.failure !== undefined)
		return [
			...(link?.is === 'down'
				? [reached]
				: [failed(`engine on ${host}`, engine.failure, `On ${host} check \`systemctl status docker\`.`)]),
		];
	const value = engine?.value;
	if (value === undefined) return [reached];
	const count = Object.keys(value.containers).length;
	const version = value.version === undefined ? '' : `${value.version}, `;
	return [
		reached,
		{ ok: true, what: `engine on ${host}`, text: `${version}API ${value.api ?? '?'}, ${count} containers` },
	];
};

/** Where the config tells of a probe. */
const fieldOf = ({ source, kind }: LayerFact): string => {
	if (source !== kind) return `probes.${source}`;
	return kind === 'http' ? 'health' : kind;
};

const ofLayer = (id: string, service: Service | undefined, fact: LayerFact): Finding => {
	const what = `${id} ${fact.source}`;
	const { failure, value } = fact.observed;
	const config = `\`${fieldOf(fact)}\` of ${id} in the config`;
	if (failure !== undefined) return failed(what, failure, `Check ${config}.`);
	const text = value?.because ?? 'was not read';
	if (value?.is === 'ok') return { ok: true, what, text };
	const [instance] = service?.instances ?? [];
	const log = instance && `On ${instance.host} read \`${quote(['docker', 'logs', '--tail', '50', instance.name])}\``;
	return {
		ok: false,
		what,
		text,
		fix: log === undefined ? `Check ${config}.` : `${log}; is it well, check ${config}.`,
	};
};

/** The first host of a service of which it is not known what runs there. */
const unreadHost = ({ links, engines }: State, hosts: readonly string[]): string | undefined =>
	hosts.find((host) => {
		const engine = engines[host];
		return links[host]?.is === 'down' || engine?.value === undefined || engine.failure !== undefined;
	});

const ofService = (state: State, { environment, name, host }: ServiceSpec): readonly Finding[] => {
	const id = `${environment}/${name}`;
	const service = state.services[id];
	const unread = unreadHost(state, service?.hosts ?? [host]);
	return [
		unread === undefined ? containersOf(id, service) : unreadOf(id, unread),
		...Object.values(state.layers[id] ?? {}).map((fact) => ofLayer(id, service, fact)),
	];
};

const containersOf = (what: string, service: Service | undefined): Finding =>
	service !== undefined && service.instances.length > 0
		? { ok: true, what, text: `is ${service.instances.map((instance) => instance.name).join(', ')}` }
		: { ok: false, what, text: 'has no container', fix: 'Correct `container:` and `host:` in the config.' };

/** Nothing is said of containers that nobody could look for. */
const unreadOf = (what: string, host: string): Finding => ({
	ok: false,
	what,
	text: `was not read: the engine of ${host} could not be`,
	fix: `First mend what fails on ${host}, then check again.`,
});

const ofJournal = (lines: Result<number>): Finding => {
	if (!lines.ok) return failed('journal', lines.failure);
	return {
		ok: true,
		what: 'journal',
		text: lines.value === 0 ? 'is empty' : `each of its ${lines.value} lines is as it was written`,
	};
};

/** What every connection of the fleet came to, from one reading of all of it. */
export const findingsOf = (
	state: State,
	{ verified }: Pick<Session, 'verified'>,
	looked: readonly string[],
): readonly Finding[] => [
	...(looked.length === 0
		? []
		: [{ ok: false, what: 'engine', text: looked.join(' '), fix: 'Start Docker, or name a config: --config FILE' }]),
	...state.fleet.hosts.flatMap(({ name }) => ofHost(state, name)),
	...state.fleet.services.flatMap((spec) => ofService(state, spec)),
	ofJournal(verified()),
];
