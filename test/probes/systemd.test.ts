import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
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
	test('a pattern that fits no unit is down, however well the others are', async () => {
		const names = ['web.service', 'app-*.service'];
		const { reach } = reachOf(text(...web(0), 'none=app-*.service'), now);
		const reading = readingOf(await systemd.read(probe(names), reach));
		expect(reading.layers?.process).toMatchObject({ is: 'down', because: 'app-*.service fits no unit that is loaded' });
		const alone = readingOf(await systemd.read(probe(names), reachOf(text('systemd=running', 'none=a*'), now).reach));
		expect(alone.layers?.process).toMatchObject({ is: 'down' });
	});
	describe('a unit that fitted a pattern and is loaded no more', () => {
		const app = (id: string, load: string, active: string) =>
			[...web(0).slice(1, 4), `Id=${id}`, `LoadState=${load}`, `ActiveState=${active}`, 'SubState=running', ''].map(
				(line) => (line.startsWith('unit=') ? line : `unit=${line}`),
			);
		const both = text('systemd=running', ...app('app-1', 'loaded', 'active'), ...app('app-2', 'loaded', 'active'));
		const one = text('systemd=running', ...app('app-1', 'loaded', 'active'));
		/** Reads with these answers, one after the other, each with what the reading before it left. */
		const readOver = async (...answers: readonly (readonly Answer[])[]) => {
			const asked: string[][] = [];
			let carry: unknown;
			let process: unknown;
			for (const each of answers) {
				const left = [...each];
				const ask = async (call: Read) => {
					asked.push(call.via === 'exec' ? call.argv.slice(4).map(String) : []);
					return left.shift() ?? text();
				};
				const reading = readingOf(await systemd.read(probe(['app-*']), { ...reachOf(text(), now).reach, ask }, carry));
				carry = reading.carry;
				process = reading.layers?.process;
			}
			return { asked, process };
		};
		test('has stopped where it is still defined, at each reading', async () => {
			const gone = text('systemd=running', ...app('app-2', 'loaded', 'inactive'));
			const { asked, process } = await readOver([both], [one, gone], [one, gone]);
			expect(process).toMatchObject({ is: 'down', because: 'app-2 does not run' });
			expect(asked).toEqual([['app-*'], ['app-*'], ['app-2'], ['app-*'], ['app-2']]);
		});
		test('was taken away where it is not defined any more', async () => {
			const gone = text('systemd=running', ...app('app-2', 'not-found', 'inactive'));
			const { asked, process } = await readOver([both], [one, gone], [one]);
			expect(process).toMatchObject({ is: 'ok', because: 'app-1 is running' });
			expect(asked).toEqual([['app-*'], ['app-*'], ['app-2'], ['app-*']]);
		});
		test('is no news where nothing is said of it', async () => {
			const first = readingOf(await systemd.read(probe(['app-*']), reachOf(both, now).reach));
			const left = [one, text('systemd=running')];
			const ask = async () => left.shift() ?? text();
			const result = await systemd.read(probe(['app-*']), { ...reachOf(text(), now).reach, ask }, first.carry);
			expect(result).toMatchObject({ ok: false, failure: { kind: 'refused' } });
		});
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
list-units*'-- b-'*) echo 'b-1.service loaded inactive dead B' ;;
list-units*'-- '*) ;;
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
		const none = readingOf(await systemd.read(probe(['b-*', 'c-*', 'x']), reach));
		expect(none.facts).toMatchObject({ none: 'c-*' });
	});
});
