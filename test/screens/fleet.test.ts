import { describe, expect, test } from 'vitest';
import type { State } from '../../src/core/state.ts';
import { drawn } from './drawn.ts';
import { fleetState, is, manyServices, minutes, release, samples, seconds, service, start } from './fleet-state.ts';
import type { Screen } from './screen.ts';

const api = service('production/api', {
	releases: [
		release('v412', 'c', { can: 'runs', first: start - minutes(18), at: start - minutes(18) }),
		release('v411', 'b', { first: start - minutes(3000), at: start - minutes(3000), until: start - minutes(18) }),
	],
});
const ill = fleetState([service('production/web'), api, service('staging/web', { hosts: ['vps2'] })], {
	'production/api': is('down', '500 Internal Server Error, 3 times in a row', start - seconds(221)),
	'production/web': is('ok', 'running, healthy'),
	'staging/web': is('ok', 'running, healthy'),
});
const sized = (state: State, columns: number, rows: number): State => ({
	...state,
	ui: { ...state.ui, size: { columns, rows } },
});

async function withNumbers(screen: Screen): Promise<void> {
	screen.numbers.append([
		...samples('production/api', 'errors', (place) => (place > 0.4 ? 0.412 : 0.001)),
		...samples('production/api', 'memory', (place) => 0.3 + place * 0.63),
		...samples('production/api', 'p95', () => 8100),
		...samples('host/vps1', 'disk', () => 0.78),
	]);
	await screen.advance(1000);
}

describe('Fleet', () => {
	test('says at 80x24 what is wrong, since when, why, and where r would go', async () => {
		const screen = await drawn(ill);
		await withNumbers(screen);
		expect(await screen.text()).toEqual([
			' WATCHDECK  production 1X  staging ok                           op-1  14:02:32Z',
			' X down production/api for 3m 42s: 500 Internal Server Error, 3 times in a row',
			' NAME               HEALTH            5XX    P95   CPU   MEM RELEASE         AGE',
			' - production       X down 1/2      41.2%   8.1s     -   93% v412 18m !     <15s',
			'>  api              X down          41.2!  8.1s!     -   93! v412 18m !     <15s',
			'   web              + ok                -      -     -     - v412 2d        <15s',
			'   host vps1        + ok                -      -     -     - disk 78%       <15s',
			' - staging          + ok 1/1            -      -     -     - v412 2d        <15s',
			'   web              + ok                -      -     -     - v412 2d        <15s',
			'   host vps2        + ok                -      -     -     - disk -         <15s',
			'',
			'',
			' ----------------------------------------------------------- production/api ---',
			' X down for 3m 42s: 500 Internal Server Error, 3 times in a row',
			' facts    errors rose within 19s after release v412: 0.1% before, 41.2% then',
			' target   v411 READY: it ran here, by the ledger',
			` 5xx 30m  ${'▁'.repeat(24)}|${'█'.repeat(36)}  41.2%!`,
			` p95 30m  ${'█'.repeat(24)}|${'█'.repeat(36)}   8.1s!`,
			' mem 30m  ▃▃▃▃▃▃▃▄▄▄▄▄▄▄▄▄▄▄▄▅▅▅▅▅|▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇▇▇▇▇█████    93%!',
			' ----------------------------------------------------------------- releases ---',
			'      v412         cccccccccccc RUNS  by the ledger    since 18m',
			' r -> v411         bbbbbbbbbbbb READY by the ledger    until 18m ago, ran 2d 1h',
			' enter open  o runbook  l logs  / find  : palette  ? all keys  q back or quit',
			' data: 2 of 2 hosts fresh (5s)',
		]);
	});

	test('shows at 200x50 the same, with more columns and the story beside the rows', async () => {
		const screen = await drawn(sized(ill, 200, 50));
		await withNumbers(screen);
		const text = await screen.text();
		expect(text).toHaveLength(50);
		expect(text[2]).toMatch(/NAME +HEALTH +REQ\/S +5XX +P50 +P95 +CPU +MEM +RST +UP RELEASE +BACK +HOST +AGE/);
		expect(text[4]).toMatch(/^> {2}api +X down +- {2}41\.2! +- {2}8\.1s!/);
		expect(text.join('\n')).toMatch(/-+ production\/api ---/);
		expect(text.at(-1)).toBe(' data: 2 of 2 hosts fresh (5s)');
	});

	test.each([
		[60, 15],
		[80, 24],
		[100, 30],
		[120, 40],
		[160, 30],
		[200, 50],
		[40, 10],
		[20, 5],
	])('fills %i x %i exactly and never scrolls', async (columns, rows) => {
		const screen = await drawn(sized(fleetState([...manyServices(60), api], {}), columns, rows));
		await screen.press('down', 'down', 'G', 'g');
		const text = await screen.text();
		expect(text).toHaveLength(rows);
		expect(text[0]).toContain('WATCHDECK');
		expect(text.at(-1)).toContain('data:');
		expect(screen.scrolled()).toBe(0);
	});

	test.each([
		[15, 5],
		[20, 6],
		[40, 7],
	])('has its environments at %i x %i', async (columns, rows) => {
		const screen = await drawn(sized(fleetState([api], {}), columns, rows));
		const text = await screen.text();
		expect(text.some((row) => /^>. production/.test(row))).toBe(true);
	});

	test('says of many services how many are up, whole', async () => {
		const many = Array.from({ length: 104 }, (_, index) => service(`production/s${index}`));
		const one = is('degraded', 'slow', start);
		const conditions = Object.fromEntries(many.map(({ id }, index) => [id, index === 0 ? one : is('ok', '', start)]));
		const screen = await drawn(sized(fleetState(many, conditions), 80, 24));
		expect((await screen.text()).join('\n')).toMatch(/- production +~ 104\/104 up /);
	});

	test.each([
		[80, 24],
		[120, 40],
		[200, 50],
	])('tells long names apart at %i x %i, and marks where they are cut', async (columns, rows) => {
		const long = 'production/a.very.long.company.name.of.a.service.for';
		const ids = [`${long}.mails`, `${long}.bills`, 'production/printf-033-31m-text'];
		const screen = await drawn(
			sized(
				fleetState(
					ids.map((id) => service(id)),
					{},
				),
				columns,
				rows,
			),
		);
		const text = await screen.text();
		const names = text.flatMap((row) => / {2}((?:a\.very|printf).*?) +\? unknown/.exec(row)?.[1] ?? []);
		expect(new Set(names).size).toBe(3);
		for (const name of names) expect(ids.includes(`production/${name}`) || name.includes('…')).toBe(true);
		if (columns === 200) expect(names).toContain('printf-033-31m-text');
		if (columns === 200) expect(text.join('\n')).toMatch(/NAME .* REQ\/S .* RST .* UP .* HOST/);
	});

	test('says of each service whether r has a way back now, of a group the worst, and what helps', async () => {
		const runs = release('v412', 'c', { can: 'runs', first: start - minutes(18), at: start - minutes(18) });
		const before = { first: start - minutes(99), at: start - minutes(99), until: start - minutes(18) };
		const ran = (name: string, can: 'ready' | 'pull' | 'gone' | 'unknown') =>
			service(`production/${name}`, { releases: [runs, release('v411', 'b', { can, ...before })] });
		const never = { releases: [runs, release('v500', 'e', { proof: 'image only' })] };
		const services = [ran('ab', 'gone'), ran('cd', 'pull'), ran('ef', 'ready'), ran('gh', 'unknown')];
		const screen = await drawn(sized(fleetState([...services, service('staging/ij', never)], {}), 100, 30));
		await screen.press('g', 'j');
		const text = await screen.text();
		const backs = text
			.slice(3, 10)
			.map((row) => [row.slice(1, 16).trim(), / (READY|PULL|GONE|[?-]) +<15s$/.exec(row)?.[1]]);
		expect(Object.fromEntries(backs)).toMatchObject({
			...{ '- production': 'GONE', ab: 'GONE', cd: 'PULL', ef: 'READY', gh: '?', '- staging': '-' },
		});
		expect(text.join(' ').replaceAll(/\s+/g, ' ')).toContain(
			'target none: the image of v411, which ran here, is not on the host any more; build and push it again, or load it there (docker load)',
		);
	});

	test('says how many rows are above and below, and of which environment the rows are', async () => {
		const screen = await drawn(fleetState([...manyServices(20), service('staging/web')], {}));
		const titles = async () => (await screen.text())[2]?.slice(0, 35).trimEnd();
		const rule = async () => (await screen.text())[12];
		expect(await titles()).toBe(' NAME               HEALTH');
		expect(await rule()).toMatch(/^ -- 17 more below: pagedown -+ production\/s0000 ---$/);
		expect((await rule())?.length).toBe(79);
		await screen.press('pagedown');
		expect(await titles()).toBe(' - production       HEALTH');
		expect(await rule()).toMatch(/^ -- 8 above, 9 more below: pagedown -+ production\/s0008 ---$/);
		await screen.press('G');
		expect(await titles()).toBe(' - production       HEALTH');
		expect(await rule()).toMatch(/^ -- 17 above -+ host vps2 ---$/);
		expect((await screen.text())[3]).toMatch(/^ {3}s0016/);
		await screen.press('g');
		expect(await titles()).toBe(' NAME               HEALTH');
		const all = await drawn(sized(screen.state(), 120, 60));
		expect((await all.text())[2]).toMatch(/^ NAME +HEALTH +REQ/);
		expect((await all.text()).join()).not.toMatch(/above|below/);
	});

	test.each([
		['beside the story', 200, 40, 80],
		['alone', 50, 14, 20],
	])('says it under the list where that stands %s, and pages by what is seen', async (_, columns, rows, count) => {
		const services = Array.from({ length: count }, (__, place) => service(`env-${place}/web`));
		const screen = await drawn(sized(fleetState(services, {}), columns, rows));
		const last = async () => (await screen.text())[rows - 3]?.slice(0, columns > 100 ? 112 : columns).trimEnd();
		expect(await last()).toMatch(/^ -- \d+ more below: pagedown -+$/);
		const hidden = Number(/\d+/.exec((await last()) ?? '')?.[0]);
		expect((await screen.text())[rows - 4]).not.toBe('');
		await screen.press('g', 'pagedown');
		expect(await last()).toMatch(/^ -- \d+ above, \d+ more below: pagedown -+$/);
		await screen.press('G');
		expect(await last()).toMatch(new RegExp(`^ -- ${hidden} above -+$`));
	});

	test('leaves room for the name of a service with a long one', async () => {
		const long = `production/${'a-very-long-name-'.repeat(2)}four`;
		const screen = await drawn(fleetState([service(long), ...manyServices(20)], {}));
		await screen.press('g', 'down');
		expect((await screen.text())[12]).toMatch(/^ -- \d+ more below -+ production\/a-very-long-name-/);
	});

	test('keeps the width of the names while rows come into sight', async () => {
		const services = [...manyServices(60), service('production/zz-a-name-that-is-far-below-and-long')];
		const screen = await drawn(sized(fleetState(services, {}), 120, 40));
		const titles = async () => (await screen.text())[2]?.replace(/^.*HEALTH/, (all) => ' '.repeat(all.length));
		const before = await titles();
		await screen.press('G');
		expect(await titles()).toBe(before);
	});

	test('says in 80 columns which environment stands worst, although a run takes its room', async () => {
		const names = ['production', 'team-a', 'team-b', 'team-c', 'team-d', 'team-e', 'local'];
		const services = names.map((name) => service(`${name}/web`));
		const well = Object.fromEntries(services.map(({ id }) => [id, is('ok', 'running')]));
		const state = fleetState(services, { ...well, 'local/web': is('down', 'exit code 1') });
		const making = {
			want: { action: 'restart' },
			service: 'production/a-service-with-a-long-name',
			since: start,
		} as const;
		const screen = await drawn({ ...state, making });
		const [header = ''] = await screen.text();
		expect(header).toMatch(
			/^ WATCHDECK {2}local 1X {2}\+6 ok {2}planning production\/a-service-with.*… {2,}14:02:31Z$/,
		);
		expect(header.length).toBeLessThanOrEqual(80);
		const wide = await drawn(state);
		expect((await wide.text())[0]).toMatch(
			/^ WATCHDECK {2}local 1X {2}production ok {2}team-a ok {2}\+4 ok +op-1 {2}14:02:31Z$/,
		);
	});

	test('says that all is well and since when', async () => {
		const screen = await drawn(fleetState([service('production/web')], { 'production/web': is('ok', 'running') }));
		expect((await screen.text())[1]).toBe(' + all well for 41m: 1 service');
	});

	test('keeps the rows of a lost host and says since when, why, and when it is tried again', async () => {
		const state: State = {
			...ill,
			links: {
				...ill.links,
				vps2: {
					is: 'down',
					since: start - minutes(11),
					retry: start + seconds(8),
					failure: { kind: 'unreachable', message: 'ssh: connection refused', fix: 'Check that sshd runs there.' },
				},
			},
		};
		const screen = await drawn(state);
		await screen.press('G');
		const text = (await screen.text()).join('\n');
		expect(text).toMatch(/> {2}host vps2 +\? unknown +lost 11m ago, next try in 8s: ssh: conn…/);
		expect(text).toContain('link     vps2 was lost 11m ago (next try in 8s): Check that sshd runs there.');
		expect(text).toContain('Check that sshd runs there.');
		expect(text).toContain('data: 1 of 2 hosts fresh (4s)   lost: vps2');
		expect(text).toContain('web              + ok');
	});

	test('does not call lost what was never reached', async () => {
		const failure = { kind: 'unreachable', message: 'ssh: connection refused', fix: 'Check sshd.' } as const;
		const { vps2: _, ...engines } = ill.engines;
		const screen = await drawn({
			...{ ...ill, engines },
			links: { ...ill.links, vps2: { is: 'down', since: start - seconds(26), retry: 'now', failure } },
		});
		await screen.press('G');
		const text = (await screen.text()).join('\n');
		expect(text).toMatch(/> {2}host vps2 +\? unknown +not reached for 26s, trying again/);
		expect(text).toContain('link     vps2 has not been reached for 26s (trying again): Check sshd.');
	});

	test('folds and unfolds a group with the arrows, and opens its environment with enter', async () => {
		const screen = await drawn(ill);
		await screen.press('left');
		expect((await screen.text()).slice(3, 6).map((row) => row.slice(0, 34).trimEnd())).toEqual([
			'>+ production (2)   X down 1/2',
			' - staging          + ok 1/1',
			'   web              + ok',
		]);
		await screen.press('right');
		expect((await screen.text())[4]).toMatch(/^ {3}api/);
		await screen.press('enter');
		expect(screen.state().ui).toMatchObject({ screen: 'environment', environment: 'production' });
		await screen.press('esc', 'down');
		expect((await screen.text())[4]).toMatch(/^> {2}api/);
	});

	test('finds rows, and says so until esc', async () => {
		const screen = await drawn(ill);
		await screen.press('/', 'w', 'e', 'b');
		expect((await screen.text())[22]).toBe(' /web    enter keeps it, esc takes it back');
		await screen.press('enter');
		const found = await screen.text();
		expect(found[1]).toMatch(/^ rows with "web": esc shows all {3}X down production\/api for 3m 41s: /);
		expect(found.slice(3, 8).map((row) => row.slice(0, 20).trimEnd())).toEqual([
			' - production',
			'>  web',
			' - staging',
			'   web',
			'',
		]);
		await screen.press('esc');
		expect((await screen.text())[4]).toMatch(/api/);
	});

	test('says of a service that was stopped that it does not run, and what it used no more', async () => {
		const calm = service('production/api');
		const instances = calm.instances.map((one) => ({
			...({ ...one, state: 'exited', exit: 0, ended: start - seconds(42) } as const),
		}));
		const screen = await drawn(fleetState([{ ...calm, instances }], { 'production/api': is('down', 'exit code 0') }));
		screen.numbers.append([
			...samples('production/api', 'cpu', () => 0.03),
			...samples('production/api', 'memory', () => 0.5),
			...samples('production/api', 'errors', () => 0.01),
		]);
		await screen.advance(1000);
		const text = await screen.text();
		expect(text[3]).toMatch(/^ - production +X down 0\/1 +1\.0% +- +- +- v412/);
		expect(text[4]).toMatch(/^> {2}api +X down +1\.0% +- +- +- v412 stopped /);
		expect(text.join('\n')).toMatch(/v412 +cccccccccccc STOPPED does not run +since 43s/);
		expect(text.join('\n')).toMatch(/ mem 30m .* {7}-\n/);
		expect(text.join('\n')).not.toContain('RUNS');
	});

	test('says that no row has what was typed, and still what is down', async () => {
		const screen = await drawn(ill);
		await screen.press('/', 'z', 'z', 'enter');
		const text = await screen.text();
		expect(text[1]).toMatch(/^ no row has "zz": esc clears {3}X down production\/api for 3m 41s: /);
		expect(text.slice(3, 12).join('')).toBe('');
		await screen.press('esc', '/', '!', '/', 'enter');
		expect((await screen.text())[1]).toMatch(/^ every row has "\/": esc clears {3}X down/);
	});

	test('takes the beginning of a book that was pasted, and says so', async () => {
		const screen = await drawn(ill);
		await screen.paste('book '.repeat(20_000));
		expect(screen.state().ui.filter.fleet).toHaveLength(500);
		const text = await screen.text();
		expect(text[22]).toMatch(/^ \/….*book {5}the paste was cut to its first 500 characters$/);
		expect(text[1]).toMatch(/^ no row has "book book .*…": esc clears {3}X down production\/api/);
		await screen.press('x');
		expect((await screen.text())[22]).toMatch(/enter keeps it, esc takes it back$/);
	});

	test('opens the service and comes back to the same row', async () => {
		const screen = await drawn(ill);
		await screen.press('j', 'enter');
		expect((await screen.text())[1]).toBe(' production/web    [overview]   releases');
		await screen.press('q');
		expect((await screen.text())[5]).toMatch(/^> {2}web/);
	});

	test('colours a word that says the same without colour', async () => {
		const screen = await drawn(ill);
		expect(await screen.look('1X')).toMatchObject({ colour: 1, bold: true });
		const plain = await drawn(ill, { colours: false });
		expect(await plain.look('1X')).toMatchObject({ colour: -1, bold: true });
		expect(await plain.text()).toEqual(await screen.text());
	});
});

describe('a service', () => {
	const title = /- [a-z]+ ---$/;
	test('says at 80x24 how much of it does not fit, and draws no title over nothing', async () => {
		const releases = [...api.releases, ...['d', 'e'].map((digit, index) => release(`v${index}`, digit))];
		for (let count = 0; count < 12; count += 1) {
			const instances = Array.from({ length: count }, (_, index) => ({
				...api.instances[0],
				id: `${index}`,
				name: 'api',
			}));
			const some = service('production/api', { releases, instances: instances as typeof api.instances });
			const screen = await drawn(fleetState([some], { 'production/api': is('ok', 'running') }));
			await screen.press('enter');
			const body = (await screen.text()).slice(2, 22);
			expect(body.some((row, index) => title.test(row) && (body[index + 1] ?? '') === '')).toBe(false);
			if (/more below/.test(body.at(-1) ?? '')) expect(body.at(-1)).toMatch(/^ -+ \d+ more below: space ---$/);
			await screen.press('G');
			const end = (await screen.text()).slice(2, 22);
			expect(end.join('\n')).toContain('nothing was done to it from here');
			expect(end.join('\n')).not.toContain('more below');
		}
	});
});

describe('a cursor on Fleet', () => {
	const names = async (screen: Screen) =>
		(await screen.text()).slice(3, 12).flatMap((row) => /^[> ] {2}(?!host)(\w+)/.exec(row)?.[1] ?? []);
	const calm = fleetState(
		['a', 'b', 'c'].map((name) => service(`production/${name}`)),
		{
			'production/a': is('ok', 'running'),
			'production/b': is('ok', 'running'),
			'production/c': is('ok', 'running'),
		},
	);
	const worse = (screen: Screen, id: string) =>
		screen.dispatch({
			type: 'conditions/settled',
			at: start,
			conditions: { ...screen.state().conditions, [id]: is('down', 'exit code 137', start) },
		});

	test('keeps its row and its place while others are sorted around it, and only when it was still', async () => {
		const screen = await drawn(calm);
		await screen.press('j');
		expect(screen.state().ui.selected.fleet).toBe('production/b');
		await worse(screen, 'production/c');
		expect(await names(screen)).toEqual(['a', 'b', 'c']);
		await screen.advance(seconds(5));
		expect(await names(screen)).toEqual(['c', 'b', 'a']);
		expect(screen.state().ui.selected.fleet).toBe('production/b');
	});

	test('stays with a service whose rows before it go', async () => {
		const screen = await drawn(calm);
		await screen.press('j');
		const { 'production/a': _gone, ...services } = screen.state().services;
		expect(_gone).toBeDefined();
		const later = await drawn({ ...screen.state(), services });
		expect((await later.text()).find((row) => row.startsWith('>'))).toMatch(/^> {2}b /);
	});

	test('rests on the worst row until it is moved or two seconds are over', async () => {
		const screen = await drawn({ ...calm, started: start });
		await worse(screen, 'production/c');
		expect((await screen.text())[4]).toMatch(/^> {2}c/);
		await screen.advance(seconds(2));
		await worse(screen, 'production/a');
		expect(screen.state().ui.selected.fleet).toBe('production/c');
	});

	test('shows the state of then while updates are paused', async () => {
		const screen = await drawn(calm);
		await screen.press('p');
		await worse(screen, 'production/c');
		await screen.advance(seconds(9));
		const text = await screen.text();
		expect(text[0]).toContain('PAUSED');
		expect(text[0]).toContain('production 1X');
		expect(text.slice(1, 12).join('\n')).not.toContain('X down');
		expect(text.at(-1)).toBe(' PAUSED 9s: what you see is of 14:02:31Z; p goes on');
		await screen.press('p');
		expect((await screen.text())[1]).toContain('X down production/c');
		expect((await screen.text()).at(-1)).toMatch(/^ data: 2 of 2 hosts/);
	});
});
