import type { EngineState } from '../state.ts';
import { containerName, type Draft } from './draft.ts';
import type { LedgerLine } from './facts.ts';

/** The lines of the ledger that are about a service, by its id and what is known of it. */
export type LinesOf = (id: string, draft: Draft) => readonly LedgerLine[];

type Ids = Readonly<Record<string, Pick<EngineState, 'id'>>>;

/** What all containers of a service have in their names: compose counts them, swarm adds the task's id. */
function stemOf(container: string): string {
	return container
		.replace(/\.\d+\.[a-z0-9]+$/, '')
		.replace(/[-_]\d+$/, '')
		.replaceAll('-', '_');
}

function isCalled({ container }: LedgerLine, draft: Draft): boolean {
	const { platform, instances } = draft;
	if (platform === 'docker') return container === containerName(draft);
	return instances.length === 0 || instances.some(({ name }) => stemOf(name) === stemOf(container));
}

/** Services of two configs may have one id: what counts ran on a host of this one, on the engine that is there, in its container. */
function ranAs(line: LedgerLine, draft: Draft, engines: Ids): boolean {
	const { host, engine } = line;
	if (host !== draft.host && !draft.instances.some((one) => one.host === host)) return false;
	const now = engines[host]?.id;
	return (engine === undefined || now === undefined || engine === now) && isCalled(line, draft);
}

/** The ledger, asked by service. */
export function linesBy(ledger: readonly LedgerLine[], engines: Ids): LinesOf {
	const lines = Map.groupBy(ledger, ({ service }) => service);
	return (id, draft) => (lines.get(id) ?? []).filter((line) => ranAs(line, draft, engines));
}
