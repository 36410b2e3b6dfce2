import { canonical } from '../core/canonical.ts';
import type { Fleet } from '../core/config/fleet.ts';
import type { Event } from '../core/event.ts';
import { failureText } from '../core/failure-text.ts';
import { keySaid } from '../core/key-said.ts';
import type { Failure, Host, Millis, Result } from '../core/model.ts';
import type { State } from '../core/state.ts';
import { isAccepted } from './accept.ts';
import { findFleet, type Looking } from './find-fleet.ts';

/** The config that a cockpit was opened with: where it lies, and how it was found. */
export interface ConfigFile {
	readonly path: string;
	readonly looking: Looking;
}

/** What is needed to take over a config that was changed. */
interface ReloadParts {
	readonly file: ConfigFile;
	readonly state: () => State;
	readonly emit: (event: Event) => void;
	readonly now: () => Millis;
	readonly setHosts: (hosts: readonly Host[]) => Promise<void>;
}

const refused = (failure: Failure): Result<Fleet> => ({
	ok: false,
	failure: { ...failure, message: `The config is not taken over, the one before goes on. ${failure.message}` },
});

/** What the config says now; a failure when it is wrong, gone, or was not accepted. */
const readAnew = async ({ path, looking }: ConfigFile, again: string): Promise<Result<Fleet>> => {
	const found = await findFleet({ ...looking, config: path });
	if (found.is === 'failed') return refused(found.failure);
	if (found.is !== 'config') return refused({ kind: 'missing', message: `${path} is gone.`, fix: 'Put it back.' });
	// It was found as the cockpit found it before: in the current folder it is as strange as it was.
	const strange = found.strange || (looking.config === undefined && path.startsWith(`${looking.folder}/`));
	if (await isAccepted({ ...found, strange }, looking.paths.config)) return { ok: true, value: found.fleet };
	const message = `${path} was changed and is not accepted yet.`;
	return refused({ kind: 'refused', message, fix: `Read it, run \`watchdeck check --accept\`, then press ${again}.` });
};

/** Whether something is under way that the hosts and services of the present config are needed for. */
const isBusy = ({ making, runs }: State): boolean =>
	making !== undefined || Object.values(runs).some(({ stage }) => ['running', 'proving', 'held'].includes(stage));

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

const taken = ({ hosts, services, probes = [], datasets = [] }: Fleet): string => {
	const all = [count(hosts.length, 'host'), count(services.length, 'service'), count(probes.length, 'probe')];
	// Few have one; who has none is not told so.
	if (datasets.length > 0) all.push(count(datasets.length, 'dataset'));
	return `the config was read anew: ${all.join(', ')}`;
};

/** What of a changed config counts only when the cockpit is opened: who acts, and what everything drawn was made with. */
const waiting = (before: Fleet, after: Fleet): string => {
	const changed = [
		// Locks and journal of one session name one operator, whom the command line or a person may have named.
		...(before.operator === after.operator ? [] : ['operator']),
		...(canonical(before.keys ?? {}) === canonical(after.keys ?? {}) ? [] : ['keys']),
		...(before.theme === after.theme ? [] : ['theme']),
		...(before.mouse === after.mouse ? [] : ['mouse']),
		...(before.screenReader === after.screenReader ? [] : ['screen-reader']),
	];
	return changed.length === 0 ? '' : `; ${changed.join(', ')}: from the next start on`;
};

/**
 * Takes a changed config over: `reload` reads it anew and says what came of it. While a run is under way it waits; `isDue`
 * says when that has ended. A config that is wrong changes nothing.
 */
export const makeReload = ({ file, state, emit, now, setHosts }: ReloadParts) => {
	let isDue = false;
	const say = (tone: 'plain' | 'warning', text: string): void =>
		emit({ type: 'message/shown', at: now(), message: { tone, text, at: now() } });
	const reload = async (): Promise<void> => {
		if (isBusy(state())) {
			if (!isDue) say('plain', 'the config was changed: it is taken over when the run that is under way has ended');
			isDue = true;
			return;
		}
		isDue = false;
		const read = await readAnew(file, keySaid(state(), 'everywhere.refresh', 'ctrl-r'));
		if (!read.ok) return say('warning', failureText(read.failure));
		if (isBusy(state())) {
			isDue = true;
			return;
		}
		const { fleet } = state();
		const closed = setHosts(read.value.hosts);
		emit({ type: 'fleet/changed', at: now(), fleet: read.value });
		await closed;
		say('plain', `${taken(read.value)}${waiting(fleet, read.value)}`);
	};
	return { reload, isDue: (): boolean => isDue && !isBusy(state()) };
};
