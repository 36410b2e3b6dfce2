import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Runbook } from '../../src/core/runbook/model.ts';
import type { OpenWalk } from '../../src/core/runbook/open.ts';
import type { Did } from '../../src/core/runbook/walk.ts';
import type { State } from '../../src/core/state.ts';
import { came, code, command, commands, opened, serviceDown, step, text, walking } from '../support/walks.ts';
import { drawn } from './drawn.ts';
import { samples, seconds, start } from './fleet-state.ts';
import type { Screen } from './screen.ts';

const went = (to: string): Did => ({ is: 'went', to, because: 'a test' });
const atFour: readonly Did[] = [
	{ is: 'came', step: 'is-it-really-down-', ...came({ because: 'HTTP 503, as expected' }) },
	{ is: 'marked', step: 'last-lines', as: 'skipped', why: 'seen already' },
	{
		is: 'came',
		step: 'resources',
		...came({ verdict: 'failed', because: 'no “healthy”', output: 'mem 93%\ndisk 78%\n', lines: 2, bytes: 17 }),
	},
	{ is: 'noted', step: 'resources', text: 'memory is at its limit' },
	went('restart-once'),
];
const sized = (state: State, columns: number, rows: number): State => ({
	...state,
	ui: { ...state.ui, size: { columns, rows } },
});
const walk = (...dids: readonly Did[]) => walking(opened(serviceDown, dids));
const of = (steps: Runbook['steps'], ...dids: readonly Did[]) => walking(opened({ ...serviceDown, steps }, dids));

describe('Walk', () => {
	test('stands at 80x24 on one screen: the clock, the live row, the steps, and what goes out', async () => {
		const screen = await drawn(walk(...atFour));
		expect((await screen.text()).slice(1, 23)).toEqual([
			' RUNBOOK Service down  P0  w-20 on production/api  step 4 of 9  6:12, 1:12 OVER',
			' api  X down  5xx -  p95 -  cpu -  mem -  v412 2d  <15s  up 2d  restarts 0  req…',
			' [x] 1 Is it really down?  HTTP 503, as expected                  13:56:49 op-1',
			' [-] 2 Last lines          skipped: seen already                  13:57:19 op-1',
			' [!] 3 Resources           no “healthy”                           13:58:19 op-1',
			'>[>] 4 Restart once        CHANGES production',
			' [ ] 5 Did it recover?     check, up to 1m',
			' [ ] 6 Which way?          a choice of 2',
			' [ ] 7 Roll back           CHANGES production: roll back',
			' [ ] 8 Tell people         drafts the message',
			' --- step 4 Restart once ------------------------------------------------------',
			' An OOM kill often clears on a restart. Only once: a second means roll back',
			' [1].',
			'',
			' [1] #roll-back',
			'',
			' > $ docker restart api-prod',
			' on       vps1',
			' CHANGES  production: docker restart is not among the commands that only read',
			' expect   looked for: exit 0',
			' undo     none is given',
			' enter plan it  x more  l logs  y copy  : palette  ? all keys  q back or quit',
		]);
	});

	test('puts what goes out before a text that is not seen whole, so that nothing unseen is run', async () => {
		const long = Array.from({ length: 30 }, (_, at) => text(20 + at, `paragraph ${at}`));
		const screen = await drawn(of([step('1', 'Restart', commands(12, [command(13, 'docker restart api')]), long)]));
		const rows = await screen.text();
		expect(rows[4]).toMatch(/^ --- step 1 Restart -+ 46 below: space ---$/);
		expect(rows[5]).toBe(' > $ docker restart api');
		await screen.press('G');
		expect((await screen.text())[21]).toBe(' paragraph 29');
	});

	test('shows at 200x50 steps, step and service beside each other, and the timeline below', async () => {
		const screen = await drawn(sized(walk(...atFour), 200, 50));
		screen.numbers.append(samples('production/api', 'errors', () => 0.41));
		await screen.advance(seconds(1));
		const rows = await screen.text();
		expect(rows[1]).toMatch(
			/^ RUNBOOK Service down {2}P0 {2}w-20 on production\/api {2}step 4 of 9 .* 6:13, 1:13 OVER$/,
		);
		expect(rows[3]).toMatch(/^ \[x\] 1 Is it.* --- step 4 Restart once -+ {4}-+ production\/api ---$/);
		const all = rows.join('\n');
		expect(all).toMatch(/5xx 30m .*41\.0%/);
		expect(all).toContain('log since it began');
		expect(all).toContain('3 Resources  memory is at its limit');
		expect(rows.slice(39, 46).join('\n')).toContain('3 Resources: note: memory is at its limit');
	});

	test('keeps the live row below 60x15, with the step and its command', async () => {
		const screen = await drawn(sized(walk(...atFour), 50, 12));
		expect((await screen.text()).slice(1, 6)).toEqual([
			' Service down  step 4 of 9        6:12, 1:12 OVER',
			expect.stringMatching(/^ api {2}X down/),
			expect.stringMatching(/^ --- step 4 Restart once -/),
			' > $ docker restart api-prod',
			' on       vps1',
		]);
	});

	test('is read without colours, and never scrolls the terminal', async () => {
		const screen = await drawn(walk(...atFour), { colours: false });
		const rows = (await screen.text()).join('\n');
		for (const sign of ['[x]', '[-]', '[!]', '[>]', '[ ]', 'CHANGES', 'X down']) expect(rows).toContain(sign);
		expect(screen.scrolled()).toBe(0);
	});

	test('moves over the steps without going there, and comes back to where the walk is when it goes on', async () => {
		const screen = await drawn(walk(...atFour));
		await screen.press('j', 'down');
		expect((await screen.text())[11]).toContain('--- step 6 Which way?');
		expect(screen.events.some(({ type }) => type === 'walk/did')).toBe(false);
		const line = { at: start, by: 'op-1', run: 'w-20', did: went('did-it-recover-') };
		await screen.dispatch({ type: 'walk/noted', at: start, line, kept: true });
		const rows = await screen.text();
		expect(rows[11]).toContain('--- step 5 Did it recover?');
		expect(rows.slice(12, 15)).toEqual([
			' holds    condition is ok',
			' now      production/api is down: exit code 137',
			' tried    up to 1m',
		]);
	});

	test('runs with enter what stands there, one command after the other, or all of them', async () => {
		const screen = await drawn(walk(went('resources')));
		await screen.press('enter');
		expect(screen.events.at(-1)).toMatchObject({ type: 'walk/run', step: 'resources', command: 33 });
		await screen.press('tab', 'tab', 'enter');
		const all = screen.events.at(-1);
		expect(all).toMatchObject({ type: 'walk/run', walk: 'w-20', step: 'resources' });
		expect(all).not.toHaveProperty('command');
	});

	test('says which text of a document that was changed is seen, and nothing of one that is gone', async () => {
		const told = async (more: Partial<OpenWalk>) =>
			(await (await drawn(walking(opened(serviceDown, [], more)))).text())[3];
		const changed = ' the document was changed since this walk began: this is ';
		expect(await told({ edited: 'e1' })).toBe(`${changed}its text of then`);
		expect(await told({ edited: 'e1', digest: 'e1' })).toBe(`${changed}its text of now`);
		expect(await told({ edited: 'e2', digest: 'e1' })).toBe(`${changed}no text of now`);
		const { runbook: _gone, ...gone } = opened(serviceDown, [], { trusted: false });
		const screen = await drawn(walking(gone));
		const rows = (await screen.text()).join('\n');
		expect(rows).toContain('its document is gone, and it goes on once that is back: ');
		expect(rows).not.toContain('nothing of it ran yet');
	});

	test('asks for a line that is seen in the smallest terminal, and takes a refusal back once it is typed anew', async () => {
		const screen = await drawn(sized(walk(...atFour), 20, 6));
		await screen.press('x', 'n', 'enter');
		expect((await screen.text()).slice(1, 3)).toEqual(['  note', '  Nothing was']);
		await screen.press('o', 'k');
		const rows = await screen.text();
		expect(rows[1]).toBe('  note  ok');
		expect(rows.join('\n')).not.toContain('Nothing was');
	});

	test('says of a step that was run once more and cut that nothing is known, whatever came of it before', async () => {
		const ran: Did = { is: 'ran', step: 'last-lines', host: 'vps1', text: 'docker logs' };
		const before: Did = { is: 'came', step: 'last-lines', ...came({ because: 'exit 0', output: 'all well\n' }) };
		const screen = await drawn(walk(ran, before, ran, { is: 'taken up', session: 's' }));
		const rows = (await screen.text()).join('\n');
		expect(rows).toMatch(/stands {3}to be judged: it was cut, and what came of it is not known: run it\s+again/);
		expect(rows).not.toContain('all well');
		await screen.press('enter');
		expect(screen.events.at(-1)).toMatchObject({ type: 'walk/run', step: 'last-lines' });
	});

	test('shows what a command says while it runs, and ctrl-c stops it', async () => {
		const screen = await drawn(walk(went('last-lines')));
		const telling = {
			step: 'last-lines',
			since: start - seconds(12),
			lines: ['GET /pay 500', 'OOMKilled\u001b[2J'],
			count: 134,
		};
		await screen.dispatch({ type: 'walk/told', at: start, walk: 'w-20', telling });
		const rows = (await screen.text()).join('\n');
		expect(rows).toContain('runs     for 12s, 134 lines so far; ctrl-c stops it');
		expect(rows).toContain('   OOMKilled\n');
		await screen.press('enter');
		expect(screen.events.some(({ type }) => type === 'walk/run')).toBe(false);
		await screen.press('ctrl-c');
		expect(screen.events.filter(({ type }) => type === 'walk/stopped')).toHaveLength(1);
		expect((await screen.text())[22]).toContain('the command of this walk is asked to stop');
	});

	test('stands what came next to what was expected, with its output', async () => {
		const screen = await drawn(walk(...atFour));
		await screen.press('k');
		const rows = (await screen.text()).join('\n');
		expect(rows).toContain(' > all 2 together');
		expect(rows).toContain(' came     FAILED: no “healthy” (2s, 2 lines)');
		await screen.press('space');
		expect((await screen.text()).join('\n')).toContain('   disk 78%');
	});

	test('asks for what a command leaves open, and takes it as one value', async () => {
		const blank = command(13, 'dokku releases:rollback api <release>', { blanks: ['<release>'] });
		const screen = await drawn(of([step('1', 'Back', commands(12, [blank]))]));
		expect((await screen.text()).join('\n')).toContain('needs    <release>: asked for before it runs');
		await screen.press('enter');
		expect((await screen.text()).join('\n')).toContain('<release>');
		await screen.press('v', '4', ' ', 'x', 'enter');
		expect(screen.events.at(-1)).toMatchObject({
			type: 'walk/did',
			did: { is: 'set', name: '<release>', value: 'v4 x' },
		});
	});

	test('says in its place why a value cannot go out', async () => {
		const quoted = command(13, 'echo "{{what}}"');
		const screen = await drawn(
			of([step('1', 'Say', commands(12, [quoted]))], { is: 'set', name: 'what', value: '$(id)' }),
		);
		expect((await screen.text()).join('\n')).toMatch(/cannot {3}\{\{what\}\} stands between double quotes/);
		await screen.press('enter');
		expect(screen.events.some(({ type }) => type === 'walk/run')).toBe(false);
	});

	test('copies the command as it goes out, and the message with its values', async () => {
		const screen = await drawn(walk(went('restart-once')));
		await screen.press('y');
		expect(screen.events.at(-1)).toMatchObject({ type: 'text/copied', text: 'docker restart api-prod' });
		const message = await drawn(walk(went('tell-people')));
		expect((await message.text()).join('\n')).toContain('The service api-prod was down.');
		await message.press('y');
		expect(message.events.at(-1)).toMatchObject({ text: 'The service api-prod was down.' });
	});

	test('opens and copies the links of a step by the palette', async () => {
		const links = [text(5, 'See [the board](https://grafana.example/d/1) and [a file](notes.txt).')];
		const screen = await drawn(of([step('1', 'Look', { is: 'read' }, links)]));
		await screen.press(':');
		await screen.paste('link ');
		const shown = (await screen.text()).join('\n');
		expect(shown).toContain('link open https://grafana.example/d/1');
		expect(shown).toContain('link copy notes.txt');
		expect(shown).not.toContain('link open notes.txt');
		await screen.press('enter');
		expect(screen.events.at(-1)).toMatchObject({ type: 'link/opened', address: 'https://grafana.example/d/1' });
		await screen.press('y');
		expect(screen.events.at(-1)).toMatchObject({ type: 'text/copied', text: 'https://grafana.example/d/1' });
	});

	test('opens the log of the service, and esc leaves the walk open', async () => {
		const screen = await drawn(walk());
		await screen.press('l');
		expect(screen.state().ui).toMatchObject({ screen: 'logs', service: 'production/api' });
		await screen.press('esc');
		expect(screen.state().ui.screen).toBe('walk');
		await screen.press('esc');
		expect(screen.state().ui.screen).toBe('fleet');
		expect(screen.state().walks['w-20']?.walk.ended).toBeUndefined();
	});

	test('names the keys that the operator chose', async () => {
		const keys = { 'walk.next': ['n'], 'walk.page-down': ['f'], 'walk.copy': ['Y'] };
		const screen = await drawn({ ...walk(went('which-way-')), keys });
		expect((await screen.text()).join('\n')).toContain(' n chooses a way');
		const message = await drawn({ ...walk(went('tell-people')), keys });
		expect((await message.text()).join('\n')).toContain('message  Y copies it');
	});

	test('says what it looks for, why that is not found, and that it is tried again or given up', async () => {
		const screen = await drawn(walk());
		const sought = { is: 'walk', walk: 'w-1a2b3c' } as const;
		await screen.dispatch({ type: 'walk/sought', at: start, sought });
		expect((await screen.text())[2]).toContain('looking for walk w-1a2b3c in the journal here, else for its copy');
		const message = 'There is no walk w-1a2b3c in the journal here, and vps1 could not be asked for a copy of it.';
		const failure = { kind: 'unreachable', message, fix: 'Check the way to it.' } as const;
		await screen.dispatch({ type: 'walk/sought', at: start, sought: { ...sought, failure } });
		const again = (await screen.text()).join('\n');
		expect(again).toContain('tried again every 2 s');
		expect(again).toContain('vps1 could not be asked');
		expect(again).toContain('Check the way to it.');
		await screen.dispatch({ type: 'walk/sought', at: start, sought: { ...sought, failure, over: true } });
		const over = (await screen.text()).join('\n');
		expect(over).not.toContain('tried again');
		expect(over).toContain('esc leaves');
		const { kept: _kept, ...found } = opened(serviceDown, []);
		await screen.dispatch({ type: 'walk/opened', at: start, open: { ...found, kept: true } });
		await screen.dispatch({ type: 'walk/shown', at: start, walk: found.walk.id });
		expect((await screen.text())[1]).toContain('Service down');
	});

	test('says that nothing is open yet, until the one that is wanted is there', async () => {
		const screen = await drawn(walk());
		await screen.dispatch({ type: 'walk/wanted', at: start, runbook: 'disk-full', begin: true });
		expect((await screen.text())[2]).toContain('no runbook is open here yet');
		const { kept: _kept, ...next } = opened({ ...serviceDown, title: 'Disk full' }, []);
		const other = {
			...next,
			kept: false,
			walk: { ...next.walk, id: 'w-21', head: { ...next.walk.head, title: 'Disk full' } },
		};
		await screen.dispatch({ type: 'walk/opened', at: start, open: other, shown: true });
		expect((await screen.text())[1]).toMatch(/^ RUNBOOK Disk full .* 6:12, 1:12 OVER$/);
		await screen.dispatch({ type: 'walk/wanted', at: start, runbook: 'disk-full', begin: false });
		await screen.dispatch({ type: 'walk/opened', at: start, open: other, shown: true });
		const read = await screen.text();
		expect(read[1]).toMatch(/not begun$/);
		expect(read[3]).toContain('only read so far');
	});
});

describe('what else can be done in a walk', () => {
	test('is a menu of keys; what is done without a run wants its why', async () => {
		const screen = await drawn(walk(went('restart-once')));
		await screen.press('x');
		expect((await screen.text()).slice(1, 6)).toEqual([
			'  MORE  step 4 Restart once',
			'',
			'> a  run it again            Runs what is picked once more.',
			'  s  skip this step          Asks why, and goes on.',
			'  f  mark it failed          Asks why; goes on where the runbook says so.',
		]);
		await screen.press('s', 'enter');
		expect((await screen.text()).join('\n')).toContain('Nothing was typed.');
		await screen.press('n', 'o', 'enter');
		expect(screen.events.slice(-2)).toMatchObject([
			{ type: 'walk/did', did: { is: 'marked', step: 'restart-once', as: 'skipped', why: 'no' } },
			{ type: 'walk/did', did: { is: 'went', to: 'did-it-recover-' } },
		]);
		expect(screen.state().ui.dialog).toBeUndefined();
	});

	test.each([
		['f', 'it is up', { is: 'marked', as: 'failed', why: 'it is up' }],
		['n', 'look at q', { is: 'noted', text: 'look at q' }],
		['h', 'vps2', { is: 'moved', host: 'vps2' }],
		['v', 'url http://x', { is: 'set', name: 'url', value: 'http://x' }],
		['E', 'false alarm', { is: 'ended', as: 'given up', why: 'false alarm' }],
	])('%s takes a line', async (key, typed, did) => {
		const screen = await drawn(walk(went('restart-once')));
		await screen.press('x', key);
		await screen.send(typed, typed.length);
		await screen.press('enter');
		expect(screen.events.at(-1)).toMatchObject({ type: 'walk/did', walk: 'w-20', did });
	});

	test('refuses a host that is none, and a value for a secret', async () => {
		const secret = {
			...serviceDown,
			head: { ...serviceDown.head, variables: [{ name: 'token', secret: 'env:TOKEN', line: 2 }] },
		};
		const screen = await drawn(walking(opened(secret)));
		await screen.press('x', 'h');
		await screen.send('vps9', 4);
		await screen.press('enter');
		expect((await screen.text()).join('\n')).toContain('There is no host vps9: here, vps1, vps2.');
		await screen.press('esc', 'x', 'v');
		await screen.send('token abc', 9);
		await screen.press('enter');
		expect((await screen.text()).join('\n')).toContain('token is a secret: it comes from env:TOKEN');
		expect(screen.events.some(({ type }) => type === 'walk/did')).toBe(false);
	});

	test('ends the walk, marks a step done, runs again, and names the file of the evidence', async () => {
		const screen = await drawn(walk(went('last-lines')));
		await screen.press('x', 'd');
		expect(screen.events.at(-2)).toMatchObject({ did: { is: 'marked', step: 'last-lines', as: 'done' } });
		expect(screen.events.at(-1)).toMatchObject({ did: { is: 'went', to: 'resources' } });
		await screen.press('x', 'a');
		expect(screen.events.at(-1)).toMatchObject({ type: 'walk/run', step: 'last-lines' });
		await screen.press('x', 'e');
		expect(screen.events.at(-1)).toMatchObject({ did: { is: 'ended', as: 'done' } });
		await screen.press('x', 'S', 'enter');
		expect(screen.events.at(-1)).toEqual({ type: 'walk/saved', at: start, walk: 'w-20', path: 'service-down-w-20.md' });
	});

	test('goes to a step by its number or its words', async () => {
		const screen = await drawn(walk());
		await screen.press('x', 'g', '7');
		expect((await screen.text()).slice(1, 4)).toEqual([' go to step 7', '>7 Roll back', '']);
		await screen.press('backspace', 't', 'e', 'l', 'l', 'enter');
		expect(screen.events.at(-1)).toMatchObject({ did: { is: 'went', to: 'tell-people' } });
		expect((await screen.text())[11]).toContain('step 8 Tell people');
	});
});

describe('before anything is done', () => {
	test('the text of a strange runbook is accepted once, and can be read without', async () => {
		const screen = await drawn(walking(opened(serviceDown, [went('last-lines')], { trusted: false })));
		expect((await screen.text())[3]).toContain('strange text, nothing of it ran yet: /etc/runbooks/service-down.md');
		await screen.press('enter');
		const rows = (await screen.text()).join('\n');
		expect(rows).toContain('Accept this text?');
		expect(rows).toContain('d1d1d1');
		expect(rows).toMatch(/has {6}6 commands, of which none ran yet/);
		await screen.press('enter', 'esc');
		expect(screen.events.some(({ type }) => type === 'walk/accepted' || type === 'walk/run')).toBe(false);
		await screen.press('enter', 'y');
		expect(screen.events.at(-1)).toEqual({ type: 'walk/accepted', at: start, walk: 'w-20' });
	});

	test('what is to be known of a strange text is read to its end on a small screen, its keys in sight', async () => {
		const strange = opened(serviceDown, [went('last-lines')], { trusted: false });
		const screen = await drawn(walking(strange, { columns: 40, rows: 12 }));
		await screen.press('enter');
		const seen = new Set<string>();
		for (let page = 0; page < 6; page += 1) {
			const rows = await screen.text();
			expect(rows.join('\n')).toMatch(/Accept this text\?.*y {4}accepts this text/s);
			for (const row of rows) seen.add(row.trim());
			await screen.press('space');
		}
		const all = [...seen].join(' ');
		for (const part of [
			'/etc/runbooks/service-down.md',
			'lie in your own',
			'd1d1d1',
			'6 commands',
			'it is asked again.',
		])
			expect(all).toContain(part);
		expect((await screen.text()).join('\n')).toContain('above');
		await screen.press('y');
		expect(screen.events.at(-1)).toEqual({ type: 'walk/accepted', at: start, walk: 'w-20' });
	});

	test('a block in its middle is not to be judged', async () => {
		const ran: Did = { is: 'came', step: 'resources', command: 33, part: true, ...came() };
		const screen = await drawn(walking(opened(serviceDown, [ran]), { columns: 120, rows: 40 }));
		const rows = (await screen.text()).join('\n');
		expect(rows).toContain('1 of 2 run: exit 0');
		expect(rows).not.toContain('to be judged');
	});

	test('of a strange text that was walked elsewhere nobody says that nothing ran', async () => {
		const ran: Did = { is: 'came', step: 'last-lines', ...came() };
		const screen = await drawn(walking(opened(serviceDown, [ran, went('resources')], { trusted: false })));
		expect((await screen.text())[3]).toContain('strange text, nothing of it runs before it is accepted: /etc/');
		await screen.press('enter');
		expect((await screen.text()).join('\n')).toMatch(/has {6}6 commands$/m);
	});

	test('the walk of somebody else is watched, and taken over before a key does something', async () => {
		const state = { ...walk(went('last-lines')), operator: 'op-2', session: 'here/1/1' };
		const screen = await drawn(state);
		expect((await screen.text())[3]).toMatch(
			/^ op-1 has walked it for 6m, last 5m ago: you watch; what acts asks first/,
		);
		await screen.press('x', 'd');
		expect((await screen.text()).join('\n')).toContain(
			'op-1 walks Service down (w-20), and last did something 5m ago.',
		);
		await screen.press('y');
		expect(screen.events.at(-1)).toMatchObject({ did: { is: 'taken up', from: 'op-1', session: 'here/1/1' } });
		expect(screen.events.filter(({ type }) => type === 'walk/did')).toHaveLength(1);
	});

	test('of a walk that is followed it is said whose clock is off, what is not seen, and what is not believed', async () => {
		const unread = { kind: 'unreachable', message: 'the line is cut' } as const;
		const open = opened(serviceDown, [went('last-lines')], { ahead: 3_600_000, unread });
		const screen = await drawn({ ...walking(open), operator: 'op-2', session: 'desk/1/2' });
		const rows = await screen.text();
		expect(rows[3]).toBe(' op-1 has walked it for 6m, last 5m ago: you watch; their clock is 1h ahead');
		expect(rows[4]).toBe(' what is done now is not seen here: the line is cut');
		const forged = { ...open, walk: { ...open.walk, heard: 'vps1', hostHeard: true as const, host: 'db1' } };
		const strange = (await (await drawn(walking(forged))).text()).join('\n');
		expect(strange).toContain('nothing runs from here: only its copy says that its commands run on db1');
	});

	test('a document that was changed meanwhile, and what could not be written down, are said', async () => {
		const unwritten = { kind: 'full', message: 'the disk is full', fix: 'Make room.' } as const;
		const screen = await drawn(walking(opened(serviceDown, [], { edited: 'e1', unwritten })));
		const rows = await screen.text();
		expect(rows[3]).toBe(' not written down: the disk is full: Make room.');
		expect(rows[4]).toMatch(/^ the document was changed since this walk began/);
	});

	test('--read-only writes nothing down, and says so', async () => {
		const screen = await drawn({ ...walk(went('tell-people')), readOnly: true });
		await screen.press('enter');
		expect((await screen.text())[10]).toMatch(/^>\[ \] 9 Close/);
		await screen.press('x', 'n');
		expect((await screen.text()).join('\n')).toContain('nothing of a walk is written down');
		expect(screen.events.some(({ type }) => type === 'walk/did' || type === 'walk/run')).toBe(false);
	});
});

test('no control sequence, wide or right-to-left text of a document or an output breaks the screen', async () => {
	const evil = '\u001b]0;x\u0007\u202eevil\u001b[2J 漢字漢字 👩‍👩‍👧 \u200bשלום\t';
	const steps = [
		step(
			'1',
			evil.repeat(6),
			{
				is: 'command',
				code: code(12, evil),
				onlyReads: () => true,
				commands: () => [command(13, evil, { says: evil, expected: evil })],
			},
			[
				text(11, evil.repeat(20)),
				{
					is: 'table',
					line: 12,
					ends: 13,
					depth: 0,
					quoted: 0,
					rows: [
						[evil, evil],
						[evil, evil.repeat(9)],
					],
				},
			],
		),
	];
	const { id } = steps[0] ?? { id: '' };
	const output = `${evil}\n`.repeat(50);
	const state = of(
		steps,
		{ is: 'came', step: id, ...came({ output, lines: 50, bytes: 1_000, because: evil }) },
		{ is: 'noted', step: id, text: evil },
	);
	for (const [columns, rows] of [
		[80, 24],
		[200, 50],
		[61, 15],
		[30, 8],
	] as const) {
		const screen = await drawn(sized(state, columns, rows));
		const shown = await screen.text();
		expect(shown.join('\n')).not.toMatch(/[\u001b\u202e\u0007\u200b]/);
		expect(shown.at(-1)).toContain('data:');
		expect(screen.scrolled()).toBe(0);
		await screen.press('G', 'g', 'space');
		expect((await screen.text()).at(-1)).toContain('data:');
	}
});

describe('enter that is held down', () => {
	const tick = (title: string) => step(title, title, { is: 'tick' });
	const ticked = (of: string): Did => ({ is: 'marked', step: of, as: 'done' });
	const steps = [tick('1'), tick('2'), tick('3')];
	const ran = (screen: Screen) => screen.events.filter(({ type }) => type === 'walk/run').length;

	async function held(screen: Screen, times: number, every: number): Promise<void> {
		for (let time = 0; time < times; time++) {
			await screen.press('enter');
			await screen.advance(every);
		}
	}
	const noted = (did: Did, at: number): Event => ({
		...{ type: 'walk/noted', at, kept: true },
		line: { at, by: 'op-1', run: 'w-20', did },
	});

	test('does not run the step that comes next, however long', async () => {
		const screen = await drawn(of(steps, went('1')));
		await screen.press('enter');
		expect(ran(screen)).toBe(1);
		await screen.dispatch(noted(ticked('1'), start), noted(went('2'), start));
		await held(screen, 60, 33);
		expect(ran(screen)).toBe(1);
		await screen.advance(250);
		await screen.press('enter');
		expect(ran(screen)).toBe(2);
	});

	test('is heard again at once by a person who pressed it a quarter of a second later', async () => {
		const screen = await drawn(of(steps, went('1')));
		await screen.dispatch(noted(ticked('1'), start), noted(went('2'), start));
		await screen.advance(250);
		await screen.press('enter');
		expect(ran(screen)).toBe(1);
	});

	test('does nothing under a plan that it closed', async () => {
		const screen = await drawn(of(steps, went('1')));
		await screen.dispatch({ type: 'plan/closed', at: start, run: 'any' });
		await screen.press('enter');
		expect(ran(screen)).toBe(0);
	});
});

test('what is only marked as a read is said to be marked', async () => {
	const marked = commands(12, [command(13, 'df')], { effect: 'read' });
	const screen = await drawn(of([step('1', 'Look', marked)]));
	expect((await screen.text()).join('\n')).toContain('reads    marked as reading by its author');
});

test.each([80, 200])('the question whether a text is accepted is whole sentences at %i columns', async (columns) => {
	const state = sized(walking(opened(serviceDown, [went('last-lines')], { trusted: false })), columns, 24);
	const screen = await drawn(state);
	await screen.press('enter');
	const text = (await screen.text()).slice(1, 20).map((row) => row.trim());
	const from = text.findIndex((row) => row.startsWith('Its commands were written by others.'));
	const said = text.slice(from, text.indexOf('', from));
	expect(said.join(' ')).toBe(
		'Its commands were written by others. Once accepted, they can be run from here, each still by its own key. When the text changes, it is asked again.',
	);
	// No row is broken before it is full.
	expect(said.slice(0, -1).every((row) => row.length > 60)).toBe(true);
});

describe('a command in the background', () => {
	const logs = commands(12, [command(13, 'docker logs -f api')], { background: true });
	const steps = [step('1', 'Logs', logs), step('2', 'Look', commands(22, [command(23, 'df')]))];
	const ran: Did = { is: 'ran', step: 'logs', host: 'vps1', text: 'docker logs -f api', background: true };
	const telling = { step: 'logs', since: start - 65_000, lines: ['one', 'two'], count: 40 };
	const told: Event = { type: 'walk/behind', at: start, walk: 'w-20', step: 'logs', telling };
	const stops = (screen: Screen) => screen.events.filter(({ type }) => type === 'walk/stopped');

	test('is told to be one before it runs', async () => {
		const screen = await drawn(of(steps));
		const rows = (await screen.text()).join('\n');
		expect(rows).toContain('waits    nobody: it runs in the background, and ends with the walk');
		expect(rows).toContain('enter run in the background');
	});

	test('runs on while the next step is done, is looked at where it was begun, and stopped there', async () => {
		const screen = await drawn(of(steps, ran, went('look')));
		await screen.dispatch(told);
		const before = await screen.text();
		expect(before[3]).toMatch(/\[~\] 1 Logs +in the background for 1m 5s/);
		expect(before.join('\n')).toContain('enter run');
		await screen.press('ctrl-c');
		expect(stops(screen)).toEqual([]);
		// Two of them soon after each other quit.
		await screen.advance(seconds(3));
		await screen.press('k');
		const rows = (await screen.text()).join('\n');
		expect(rows).toContain('for 1m 8s, 40 lines so far; ctrl-c stops it');
		expect(rows).toMatch(/one *\n *two/);
		expect(rows).toContain('enter next step');
		await screen.press('ctrl-c');
		expect(stops(screen)).toMatchObject([{ walk: 'w-20', step: 'logs' }]);
	});

	test('is stopped from the menu, which offers nothing that would judge it meanwhile', async () => {
		const screen = await drawn(of(steps, ran, went('look')));
		await screen.dispatch(told);
		await screen.press('k', 'x');
		const rows = (await screen.text()).join('\n');
		expect(rows).toMatch(/a {2}run it again +it runs in the background: ctrl-c here stops it/);
		await screen.press('c');
		expect(stops(screen)).toMatchObject([{ walk: 'w-20', step: 'logs' }]);
	});

	test('that was the last step keeps enter from ending the walk', async () => {
		const screen = await drawn(of(steps.slice(0, 1), ran));
		await screen.dispatch(told);
		await screen.press('enter');
		expect(screen.events.some(({ type }) => type === 'walk/did' || type === 'walk/run')).toBe(false);
		await screen.dispatch({ type: 'walk/behind', at: start, walk: 'w-20', step: 'logs' });
		expect((await screen.text())[3]).not.toContain('in the background for');
	});

	test('of several commands goes out as one block, all of which is seen', async () => {
		const both = commands(12, [command(13, 'date'), command(14, 'docker logs -f api')], { background: true });
		const screen = await drawn(of([step('1', 'Logs', both)]));
		const rows = (await screen.text()).join('\n');
		expect(rows).toMatch(/> \$ date *\n +docker logs -f api/);
		await screen.press('enter');
		const [run] = screen.events.filter(({ type }) => type === 'walk/run');
		expect(run).toMatchObject({ step: 'logs' });
		expect(run).not.toHaveProperty('command');
	});

	test.each([
		[{ effect: { read: false, because: 'it writes' } } as const, {}, 'it changes something'],
		[{}, { interactive: true }, 'it is given the terminal'],
	])('is waited for all the same where it cannot be one', async (more, attributes, why) => {
		const marked = commands(12, [command(13, 'df', more)], { background: true, ...attributes });
		const screen = await drawn(of([step('1', 'Look', marked)]));
		expect((await screen.text()).join('\n')).toContain(`waits    the walk, though marked for the background: ${why}`);
	});
});
