import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { composeLabels } from '../lab/containers.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import { SIZES, start } from './driver.ts';

/** Folders of its own and nothing else: no config, no engine. */
function bareEnv(): Readonly<Record<string, string>> {
	const own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
	const folder = (name: string) => {
		mkdirSync(join(own, name), { mode: 0o700 });
		return join(own, name);
	};
	return {
		PATH: process.env['PATH'] ?? '',
		HOME: own,
		TERM: 'xterm-256color',
		LANG: 'C.UTF-8',
		XDG_CONFIG_HOME: folder('config'),
		XDG_STATE_HOME: folder('state'),
		XDG_RUNTIME_DIR: folder('runtime'),
	};
}

describe('the demo fleet', () => {
	test('is drawn in ASCII alone where the locale has nothing else', async () => {
		const deck = start(['demo'], { env: { ...bareEnv(), LC_ALL: 'C', TERM: 'linux' } });
		await deck.sees(/p95 30m +[_.:=+*#-]/);
		const written = deck.written.map(({ text }) => text).join('');
		expect(written.match(/[^\p{ASCII}]/u)?.[0]).toBeUndefined();
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test.concurrent.each(SIZES)(
		'breaks after a while and `r` mends it: $columns x $rows',
		{ timeout: 240_000 },
		async (size) => {
			const deck = start(['demo'], { ...size, env: bareEnv() });
			await deck.sees('DEMO');
			await deck.sees('production');
			// The deployment itself is a short gap too; the bad release is what is meant.
			await deck.sees(/health check fails/, 120_000);
			const down = () =>
				deck
					.screen()
					.flatMap((row) => /^[^\w]*([\w.-]+)\s+X down/.exec(row)?.[1] ?? [])
					.find((found) => found !== 'production');
			// The rows below that line come a moment after it.
			await deck.until('the row of what is down', () => down() !== undefined);
			const name = down() ?? '';
			await deck.select(name);
			await deck.press('r');
			await deck.sees(`ROLL BACK production/${name}`);
			await deck.enter();
			await deck.type(name);
			await deck.enter();
			await deck.sees('VERIFIED', 60_000);
			await deck.esc();
			await deck.press('q', 'y');
			expect(await deck.exited()).toBe(0);
			expect(Object.values(deck.left())).not.toContain(true);
		},
	);

	test('stays whole in a window that gets narrower column by column', async () => {
		const deck = start(['demo'], { columns: 100, rows: 24, env: bareEnv() });
		await deck.sees('DEMO');
		await deck.idle();
		for (let columns = 99; columns > 76; columns -= 1) {
			deck.resize(columns, 24);
			// The clock stands a column before the right edge: so wide is what was drawn.
			await vi.waitFor(() => expect(deck.screen()[0]?.indexOf('Z')).toBe(columns - 2), 10_000);
			await deck.idle();
			const [header = '', ...rows] = deck.screen();
			expect(header).toMatch(/^ WATCHDECK .*DEMO/);
			expect(rows.filter((row) => / AGE$/.test(row))).toHaveLength(1);
		}
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('is drawn anew by ctrl-r where somebody else wrote over it', async () => {
		const deck = start(['demo'], { columns: 80, rows: 24, env: bareEnv() });
		await deck.sees('DEMO');
		await deck.idle();
		writeFileSync(`/proc/${deck.pid()}/fd/1`, '\u001b[2;1H\r\nBroadcast message from root\r\n\u001b[24;1H');
		await deck.sees('Broadcast message');
		await deck.press('ctrl-r');
		await deck.seesNo('Broadcast message');
		await deck.sees(/ AGE$/m);
		expect(deck.screen()[0]).toMatch(/^ WATCHDECK .*DEMO/);
		expect(deck.screen().filter((row) => / AGE$/.test(row))).toHaveLength(1);
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('fits a terminal that changes its size', async () => {
		const deck = start(['demo'], { columns: 80, rows: 24, env: bareEnv() });
		await deck.sees('DEMO');
		for (const [columns, rows] of [
			[200, 50],
			[60, 15],
			[100, 30],
		] as const) {
			deck.resize(columns, rows);
			await deck.sees('DEMO');
			await deck.press('?');
			await deck.esc();
			await deck.idle();
			expect(deck.screen()).toHaveLength(rows);
		}
		deck.kill('SIGTERM');
		await deck.exited();
		expect(Object.values(deck.left())).not.toContain(true);
	});
});

describeLab('no config', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['quiet'] });
		await lab.run('shop-web-1', 'quiet:v1', { labels: composeLabels('shop', 'web') });
		await lab.run('loner', 'quiet:v1');
	});
	let isStopped = false;
	afterAll(async () => {
		if (!isStopped) await lab?.stop();
	});
	const folder = () => mkdtempSync(join(lab.folder, 'empty-'));

	test.each(SIZES)(
		'shows the containers of the engine that docker uses, by project: $columns x $rows',
		async (size) => {
			const deck = start([], { ...size, env: lab.env(), folder: folder() });
			await deck.sees('shop');
			await deck.sees(/web .*\+ ok|web/);
			await deck.sees('local');
			await deck.sees('loner');
			deck.kill('SIGTERM');
			await deck.exited();
		},
	);

	test('uses /var/run/docker.sock when nothing else is said', async () => {
		const { DOCKER_HOST: _, ...env } = lab.env();
		const said = await watchdeck(['status', '--json'], { env, folder: folder() });
		expect(JSON.parse(said.out)).toMatchObject({ version: 1 });
		expect(said.out).toContain('shop/web');
		expect(said.out).toContain('local/loner');
	});

	test('without an engine one screen says what was looked for, and enter opens the demo', async () => {
		await lab.stop();
		isStopped = true;
		const deck = start([], { env: bareEnv(), folder: tmpdir() });
		await deck.sees('/var/run/docker.sock');
		await deck.enter();
		await deck.sees('DEMO');
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('a config of the current folder runs nothing before it was accepted', async () => {
		const here = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
		writeFileSync(
			join(here, 'watchdeck.yaml'),
			'hosts: { far: { ssh: lab } }\nenvironments: { dev: { services: { x: {} } } }\n',
		);
		const said = await watchdeck(['status'], { env: bareEnv(), folder: here });
		expect(said.text).toMatch(/accept/i);
		expect(said.code).not.toBe(0);
	});
});
