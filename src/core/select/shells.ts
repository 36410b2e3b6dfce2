import { clean } from '../clean.ts';
import { shortAge } from '../format.ts';
import type { Millis } from '../model.ts';
import type { OpenShell } from '../open-shells.ts';
import type { State } from '../state.ts';
import { headed, type TextLine } from './text/line.ts';

/** Who has a shell; nobody is called nothing. */
export function shellWho({ by }: OpenShell): string {
	const who = clean(by, 40).trim();
	return who === '' ? 'somebody' : who;
}

/** Who has a shell on a host or in a service, as a line of its story: `shell    anna has one open since 5m`. */
export function shellLines({ shells }: State, id: string, now: Millis, width: number): readonly TextLine[] {
	const open = shells[id] ?? [];
	if (open.length === 0) return [];
	const all = open.map((shell) => `${shellWho(shell)} for ${shortAge(now - shell.since)}`);
	const text = `open: ${all.join(', ')}; what is done in it is not known`;
	return headed('shell    ', text, { width, tone: 'accent' }).slice(0, 2);
}
