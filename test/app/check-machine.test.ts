import { expect, test } from 'vitest';
import { isAtLeast, type Machine, machineFindings } from '../../src/app/check-machine.ts';

const utf8 = { LANG: 'C.UTF-8', TERM: 'xterm-256color', COLORTERM: 'truecolor' };
const machine = (more: Partial<Machine> = {}): Machine => ({ env: utf8, node: '24.15.0', hosts: [], ...more });
const said = (what: string, more: Partial<Machine>) => machineFindings(machine(more)).find((one) => one.what === what);
const far = { name: 'vps1', reach: { ssh: 'vps1' } } as const;

test('where all is well there is nothing to do', () => {
	const found = machineFindings(machine({ hosts: [far], ssh: 'OpenSSH_10.0p2' }));
	expect(found.map(({ ok, doubtful, fix }) => [ok, doubtful, fix])).toEqual(
		found.map(() => [true, undefined, undefined]),
	);
	expect(found.map(({ what }) => what)).toEqual(['Node', 'ssh', 'locale', 'colours']);
});

test.each([
	['24.15.0', true],
	['24.14.9', false],
	['v26.0.1', true],
	['9.99', false],
	['', undefined],
	['nightly', undefined],
])('whether %s is at least 24.15: %s', (version, expected) => {
	expect(isAtLeast(version, [24, 15])).toBe(expected);
});

test('a Node that is too old fails', () => {
	expect(said('Node', { node: '22.1.0' })).toMatchObject({ ok: false, fix: expect.stringContaining('nodejs.org') });
});

test.each<readonly [string, string, Partial<Machine>, RegExp, RegExp | undefined]>([
	['another locale', 'locale', { env: { ...utf8, LANG: 'C' } }, /ASCII/, /LANG=C\.UTF-8/],
	['the Linux console', 'locale', { env: { ...utf8, TERM: 'linux' } }, /console/, undefined],
	['no colour by wish', 'colours', { env: { ...utf8, NO_COLOR: '1' } }, /NO_COLOR is set/, /unset NO_COLOR/],
	['16 colours', 'colours', { env: { ...utf8, TERM: 'xterm', COLORTERM: undefined } }, /^16/, /COLORTERM=truecolor/],
	['256 colours', 'colours', { env: { ...utf8, COLORTERM: '' } }, /^256/, /COLORTERM=truecolor/],
	['a dumb terminal', 'colours', { env: { ...utf8, TERM: 'dumb' } }, /TERM is dumb/, /set TERM/],
	['no terminal', 'colours', { env: { LANG: 'C.UTF-8' } }, /TERM is not set/, /set TERM/],
	['tmux that keeps', 'tmux', { env: { ...utf8, TMUX: '/tmp/t,1,0' }, passthrough: 'off' }, /keeps/, /passthrough on/],
	['tmux that says nothing', 'tmux', { env: { ...utf8, TMUX: '/tmp/t,1,0' } }, /does not say/, undefined],
	['screen', 'screen', { env: { ...utf8, STY: '1.tty', TERM: 'screen-256color' } }, /may not arrive/, /tmux/],
	['screen unnoticed', 'screen', { env: { ...utf8, STY: '1.tty' } }, /as TERM is xterm/, /screen-256color/],
	['a config of all', 'config', { config: { path: '/c', mode: 0o666, mine: true } }, /by others/, /chmod go-w \/c$/],
	['an open state', 'state folder', { state: { path: '/s', mode: 0o755, mine: true } }, /open to/, /chmod 700 \/s/],
	['no ssh', 'ssh', { hosts: [far] }, /not installed/, /openssh-client/],
])('%s is told and fails nothing', (_how, what, more, text, fix) => {
	const found = said(what, more);
	expect(found).toMatchObject({ ok: true, doubtful: true, text: expect.stringMatching(text) });
	if (fix === undefined) expect(found?.fix).toBeUndefined();
	else expect(found?.fix).toMatch(fix);
});

test.each(['on', 'all', ''])('tmux that says %j lets sequences through', (passthrough) => {
	const found = said('tmux', { env: { ...utf8, TMUX: '/tmp/t,1,0' }, passthrough });
	expect([found?.ok, found?.doubtful]).toEqual([true, undefined]);
});

test('a state folder that cannot be written to fails, with what to do', () => {
	const unwritable = { kind: 'full', message: '/s: the disk is full.', fix: 'Make room on it.' } as const;
	const found = said('state folder', { state: { path: '/s', mode: 0o700, mine: true, unwritable } });
	expect(found).toEqual({ ok: false, what: 'state folder', text: '/s: the disk is full.', fix: 'Make room on it.' });
});

test("hosts that want the system's ssh fail without it, and so does a state folder of somebody else", () => {
	expect(said('ssh', { hosts: [{ ...far, transport: 'openssh' }] })).toMatchObject({ ok: false });
	const state = { path: '/s', mode: 0o700, mine: false };
	expect(said('state folder', { state })).toMatchObject({ ok: false, fix: expect.stringContaining('chown') });
});
