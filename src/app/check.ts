import type { ServiceSpec } from '../core/config/fleet.ts';
import { hostId } from '../core/ids.ts';
import type { Verified } from '../core/journal.ts';
import { lengthText } from '../core/length-text.ts';
import type { Layer, Result, Service } from '../core/model.ts';
import { pastable } from '../core/quote.ts';
import type { LayerFact, State } from '../core/state.ts';
import { now } from '../io/clock.ts';
import { pathsOf } from '../io/paths.ts';
import { datasetFindings } from './check-datasets.ts';
import { doubted, type Finding, failed, redactedFinding } from './check-finding.ts';
import { historyFindings } from './check-history.ts';
import { isAtLeast, machineFindings } from './check-machine.ts';
import { readMachine } from './read-machine.ts';
import type { Quiet } from './run-headless.ts';
import type { Session } from './session.ts';

/** The oldest engine whose answers are known. */
const leastEngine = [20, 10] as const;
/** A clock that differs by more makes ages and the order of events wrong, in milliseconds. */
const mostSkew = 5000;

/** What its probes found; a dataset is told of by itself, whatever it is of. */
const factsOf = ({ layers }: State, id: string): readonly LayerFact[] =>
	Object.values(layers[id] ?? {}).filter(({ kind }) => kind !== 'dataset');

const ofHost = (state: State, host: string): readonly Finding[] => [
	...ofLink(state, host),
	...ofClock(state, host),
	...factsOf(state, hostId(host)).map((fact) => ofLayer(`host ${host}`, undefined, fact)),
];

const ofLink = (state: State, host: string): readonly Finding[] => {
	const link = state.links[host];
	const what = `host ${host}`;
	if (link?.is === 'down') return [failed(what, link.failure)];
	const through = link?.is === 'up' && link.through !== undefined ? ` through ${link.through}` : '';
	return [{ ok: true, what, text: `is reached${through}` }, ...ofEngine(state, host)];
};

const ofEngine = ({ engines }: State, host: string): readonly Finding[] => {
	const engine = engines[host];
	const what = `engine on ${host}`;
	if (engine?.failure !== undefined) {
		return [failed(what, engine.failure, `On ${host} check \`systemctl status docker\`.`)];
	}
	const { value } = engine ?? {};
	if (value === undefined) return [];
	const { version } = value;
	if (version !== undefined && isAtLeast(version, leastEngine) === false) {
		const text = `${version} is older than ${leastEngine.join('.')}, and its answers are not known`;
		return [{ ok: false, what, text, fix: `On ${host} install a newer Docker Engine.` }];
	}
	const count = Object.keys(value.containers).length;
	const text = `${version === undefined ? '' : `${version}, `}API ${value.api ?? '?'}, ${count} containers`;
	return [{ ok: true, what, text }];
};

const ofClock = ({ hostFacts }: State, host: string): readonly Finding[] => {
	const skew = hostFacts[host]?.value?.['skew'];
	if (typeof skew !== 'number') return [];
	const what = `clock of ${host}`;
	if (Math.abs(skew) <= mostSkew) return [{ ok: true, what, text: 'goes as the one here' }];
	const text = `is ${lengthText(Math.abs(skew))} ${skew > 0 ? 'ahead of' : 'behind'} the one here`;
	const fix = `On ${host} and here check \`timedatectl\`, and switch the time service on: \`timedatectl set-ntp true\`.`;
	return [{ ok: false, what, text, fix }];
};

/** Where the config tells of a probe. */
const fieldOf = ({ source, kind }: LayerFact): string => {
	if (source !== kind) return `probes.${source}`;
	return kind === 'http' ? 'health' : kind;
};

/** What makes nothing serve worse (decision 010): that it is late or not known is told, and fails nothing. */
const besides: readonly Layer[] = ['backup', 'schedule', 'security', 'release'];

const ofLayer = (id: string, service: Service | undefined, fact: LayerFact): Finding => {
	const what = `${id} ${fact.source}`;
	const { failure, value } = fact.observed;
	const config = `\`${fieldOf(fact)}\` of ${id} in the config`;
	if (failure !== undefined) return failed(what, failure, `Check ${config}.`);
	const text = value?.because ?? 'was not read';
	if (value?.is === 'ok') return { ok: true, what, text };
	if (besides.includes(fact.layer) && value !== undefined && value.is !== 'down') return doubted(what, text, value.fix);
	const log = isOwnFault(fact) ? logOf(service) : undefined;
	if (log === undefined) return { ok: false, what, text, fix: value?.fix ?? `Check ${config}.` };
	const fix = value?.fix === undefined ? `${log}; is it well, check ${config}.` : `${value.fix} ${log}.`;
	return { ok: false, what, text, fix };
};

/** Whether a service's own `health` had no answer, or one that tells of a fault: then its log tells more. */
const isOwnFault = ({ source, kind, observed: { value }, facts }: LayerFact): boolean => {
	if (kind !== 'http' || source !== kind || value?.is !== 'down' || value.certain === true) return false;
	const status = facts?.['status'];
	return typeof status !== 'number' || status >= 500;
};

const logOf = (service: Service | undefined): string | undefined => {
	const [instance] = service?.instances ?? [];
	return instance && `On ${instance.host} read \`${pastable(['docker', 'logs', '--tail', '50', instance.name])}\``;
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
		...factsOf(state, id).map((fact) => ofLayer(id, service, fact)),
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

const ofJournal = (journal: Result<Verified>): Finding => {
	if (!journal.ok) return failed('journal', journal.failure);
	const { lines } = journal.value;
	return {
		ok: true,
		what: 'journal',
		text: lines === 0 ? 'is empty' : `each of its ${lines} lines is as it was written`,
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

/** How `check` was started. `looked`: nothing was found, and where it was looked for; `config`: the path of the config. */
export interface Checking {
	readonly looked: readonly string[];
	readonly config?: string;
}

const cutShort: Finding = { ok: false, what: 'check', text: 'was ended before all was asked', fix: 'Run it again.' };

/** What is to be said of a fleet that was read once, and of the machine that watchdeck runs on. */
export const checked = async (
	{ session, state, stopped }: Quiet,
	{ looked, config }: Checking,
): Promise<readonly Finding[]> => {
	const { hosts } = state().fleet;
	const named = config === undefined ? {} : { config };
	const machine = await readMachine({ ask: session.outside.ask, hosts, env: process.env, ...named });
	const history = await historyFindings(pathsOf(process.env, process.cwd()).state);
	const data = await datasetFindings(state(), now(), { ask: session.outside.ask, signal: stopped });
	// What was called off tells of nothing that was asked.
	const asked = stopped.aborted ? [cutShort] : [...findingsOf(state(), session, looked), ...data];
	const all = [...machineFindings(machine), ...asked, ...history];
	return all.map((one) => redactedFinding(one, session.vault.redact));
};
