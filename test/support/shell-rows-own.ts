// The scripts that are run on the own machine, or over a connection that is being made.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { makeGoingOut } from '../../src/app/going-out.ts';
import { shellOf } from '../../src/core/shell.ts';
import { startMaster } from '../../src/io/openssh/master.ts';
import { forward } from '../../src/io/ssh/forward.ts';
import { fleetState, service } from '../screens/fleet-state.ts';
import { fileNames, put, type Row } from './shell-row.ts';
import { connectionTo } from './shell-session.ts';

/** Each of them with the names that it is given. */
export const ownRows: readonly Row[] = [
	{
		at: 'src/app/going-out.ts',
		what: 'the path of a config, and of a text, as editor and pager get it',
		tries: async (machine, name) => {
			machine.put('edit');
			machine.put('page');
			const run = async (words: readonly string[]) => {
				const answer = await machine.run(words, { VISUAL: 'edit -w', PAGER: 'page -R' });
				return answer.ok ? { ok: true as const, value: answer.value.code } : answer;
			};
			const out = makeGoingOut({
				state: () => ({ ...fleetState([], {}), config: name }),
				emit: () => undefined,
				now: () => 0,
				journal: { ok: false, failure: { kind: 'missing', message: '' } },
				newId: () => 'id',
				session: 'here/1/1',
				run,
				keep: async () => ({ ok: true, value: name }),
				reload: async () => undefined,
			});
			await out.edit();
			await out.page('text');
			expect([machine.given('edit'), machine.given('page')]).toEqual([[['-w', name]], [['-R', name]]]);
		},
	},
	{
		at: 'src/core/shell.ts',
		what: 'the destination of ssh and the socket of an engine, here and over ssh',
		tries: async (machine, name) => {
			machine.put('docker');
			machine.put('ssh', '[ $# -lt 4 ] || sh -c "$4"');
			const state = fleetState([service('production/api')], {});
			const on = (reach: 'local' | { readonly ssh: string }) => {
				const hosts = [{ name: 'vps1', reach, engine: `/run/${name}` }];
				const shell = shellOf({ ...state, fleet: { ...state.fleet, hosts } }, 'production/api', 0);
				return machine.run(shell.ok ? shell.value.words : []);
			};
			await on('local');
			await on({ ssh: name });
			expect(machine.given('ssh')[0]?.slice(0, 3)).toEqual(['-t', '--', name]);
			const [here, there] = machine.given('docker');
			expect(here?.slice(0, 3)).toEqual(['-H', `unix:///run/${name}`, 'exec']);
			expect(there).toEqual(here);
		},
	},
	{
		at: 'src/io/ssh/forward.ts',
		what: 'the socket of an engine that sshd does not forward',
		names: fileNames,
		tries: async (machine, name) => {
			machine.put('docker');
			const socket = join(machine.folder, name);
			const host = { name: 'h', reach: { ssh: 'h' }, engine: socket };
			const connection = await connectionTo(machine);
			const asked = () => forward(connection, host, { socket }, AbortSignal.timeout(9000));
			await expect(asked()).rejects.toMatchObject({ failure: { kind: 'missing' } });
			put(socket, '');
			await expect(asked()).rejects.toMatchObject({ failure: { kind: 'refused' } });
			expect(machine.given('docker')[0]).toEqual(['-H', `unix://${socket}`, 'system', 'dial-stdio']);
		},
	},
	{
		at: 'src/io/openssh/master.ts',
		what: 'the destination of a master, and the folder of its socket',
		names: fileNames,
		tries: async (machine, name) => {
			const runtime = join(machine.folder, name);
			put(join(runtime, 'x'), '');
			machine.put('ssh');
			const master = await startMaster(name, { env: { ...machine.env, XDG_RUNTIME_DIR: runtime } });
			await master.ended;
			await master.end();
			const [given = []] = machine.given('ssh');
			expect(given.slice(-2)).toEqual(['--', name]);
			expect(given[given.indexOf('-S') + 1]).toBe(master.path);
			expect(readdirSync(runtime)).toEqual(['x']);
		},
	},
];
