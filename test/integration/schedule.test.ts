import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Reading } from '../../src/core/probe.ts';
import { schedule } from '../../src/probes/schedule.ts';
import { describeLab } from '../lab/describe.ts';
import { type Places, placesOf } from './places.ts';

const spool = '/var/spool/cron/crontabs';
const probe = { kind: 'schedule', of: 'host/box', every: 60_000, timeout: 10_000, spec: { from: 'box', jobs: {} } };

describeLab('the jobs of a real cron', () => {
	let places: Places;
	let folder: string;
	beforeAll(async () => {
		// The lab has mounts of its own: the crontabs of the machine are not touched.
		folder = mkdtempSync('/run/crontabs-');
		execFileSync('mount', ['--bind', folder, spool]);
		execFileSync('crontab', ['-'], { input: 'MAILTO=""\n5 4 * * * /opt/backup.sh --to=$HOME\n' });
		places = await placesOf();
	});
	afterAll(async () => {
		await places?.close();
		execFileSync('umount', [spool]);
		rmSync(folder, { recursive: true });
	});
	const read = async (where: 'here' | 'over ssh'): Promise<Reading> => {
		const result = await schedule.read(probe, places.reach(where));
		if (!result.ok) throw new Error(result.failure.message);
		return result.value;
	};

	test.each(['here', 'over ssh'] as const)('%s', async (where) => {
		const idle = await read(where);
		expect(idle.layers?.schedule).toMatchObject({ is: 'degraded', because: 'cron does not run' });
		const job = idle.findings?.find((one) => one.is === 'job' && one.name === 'backup.sh');
		expect(job).toMatchObject({ schedule: '5 4 * * *', command: '/opt/backup.sh --to=$HOME', user: 'root' });
		const wait = job?.is === 'job' && job.next !== undefined ? job.next - Date.now() : 0;
		expect(wait).toBeGreaterThan(0);
		expect(wait).toBeLessThanOrEqual(25 * 3_600_000);
		const cron = spawn('/usr/sbin/cron', ['-f'], { stdio: 'ignore' });
		await once(cron, 'spawn');
		await vi.waitFor(() => execFileSync('pidof', ['cron']));
		expect((await read(where)).layers?.schedule?.because).not.toBe('cron does not run');
		cron.kill('SIGKILL');
		await once(cron, 'exit');
	});
});
