import { type Ground, seconds, shownUnits, systemdText } from './said.ts';

/** The units of a simulated host, with the words that describe them. */
const titles: Readonly<Record<string, string>> = {
	'docker.service': 'Docker Application Container Engine',
	'ssh.service': 'OpenBSD Secure Shell server',
	'cron.service': 'Regular background program processing daemon',
	'fail2ban.service': 'Fail2Ban Service',
	'nftables.service': 'nftables',
};
/** It loads its rules and ends. */
const once = 'nftables.service';

function unitOf(name: string, since: number): Readonly<Record<string, string | number>> {
	const Description = titles[name];
	if (Description === undefined) {
		return {
			Id: name,
			Description: name,
			LoadState: 'not-found',
			ActiveState: 'inactive',
			SubState: 'dead',
			Result: '',
		};
	}
	const isOnce = name === once;
	return {
		...{ Id: name, Description, LoadState: 'loaded', ActiveState: 'active', SubState: isOnce ? 'exited' : 'running' },
		...{ StateChangeTimestamp: systemdText(since), Type: isOnce ? 'oneshot' : 'notify', Result: 'success' },
		...{ NRestarts: 0, ExecMainCode: isOnce ? 1 : 0, ExecMainStatus: 0 },
		ExecMainExitTimestamp: isOnce ? systemdText(since) : '',
	};
}

/** What the script `watchdeck-systemd UNIT…` prints on a simulated host; its form is that of `core/systemd/script.ts`. */
export function unitsText(ground: Ground, units: readonly string[]): readonly string[] {
	const begun = ground.booted + 9_000;
	return [
		...[`clock=${seconds(ground.now)}`, 'systemd=running', ...(units.length === 0 ? ['listed=yes'] : [])],
		...shownUnits(
			'unit',
			units.map((name) => unitOf(name, begun)),
		),
	];
}
