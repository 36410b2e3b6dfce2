import type { Failure, Result } from '../core/model.ts';
import type { LayerFact, State } from '../core/state.ts';
import type { Session } from './session.ts';

/** What was tried, whether it works, and if not what to do. */
export interface Finding {
	readonly ok: boolean;
	readonly what: string;
	readonly text: string;
	readonly fix?: string;
}

const failed = (what: string, { message, fix }: Failure): Finding => ({
	ok: false,
	what,
	text: message,
	...(fix === undefined ? {} : { fix }),
});

const ofHost = (state: State, host: string): readonly Finding[] => {
	const engine = state.engines[host];
	const link = state.links[host];
	const what = `host ${host}`;
	const reached: Finding = link?.is === 'down' ? failed(what, link.failure) : { ok: true, what, text: 'is reached' };
	if (engine?.failure !== undefined)
		return [...(link?.is === 'down' ? [reached] : [failed(`engine on ${host}`, engine.failure)])];
	const value = engine?.value;
	if (value === undefined) return [reached];
	const count = Object.keys(value.containers).length;
	const version = value.version === undefined ? '' : `${value.version}, `;
	return [
		reached,
		{ ok: true, what: `engine on ${host}`, text: `${version}API ${value.api ?? '?'}, ${count} containers` },
	];
};

const ofLayer = (service: string, fact: LayerFact): Finding => {
	const what = `${service} ${fact.source}`;
	const { failure, value } = fact.observed;
	if (failure !== undefined) return failed(what, failure);
	return { ok: value?.is === 'ok', what, text: value?.because ?? 'was not read' };
};

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
	...state.fleet.services.flatMap(({ environment, name }) => {
		const id = `${environment}/${name}`;
		const service = state.services[id];
		const there: Finding =
			service !== undefined && service.instances.length > 0
				? { ok: true, what: id, text: `is ${service.instances.map((instance) => instance.name).join(', ')}` }
				: { ok: false, what: id, text: 'has no container', fix: 'Correct `container:` and `host:` in the config.' };
		return [there, ...Object.values(state.layers[id] ?? {}).map((fact) => ofLayer(id, fact))];
	}),
	ofJournal(verified()),
];
