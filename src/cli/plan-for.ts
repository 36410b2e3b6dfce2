import type { Quiet } from '../app/run-headless.ts';
import { fits } from '../app/status.ts';
import { millisOf } from '../core/config/units.ts';
import { datasetId } from '../core/dataset/spec.ts';
import { neededHosts } from '../core/engine/swarm/lost.ts';
import { failed } from '../core/failed.ts';
import { listed } from '../core/listed.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import type { State } from '../core/state.ts';
import type { Acting, DatasetCommand, ServiceCommand } from './acting.ts';

/** The plan for the one service or dataset that the command line means. */
export const planFor = (acting: Acting, quiet: Quiet): Promise<Result<Plan>> => {
	const { action } = acting;
	return action.of === 'dataset' ? datasetPlan(acting, action, quiet) : servicePlan(acting, action, quiet);
};

const datasetPlan = async (
	acting: Acting,
	action: DatasetCommand,
	{ session, state }: Quiet,
): Promise<Result<Plan>> => {
	const { service: pattern, reason } = acting;
	const all = (state().fleet.datasets ?? []).map(datasetId);
	const [id, ...more] = all.filter((one) => fits(pattern, one));
	if (id === undefined) {
		const none = 'The config names none: they stand under `datasets` of an environment.';
		return failed(
			'refused',
			`There is no dataset ${pattern}.`,
			all.length === 0 ? none : `There are: ${all.join(', ')}.`,
		);
	}
	if (more.length > 0) return failed('refused', `${pattern} fits ${[id, ...more].join(', ')}.`, 'Name exactly one.');
	const want = action.want(acting);
	return want.ok ? session.acting.plan(want.value, id, reason) : want;
};

/** Why there is nothing of that name. */
const noService = (pattern: string, state: State): Failure => {
	const data = (state.fleet.datasets ?? []).map(datasetId).filter((id) => fits(pattern, id));
	const unread = state.fleet.hosts.flatMap(({ name }) => failureOn(state, name) ?? []);
	if (data.length > 0) {
		const are = data.length === 1 ? 'is a dataset' : 'are datasets';
		const none = unread.length === 0 ? 'no service' : 'and as far as can be read no service';
		return { kind: 'refused', message: `${listed(data)} ${are}, ${none}.`, fix: forDatasets };
	}
	if (unread.length > 0) return unknownSince(pattern, unread);
	const all = Object.keys(state.services).join(', ');
	const fix = all === '' ? 'No container was found.' : `There are: ${all}.`;
	return { kind: 'refused', message: `There is no service ${pattern}.`, fix };
};

/** What can be done about a dataset, where something was asked for that is done about services. */
const forDatasets =
	'Of one there is `watchdeck backup`, `verify` and `restore`; their plans take over a lock whose holder is gone.';

const servicePlan = async (
	acting: Acting,
	action: ServiceCommand,
	{ session, state }: Quiet,
): Promise<Result<Plan>> => {
	const { service: pattern, reason, watch } = acting;
	const services = Object.values(state().services).filter(({ id }) => fits(pattern, id));
	const [service, ...more] = services;
	if (service === undefined) return { ok: false, failure: noService(pattern, state()) };
	if (more.length > 0) {
		return failed('refused', `${pattern} fits ${services.map(({ id }) => id).join(', ')}.`, 'Name exactly one.');
	}
	// It was asked a moment ago: to ask again would take as long, to say the same.
	const [failure] = neededHosts(service).flatMap((host) => failureOn(state(), host) ?? []);
	if (failure !== undefined) return { ok: false, failure };
	const want = action.want(acting, service);
	if (!want.ok) return want;
	const length = watch === undefined ? undefined : lengthOf(watch);
	return length?.ok === false ? length : session.acting.plan(want.value, service.id, reason, length?.value);
};

/** So long a watch may be, as in the config. */
const longest: Millis = 3_600_000;

/** A length as `--watch` has it: as in the config, or 0. */
const lengthOf = (text: string): Result<Millis> => {
	const length = text.trim() === '0' ? 0 : millisOf(text);
	if (length !== undefined && length <= longest) return { ok: true, value: length };
	return failed('refused', `--watch ${text} is no length of time.`, 'Give one from 0 to 1h, such as 90s or 5m.');
};

/** Why a host could not be read, with its name. */
const failureOn = ({ links, engines }: State, host: string): Failure | undefined => {
	const link = links[host];
	const failure = link?.is === 'down' ? link.failure : engines[host]?.failure;
	return failure === undefined ? undefined : { ...failure, message: `${host}: ${failure.message}` };
};

const unknownSince = (pattern: string, unread: readonly Failure[]): Failure => ({
	kind: 'missing',
	message: [`There is no service ${pattern} as far as can be read.`, ...unread.map(({ message }) => message)].join(
		'\n',
	),
	...(unread[0]?.fix === undefined ? {} : { fix: unread[0].fix }),
});
