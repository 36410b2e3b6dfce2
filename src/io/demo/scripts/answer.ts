import { backupText, offSiteText } from './backup.ts';
import type { Ground } from './said.ts';
import { scheduleText } from './schedule.ts';
import { securityText } from './security.ts';
import { unitsText } from './systemd.ts';
import { topText } from './top.ts';

type Script = (ground: Ground, words: readonly string[]) => readonly string[];

/** The scripts of probes that the config may ask for, by the word that stands after them. */
const scripts: ReadonlyMap<string, Script> = new Map<string, Script>([
	['watchdeck-schedule', scheduleText],
	['watchdeck-backup', backupText],
	['watchdeck-off-site', offSiteText],
	['watchdeck-systemd', unitsText],
	['watchdeck-security', securityText],
	['watchdeck-top', topText],
	// No kernel is simulated: what containers use is asked of their engine.
	['watchdeck-cgroups', () => []],
]);

/** What a script of a probe prints on a simulated host, `words` being those after its name; undefined: there is none of that name. */
export function scriptText(name: string, ground: Ground, words: readonly string[]): string | undefined {
	const lines = scripts.get(name)?.(ground, words);
	return lines === undefined ? undefined : `${lines.join('\n')}\n`;
}
