import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { systemd } from '../../src/probes/systemd.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';
import { reachBy, shells } from './shells.ts';

const now = Date.parse('2026-11-21T14:00:00Z');
const probe = (units?: readonly string[]) =>
	probeOf('systemd', 'production/web', { from: 'vps1', ...(units && { units }) });
const text = (...lines: readonly string[]) => replied(0, [`clock=${now / 1000 + 60}`, ...lines].join('\n'));
const web = (restarts: number) => [
	...[
		'systemd=running',
		'unit=Type=simple',
		'unit=Result=success',
		`unit=NRestarts=${restarts}`,
		'unit=Id=web.service',
	],
	...['unit=Description=The web', 'unit=LoadState=loaded', 'unit=ActiveState=active', 'unit=SubState=running'],
	'unit=StateChangeTimestamp=Sat 2026-11-21 13:01:00 UTC',
];

describe('systemd', () => {
	test('passes names as words, and gives times by our clock', async () => {
		const { reach, calls } = reachOf(text(...web(2)), now);
		const reading = readingOf(await systemd.read(probe(['web.service', 'a\\x2db@*.service']), reach));
		expect(calls[0]?.via === 'exec' && calls[0].argv.slice(3)).toEqual([
			'watchdeck-systemd',
			'web.service',
			'a\\x2db@*.service',
		]);
		expect(reading.layers?.process).toEqual({ is: 'ok', because: 'web.service is running', since: now });
		expect(reading.findings).toEqual([
			{
				...{ is: 'unit', name: 'web.service', title: 'The web', active: 'active', sub: 'running', result: 'success' },
				...{ restarts: 2, since: Date.parse('2026-11-21T13:00:00Z') },
			},
		]);
	});
	test('restarts count from the reading before, not from the start', async () => {
		const first = readingOf(await systemd.read(probe(['web']), reachOf(text(...web(2)), now).reach));
		const same = readingOf(await systemd.read(probe(['web']), reachOf(text(...web(2)), now).reach, first.carry));
		expect(same.layers?.process?.is).toBe('ok');
		const more = readingOf(await systemd.read(probe(['web']), reachOf(text(...web(4)), now).reach, first.carry));
		expect(more.layers?.process).toMatchObject({ is: 'degraded', because: expect.stringContaining('2 times') });
	});
	test.each([
		['systemd=missing', 'missing', 'no systemctl'],
		['systemd=offline', 'missing', 'not started by systemd'],
		['systemd=running\nlisted=no', 'refused', 'does not say'],
		['', 'garbled', 'not understood'],
	])('%j is no news of the units', async (line, kind, words) => {
		expect(await systemd.read(probe(), reachOf(text(line), now).reach)).toMatchObject({
			ok: false,
			failure: { kind, message: expect.stringContaining(words), fix: expect.any(String) },
		});
	});
	test.each(['-H', 'a b', '$(id)', '', 'a\nb'])('%j is no name of a unit', async (name) => {
		const { reach, calls } = reachOf(text());
		expect(await systemd.read(probe([name]), reach)).toMatchObject({ ok: false, failure: { kind: 'bug' } });
		expect(calls).toEqual([]);
	});
});

describe.each(shells)('the script in %s %s', (path, first) => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-systemd-'));
	afterAll(() => rmSync(folder, { recursive: true }));
	/** A fake systemctl: of two failed units, one with a name that a shell would take apart. */
	const fake = `#!/bin/sh
case $* in
is-system-running) echo degraded; exit 1 ;;
list-units*) printf '%s\\n' 'a.service loaded failed failed A' 'b*.service loaded failed failed B' ;;
show*) while [ "$1" != -- ]; do shift; done; shift; for unit; do printf 'Id=%s\\nActiveState=failed\\nLoadState=loaded\\n\\n' "$unit"; done ;;
esac
`;
	test('asks for what failed', async () => {
		mkdirSync(join(folder, 'bin'), { recursive: true });
		writeFileSync(join(folder, 'bin/systemctl'), fake, { mode: 0o755 });
		const reach = reachBy(path, first, { PATH: `${folder}/bin:${process.env['PATH']}` });
		const reading = readingOf(await systemd.read(probe(), reach));
		expect(reading.findings).toMatchObject([{ name: 'a.service' }, { name: 'b*.service', active: 'failed' }]);
		expect(reading.facts).toEqual({ state: 'degraded', units: 2, failed: 2 });
		const named = readingOf(await systemd.read(probe(['x y'.replace(' ', '-'), 'z']), reach));
		expect(named.findings).toMatchObject([{ name: 'x-y' }, { name: 'z' }]);
	});
});
