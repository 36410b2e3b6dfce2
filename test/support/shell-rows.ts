// The scripts that are run on hosts, by probes, locks and init.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'vitest';
import { lockOn, parseHolder } from '../../src/actions/lock.ts';
import { lockScript } from '../../src/actions/lock-script.ts';
import { askHosts } from '../../src/app/lint-hosts.ts';
import { backupScript, remoteHeadScript } from '../../src/core/backup/script.ts';
import { foreignScript } from '../../src/core/foreign-locks.ts';
import { hostScriptOf } from '../../src/core/host/script.ts';
import { topScript } from '../../src/core/host/top-script.ts';
import { initScriptOf } from '../../src/core/init/script.ts';
import { keyOf, type Question } from '../../src/core/lint/hosts/model.ts';
import { sourceCall } from '../../src/core/logs/source.ts';
import { fileScript, journalScript } from '../../src/core/patterns/script.ts';
import { scheduleScriptOf } from '../../src/core/schedule/script.ts';
import { securityScriptOf } from '../../src/core/security/script.ts';
import { systemdScript } from '../../src/core/systemd/script.ts';
import { backup } from '../../src/probes/backup.ts';
import { foreign } from '../../src/probes/foreign.ts';
import { logs } from '../../src/probes/logs.ts';
import { systemd } from '../../src/probes/systemd.ts';
import { probeOf } from '../probes/reach.ts';
import { fileNames, firstLine, oneLine, put, type Row, saying, textOf } from './shell-row.ts';
import { hostileNames } from './stand-ins.ts';

/** Each of them with the names that it is given or finds. */
export const hostRows: readonly Row[] = [
	{
		at: 'src/probes/host.ts',
		what: 'the locks of a host, by their folders and by what is written in them',
		names: fileNames,
		tries: async (machine, name) => {
			const locks = join(machine.folder, 'locks');
			for (const lock of ['ours', name]) {
				put(join(locks, lock, 'info'), `who=${name}\n`);
				put(join(locks, lock, 'beat'), '1\n');
			}
			const said = (await textOf(machine, hostScriptOf(locks))).split('\n');
			expect(said).toContain(`lock=ours=who=${firstLine(name)}`);
		},
	},
	{
		at: 'src/probes/top.ts',
		what: 'names of processes',
		names: [...fileNames, 'a) R 1\n9 (b', '\n\n'],
		tries: async (machine, name) => {
			const file = join(machine.folder, 'busy', name);
			put(file, '#!/bin/sh\nwhile :; do :; done\n', 0o755);
			const busy = spawn(file, { stdio: 'ignore' });
			try {
				// Only what took any time is told of.
				const ticks = () => readFileSync(`/proc/${busy.pid}/stat`, 'utf8').replace(/^.*\)/s, '').split(' ')[12];
				while (ticks() === '0') await setImmediate();
				const said = (await textOf(machine, topScript)).split('\n');
				const [line, ...more] = said.filter((one) => one.startsWith(`proc=${busy.pid} `));
				expect(more).toEqual([]);
				// Linux keeps 15 bytes of a name; its line ends are written as two signs.
				expect(line?.split(' ').slice(4).join(' ')).toBe(name.slice(0, 15).replaceAll('\n', '\\n'));
			} finally {
				busy.kill();
			}
		},
	},
	{
		at: 'src/actions/lock.ts',
		what: 'plan, operator, change and reason',
		tries: async (machine, name) => {
			const lock = lockOn('h', 'container-api', { plan: name, who: name, what: name, why: name });
			const words = lock.take.via === 'exec' ? lock.take.argv.slice(4).map(String) : [];
			const script = lockScript(join(machine.folder, 'locks'));
			const line = name.replace(/\p{Cc}+/gu, ' ');
			const read = async () =>
				parseHolder({ code: 0, text: await textOf(machine, script, 'holder', 'container-api'), err: '' });
			await textOf(machine, script, ...words);
			expect(await read()).toMatchObject({ ok: true, value: { plan: line, who: line, what: line, why: line } });
			await textOf(machine, script, 'release', 'container-api', line);
			expect(await read()).toEqual({ ok: true, value: undefined });
		},
	},
	{
		at: 'src/probes/backup.ts',
		what: 'folder and pattern of the config, names of files',
		names: oneLine,
		tries: async (machine, name) => {
			const folder = join(machine.folder, name);
			put(join(folder, 'db.sql'), '--');
			put(join(folder, name), '--');
			const read = (pattern: string) =>
				backup.read({ ...probeOf('backup', 'host/h', { from: 'local', folder, pattern }), name: 'db' }, machine.reach);
			expect(await read('db*')).toMatchObject({ ok: true, value: { facts: { count: 1, file: 'db.sql' } } });
			expect(await read(name)).toMatchObject({ ok: true });
			expect(machine.scripts()).toEqual([backupScript, backupScript]);
		},
	},
	{
		at: 'src/probes/backup.ts',
		what: 'a remote of the config, and what it lists',
		names: hostileNames.filter((name) => !name.includes('\n')),
		tries: async (machine, name) => {
			const list = JSON.stringify([{ Path: name, Name: name, Size: 1, ModTime: '2026-11-21T10:00:00Z', IsDir: false }]);
			machine.put('rclone', `[ "$1" = cat ] || ${saying(machine, 'rclone', list)}`);
			const spec = { from: 'local', remote: `R2:${name}`, pattern: name };
			await backup.read({ ...probeOf('backup', 'host/h', spec), name: 'db' }, machine.reach);
			const [listed, read] = machine.given('rclone');
			expect(listed?.slice(-4)).toEqual(['--include', `/${name}`, '--', `R2:${name}`]);
			expect(read).toEqual(['cat', '--head', '512', '--', `R2:${name}/${name}`]);
			expect(machine.scripts()).toEqual([remoteHeadScript]);
		},
	},
	{
		at: 'src/probes/schedule.ts',
		what: 'the account, its crontab, names of files, units of timers',
		tries: async (machine, name) => {
			machine.put('id', `case $1 in -un) ${saying(machine, 'id', name)} ;; -u) echo 1000 ;; esac`);
			machine.put('crontab', saying(machine, 'crontab', `0 2 * * * ${name}\n`));
			machine.put('systemctl', saying(machine, 'systemctl', `Id=x.timer\nUnit=${name}\nUnit=a.service\n`));
			if (fileNames.includes(name)) put(join(machine.folder, 'etc/cron.d', name), `* * * * * root ${name}\n`);
			if (fileNames.includes(name)) put(join(machine.folder, 'etc/cron.daily', name), '', 0o755);
			const said = (await textOf(machine, machine.before('id', 'crontab') + scheduleScriptOf(machine.folder))).split(
				'\n',
			);
			expect(said).toContain(`user=${firstLine(name)} 0 2 * * * ${firstLine(name)}`);
			const units = machine.given('systemctl').at(-1) ?? [];
			expect(units.slice(units.indexOf('--') + 1).at(-1)).toBe('a.service');
			for (const unit of units.slice(units.indexOf('--') + 1, -1)) expect(name.split('\n')).toContain(unit);
		},
	},
	{
		at: 'src/probes/security.ts',
		what: 'names of jails and of kernels',
		tries: async (machine, name) => {
			for (const quiet of ['apt-get', 'nft', 'iptables', 'ip6tables', 'journalctl', 'pidof']) machine.put(quiet);
			machine.put('id', 'echo 0');
			machine.put('uname', 'echo 6.1');
			const jails = `\`- Jail list:\tsshd, ${name}\n`;
			machine.put('fail2ban-client', `[ $# = 2 ] || ${saying(machine, 'jails', jails)}`);
			put(join(machine.folder, 'boot/vmlinuz-6.1'), '');
			if (fileNames.includes(name)) put(join(machine.folder, 'boot', `vmlinuz-9${name}`), '');
			const said = (await textOf(machine, machine.before('id', 'uname') + securityScriptOf(machine.folder))).split(
				'\n',
			);
			// What ls makes of signs that cannot be printed differs.
			if (fileNames.includes(name)) expect(said.join('\n')).toMatch(/^kernel=6\.1 9./m);
			const asked = machine.given('fail2ban-client');
			expect(asked.slice(0, 2)).toEqual([['status'], ['status', 'sshd']]);
			for (const [, jail = ''] of asked.slice(2)) {
				expect(jail).toMatch(/^\w/);
				expect(name).toContain(jail);
			}
		},
	},
	{
		at: 'src/probes/foreign.ts',
		what: 'names of apps under locks of Dokku',
		names: fileNames,
		tries: async (machine, name) => {
			put(join(machine.folder, name, '.deploy.lock'), '');
			machine.put('stat', 'echo 7');
			const script = `${machine.before('stat')}set -- Dokku other "$1"; DOKKU_ROOT=$HOME\n${foreignScript}`;
			expect(await textOf(machine, script, name)).toContain(`\nlock=${name}\nowner=7\n`);
			const spec = { host: 'local', Kamal: [], Dokku: ['other', name] };
			await foreign.read(probeOf('foreign', 'host/local', spec), machine.reach);
			expect(machine.scripts().at(-1)).toBe(foreignScript);
		},
	},
	{
		at: 'src/probes/systemd.ts',
		what: 'units of the config, and failed ones by the names that systemd gives',
		tries: async (machine, name) => {
			const listed = `${name} loaded failed failed x\n`;
			const answer = `case $1 in is-system-running) echo running ;; list-units) ${saying(machine, 'units', listed)} ;; esac`;
			machine.put('systemctl', answer);
			const words = async () => {
				const given = machine.given('systemctl').at(-1) ?? [];
				return given.slice(given.indexOf('--') + 1);
			};
			await textOf(machine, systemdScript, name, name);
			expect(await words()).toEqual([name, name]);
			await textOf(machine, systemdScript);
			const firsts = `${name} loaded`.split('\n').map((line) => line.split(' ', 1)[0]);
			expect(await words()).toEqual(firsts.filter((word) => word !== ''));
			await systemd.read(probeOf('systemd', 'host/h', { from: 'local', units: ['a.service'] }), machine.reach);
			expect(machine.scripts().at(-1)).toBe(systemdScript);
		},
	},
	{
		at: 'src/core/logs/source.ts',
		what: 'a unit whose journal is followed',
		names: oneLine,
		tries: async (machine, unit) => {
			const follow = async () => {
				const call = sourceCall({ is: 'unit', host: 'h', unit }, undefined, false);
				const answer = await machine.run(call.via === 'exec' ? call.argv.map(String) : []);
				return answer.ok ? answer.value.err : answer.failure.message;
			};
			machine.put('journalctl');
			expect(await follow()).toContain('no journal is kept there');
			machine.put('journalctl', 'case "$*" in *-u*) ;; *) echo {} ;; esac');
			expect(await follow()).toBe('journalctl shows no entry of it yet\n');
			machine.put('journalctl', 'echo {}');
			expect(await follow()).toBe('');
			expect(machine.given('journalctl').slice(-2)).toEqual([
				['-q', '--no-pager', '-o', 'json', '-n', '1', '-u', unit],
				['--no-pager', '-u', unit, '-o', 'json', '-f', '-n', '1000'],
			]);
		},
	},
	{
		at: 'src/probes/logs.ts',
		what: 'a file, a unit and the cursor of its journal',
		names: oneLine,
		tries: async (machine, name) => {
			const file = join(machine.folder, name, name);
			put(file, 'one\n');
			put(`${file}.1`, '');
			const said = await textOf(machine, fileScript, file, '', '0', '100');
			expect(said).toMatch(/^file=there\ninode=\d+\nend=4\n/);
			machine.put('id', 'echo 0');
			machine.put('journalctl');
			await textOf(machine, machine.before('id') + journalScript, name, name, '10', '100');
			expect(machine.given('journalctl')[0]?.slice(2)).toEqual([
				...['-u', name, '-o', 'cat', '--show-cursor', '-n', '10', `--after-cursor=${name}`],
			]);
			await logs.read({ ...probeOf('logs', 'host/h', { from: 'local', file }), name: 'log' }, machine.reach);
			expect(machine.scripts().at(-1)).toBe(fileScript);
		},
	},
	{
		at: 'src/app/init-host.ts',
		what: 'a home, folders of certificates and backups',
		names: fileNames,
		tries: async (machine, name) => {
			const home = join(machine.folder, name);
			put(join(home, 'backups', name, 'x.sql'), '');
			put(join(machine.folder, 'etc/letsencrypt/live', name, 'x'), '');
			machine.put('systemctl');
			const script = initScriptOf(machine.folder);
			const answer = await machine.run(['sh', '-c', script, 'watchdeck-init'], { HOME: home, XDG_RUNTIME_DIR: home });
			expect(answer.ok && answer.value.text.split('\n')).toContain(`certificate=${firstLine(name)}`);
		},
	},
	{
		at: 'src/app/lint-hosts.ts',
		what: 'what a runbook names, which is looked for and never started',
		tries: async (machine, name) => {
			machine.put('getent', 'exit 2');
			put(join(machine.folder, 'there', name.replaceAll('/', '_')), '');
			const path = join(machine.folder, 'there', name.replaceAll('/', '_'));
			const kinds = ['file', 'folder', 'name', 'variable'] as const;
			const questions: readonly Question[] = [
				...kinds.map((is) => ({ is, name })),
				...[true, false].map((root) => ({ is: 'program', name, root }) as const),
				{ is: 'file', name: path },
			];
			const asked = questions.map((question) => ({ host: 'h', line: 1, question }));
			const told = (
				await askHosts(
					(call) => machine.reach.ask(call, machine.reach.signal),
					asked,
					() => undefined,
				)
			).get('h');
			const said = (question: Question) => told?.said.get(keyOf(question));
			expect(said({ is: 'file', name: path })).toBe('yes');
			expect(questions.map(said)).not.toContain(undefined);
			expect(machine.given('getent')).toEqual(name.startsWith('-') ? [] : [['hosts', name]]);
		},
	},
];
