import { environmentOf, hostOf, nameOf } from '../ids.ts';
import { known } from '../known.ts';
import type { State } from '../state.ts';
import { deadlineOf } from './deadline.ts';
import type { Runbook, ValueSource } from './model.ts';
import type { Value, WalkHead } from './walk.ts';

/** What a walk is about, as far as it is known: by where values come from. */
type Sources = { readonly [S in ValueSource]?: string };

function sourcesOf({ services, fleet }: State, of: string | undefined): Sources {
	const only = fleet.hosts.length === 1 ? fleet.hosts[0]?.name : undefined;
	if (of === undefined) return known({ host: only });
	const host = hostOf(of);
	if (host !== undefined) return { host };
	const service = services[of];
	const instance = service?.instances[0];
	const release = service?.releases.find(({ can }) => can === 'runs');
	return known({
		environment: environmentOf(of),
		service: nameOf(of),
		host: instance?.host ?? service?.hosts[0],
		container: instance?.name ?? service?.container,
		release: release?.label,
	});
}

/**
 * The values with which a walk begins: those that its document declares, from where they come or by default, and what the walk is about under
 * the names of the sources. What is missing is asked for where it is needed.
 */
function valuesOf({ head }: Runbook, sources: Sources): Readonly<Record<string, Value>> {
	const declared = head.variables.flatMap(({ name, from, usual, secret }): readonly (readonly [string, Value])[] => {
		if (secret !== undefined) return [[name, { secret }]];
		const value = (from === undefined ? undefined : sources[from]) ?? usual;
		return value === undefined ? [] : [[name, value]];
	});
	return { ...sources, ...Object.fromEntries(declared) };
}

/** What is known when a walk begins. `path`, `digest`: of its document; `of`: a service or `host/NAME`. */
export function headOf(
	runbook: Runbook,
	{ path, digest }: Pick<WalkHead, 'path' | 'digest'>,
	of: string | undefined,
	state: State,
): WalkHead {
	const sources = sourcesOf(state, of);
	const { severity, host } = runbook.head;
	return {
		...{ runbook: runbook.name, title: runbook.title, path, digest, values: valuesOf(runbook, sources) },
		...known({ severity, of, deadline: deadlineOf(runbook.head) }),
		...known({ environment: sources.environment, host: host ?? sources.host }),
	};
}
