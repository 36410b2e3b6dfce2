// Names on a host may hold what ends a line elsewhere (U+2028, U+0085, a return). It must not hide what they name.
import { expect, test } from 'vitest';
import { parseFolder } from '../../src/core/backup/listing.ts';
import { keptOf } from '../../src/core/engine/former.ts';
import { parseHost } from '../../src/core/host/answer.ts';
import { parseTop } from '../../src/core/host/top.ts';
import { parseFinds } from '../../src/core/init/answer.ts';
import { parseSchedule } from '../../src/core/schedule/jobs.ts';
import { parseSystemd } from '../../src/core/systemd/units.ts';

const name = 'a\u2028b\u2029c\u0085d\re';

test.each<[string, () => unknown, unknown]>([
	[
		'a backup',
		() => parseFolder(`clock=2\nfolder=there\ncount=1\nfile=1 5 ./${name}\n`)?.files,
		[{ path: name, at: 1, bytes: 5 }],
	],
	[
		'a full disk',
		() => parseHost(`disk=/dev/x 100 95 5 95% /${name}\n`).disks,
		[expect.objectContaining({ mount: `/${name}` })],
	],
	[
		'a job of an account',
		() => parseSchedule(`clock=2\nuser=bob 0 2 * * * /opt/x ${name}\n`)?.jobs,
		[expect.objectContaining({ command: `/opt/x ${name}` })],
	],
	[
		'a job of the system',
		() => parseSchedule(`clock=2\nsystem=x 0 2 * * * root /opt/x ${name}\n`)?.jobs,
		[expect.objectContaining({ command: `/opt/x ${name}` })],
	],
	[
		'a run of a job',
		() =>
			parseSchedule(
				`clock=1795269751\nuser=bob 0 2 * * * /x ${name}\nrun=1795269700.0 h CRON[7]: (bob) CMD (/x ${name})\n`,
			)?.jobs,
		[expect.objectContaining({ last: 1_795_269_700_000 })],
	],
	[
		'a unit',
		() =>
			parseSystemd(`clock=2\nsystemd=running\nunit=Id=x\nunit=Description=${name}\nunit=ActiveState=failed\n`)?.units,
		[expect.objectContaining({ title: name, active: 'failed' })],
	],
	[
		'a process',
		() => parseTop(`uptime=9.0\nproc=7 1 5 2 ${name}\n`)?.processes,
		[expect.objectContaining({ pid: 7, name })],
	],
	['what may be a backup', () => parseFinds(`clock=2\nfile=1 5 /var/backups/${name}\n`)?.files.length, 1],
	['a container that was kept', () => keptOf(`${name}-rb-7f3a0c11`)?.base, name],
])('%s', (_, read, wanted) => {
	expect(read()).toEqual(wanted);
});
