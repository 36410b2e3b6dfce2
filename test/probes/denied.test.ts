import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { backup } from '../../src/probes/backup.ts';
import { logs } from '../../src/probes/logs.ts';
import { schedule } from '../../src/probes/schedule.ts';
import { security } from '../../src/probes/security.ts';
import { probeOf, readingOf } from './reach.ts';
import { reachBy } from './shells.ts';

// An account without any rights or groups, as root sees no refusal.
const nobody = reachBy('/usr/bin/setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', 'sh']);

describe.skipIf(process.getuid?.() !== 0)('an account that may read nothing', () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-denied-'));
	chmodSync(folder, 0o711);
	writeFileSync(join(folder, 'a.log'), 'ERROR: x\n', { mode: 0o600 });
	afterAll(() => rmSync(folder, { recursive: true }));
	const probe = (kind: string, spec: object) => probeOf(kind, 'host/vps1', { from: 'vps1', ...spec });

	test('is told so of a folder and of a file', async () => {
		const forbidden = { ok: false, failure: { kind: 'forbidden', fix: expect.any(String) } };
		expect(await backup.read(probe('backup', { folder }), nobody)).toMatchObject(forbidden);
		expect(await logs.read(probe('logs', { file: join(folder, 'a.log') }), nobody)).toMatchObject(forbidden);
	});
	test('is told which crontabs and rules it does not see, and what it does not see is not green', async () => {
		const jobs = readingOf(await schedule.read(probe('schedule', {}), nobody));
		expect(jobs.facts?.['denied']).toMatch(/cron/);
		const sides = readingOf(await security.read(probe('security', {}), nobody));
		expect(sides.findings).toContainEqual(expect.objectContaining({ about: 'firewall', state: 'unknown' }));
		expect(sides.layers?.security?.is).not.toBe('ok');
	});
});
