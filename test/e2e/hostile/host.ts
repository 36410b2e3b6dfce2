// Fakes of the programs of a host, found before the real ones: what they print stands in files, so that no shell reads it.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { notUtf8, type Say, tame, within } from './texts.ts';

/** A fake host: the folder of its programs comes first in PATH. */
export interface FakeHost {
	readonly path: string;
	/** A folder of backups, and a log file. */
	readonly backups: string;
	readonly log: string;
}

const day = 86_400_000;
/** A time as systemd writes it in UTC. */
const systemdTime = (at: number) => `Fri ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

function unitsOf(say: Say): string {
	const unit = [
		...['Id=evil.service', `Description=${say('DESCRIBED')}`, 'LoadState=loaded', `ActiveState=failed`],
		...[`SubState=${say('SUB')}`, `Result=${say('RESULT')}`, 'NRestarts=3', 'ExecMainStatus=1', ''],
	];
	return unit.join('\n');
}

function timersOf(say: Say, now: number): string {
	const timer = [
		...['Id=evil.timer', `Unit=evil.service`, 'LoadState=loaded', 'ActiveState=active', `Description=${say('TIMED')}`],
		...[`NextElapseUSecRealtime=${systemdTime(now + day)}`, `LastTriggerUSec=${systemdTime(now - day)}`],
		...[`TimersCalendar={ OnCalendar=${say('CALENDAR')} ; next_elapse=${systemdTime(now + day)} }`, ''],
	];
	return timer.join('\n');
}

/** Makes a host in a folder that says everything so. */
export function fakeHost(folder: string, say: Say): FakeHost {
	const [bin, says, backups] = ['bin', 'says', 'backups'].map((name) => join(folder, name));
	if (bin === undefined || says === undefined || backups === undefined) throw new Error('no folder');
	for (const one of [bin, says, backups]) mkdirSync(one);
	const text = (name: string, content: string | Buffer) => {
		writeFileSync(join(says, name), content);
		return `cat '${says}/${name}'`;
	};
	const put = (name: string, script: string) => {
		writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
		chmodSync(join(bin, name), 0o755);
	};
	const now = Date.now();
	// Not root, so that the crontab is asked for and the machine's own is left alone.
	put('id', `case $1 in -un) echo deploy ;; -u) echo 1000 ;; *) echo adm ;; esac`);
	put('crontab', text('crontab', `0 2 * * * /opt/${say('cron.sh')}\n${say('@daily NAMED')}\n`));
	put('journalctl', text('journal', `${now / 1000} h CRON[7]: (deploy) CMD (/opt/${say('cron.sh')})\n`));
	put(
		'systemctl',
		`case "$*" in *is-system*) echo running ;; *list-units*) echo evil.service ;; *timer*) ${text('timers', timersOf(say, now))} ;; *) ${text('units', unitsOf(say))} ;; esac`,
	);
	put('apt-get', text('updates', `Inst ${say('pkg')} [1] (2 Debian-Security:13/stable-security [amd64])\n`));
	put('uname', text('uname', say('NODE')));
	put(
		'df',
		text('df', `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/x 100 95 5 95% /${say('MOUNT')}\n`),
	);
	put('check-mail', text('mail', `${say('OUTPUT')}\n`));
	put('rclone', `${text('remote', say('RCLONE'))} >&2; exit 1`);
	writeFileSync(join(backups, `${within(200, say('dump'))}.sql`), '-- a dump\n');
	const log = join(folder, 'app.log');
	const bytes = Buffer.concat([
		Buffer.from('FILED BYTES '),
		say === tame ? Buffer.alloc(0) : notUtf8,
		Buffer.from('\n'),
	]);
	writeFileSync(
		log,
		Buffer.concat([Buffer.from(`2026-11-21T10:00:01Z ${say('FILED')}\n2026-11-21T10:00:02Z `), bytes]),
	);
	return { path: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, backups, log };
}
