import { groupId } from '../../ids.ts';
import type { Ui } from '../../state.ts';

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
