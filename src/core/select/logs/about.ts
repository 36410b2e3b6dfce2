import { groupId } from '../../ids.ts';
import type { State } from '../../state.ts';
import type { Ui } from '../../ui.ts';
import { namedLogs } from './named.ts';

type About = Pick<Ui, 'service' | 'logs'>;

/** What the log is of that goes on: a service's id, or `environment/` for all of its services together; '' for none. */
export function liveKey({ service = '', logs }: About): string {
	return logs.group === undefined ? service : groupId(logs.group);
}

/** Under what the lines that Logs shows are kept: those around an event are read for themselves. */
export function logsKey(ui: About): string {
	const live = liveKey(ui);
	return ui.logs.around === undefined ? live : `${live} around ${ui.logs.around.at}`;
}

/** What Logs is about, in words. */
export function aboutText({ service = '', logs }: About): string {
	return logs.group === undefined ? service : `all of ${logs.group}`;
}

function isRead({ engines }: State, host: string): boolean {
	return engines[host]?.value !== undefined;
}

/** Why no line of a container comes to the log that is shown, to be read after "it is": the service is gone, or has none. */
export function goneText(state: State): string | undefined {
	const { services, ui } = state;
	if (ui.service === undefined || ui.logs.group !== undefined) return undefined;
	const service = services[ui.service];
	if (service === undefined) return 'not there any more';
	if (service.instances.length > 0 || !service.hosts.every((host) => isRead(state, host))) return undefined;
	return namedLogs(state, service.id).length === 0 ? 'without a container' : undefined;
}
