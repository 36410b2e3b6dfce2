// The scripts that are run on a host while something is planned or changed there.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { heedsOf } from '../../src/actions/foreign.ts';
import { foreignScript } from '../../src/core/foreign-locks.ts';
import type { Now } from '../../src/platforms/compose/now.ts';
import { composeScript } from '../../src/platforms/compose/script.ts';
import { scriptWrite } from '../../src/platforms/compose/script-write.ts';
import { scriptRead, toolWords } from '../../src/platforms/compose/tool.ts';
import { weightStep } from '../../src/platforms/nginx.ts';
import { nginxScript } from '../../src/platforms/nginx-script.ts';
import { service } from '../screens/fleet-state.ts';
import { fileNames, put, type Row, textOf } from './shell-row.ts';
import type { StandIns } from './stand-ins.ts';

/** A project with this name, service and file, in a folder of this name. */
const projectOf = (folder: string, name: string) => ({
	...{ host: 'h', project: name, service: name, dir: join(folder, name), files: [name], envFiles: [] },
	...{ version: '2.26.1', hash: '', key: 'compose-x' },
});
const tool = { is: 'v2', version: '2.26.1', argv: ['docker', 'compose'] } as const;
const words = (argv: readonly unknown[]) => argv.map(String);

/** The words of a call of the script of Compose, whose files lie in the machine's own folder. */
const here = (machine: StandIns, argv: readonly unknown[]) =>
	words(argv).map((word) => (word === composeScript() ? composeScript(machine.folder) : word));

/** Each of them with the names that it is given. */
export const actingRows: readonly Row[] = [
	{
		at: 'src/actions/foreign.ts',
		what: 'the name of an app under a lock of Dokku',
		names: fileNames,
		tries: async (machine, name) => {
			put(join(machine.folder, name, '.deploy.lock'), '');
			machine.put('stat', 'echo 7');
			const found = await textOf(
				machine,
				`${machine.before('stat')}set -- Dokku "$1"; DOKKU_ROOT=$HOME\n${foreignScript}`,
				name,
			);
			expect(found).toContain(`\nlock=${name}\nowner=7\n`);
			expect(machine.given('stat').map((given) => given.at(-1))).toEqual(
				Array.from({ length: 2 }, () => join(machine.folder, name, '.deploy.lock')),
			);
			// A label that is no plain name is asked for nowhere.
			const [one] = service('shop/api').instances;
			if (one === undefined) throw new Error('no container');
			expect(heedsOf({ instances: [{ ...one, labels: { 'com.dokku.app-name': name } }], hosts: [one.host] })).toEqual(
				[],
			);
		},
	},
	{
		at: 'src/platforms/compose/tool.ts',
		what: 'folder, files, project and service as the labels of a container have them',
		names: fileNames,
		tries: async (machine, name) => {
			const project = projectOf(machine.folder, name);
			mkdirSync(project.dir);
			machine.put('docker', 'echo said');
			machine.put('docker-compose');
			const look = scriptRead('h', ['look', `id=${name}`, `dir=${project.dir}`, '--', ...project.files]);
			const looked = look.via === 'exec' ? await machine.run(words(look.argv)) : undefined;
			expect(looked?.ok === true ? looked.value.text : '').toContain(`\nlacks=${name}\n`);
			expect(machine.given('docker')[0]).toEqual(['inspect', '--format', '{{.Id}}', name]);
			const asked = ['read', `dir=${project.dir}`, `project=${name}`, `service=${name}`, 'tool=v2', '--'];
			const read = scriptRead('h', [...asked, ...toolWords(tool, project), 'config']);
			if (read.via === 'exec') await machine.run(words(read.argv));
			const given = ['compose', '-p', name, '--project-directory', project.dir, '-f', name, 'config'];
			const whole = [...given.slice(0, 5), '-f', '-', 'config', '--hash', name];
			expect(machine.given('docker').slice(-4)).toEqual([[...given, '--hash', name], given, ...[whole, whole]]);
		},
	},
	{
		at: 'src/platforms/compose/script-write.ts',
		what: 'the same, and the names of images and containers, where the service is made anew',
		names: fileNames,
		tries: async (machine, name) => {
			const project = projectOf(machine.folder, name);
			mkdirSync(project.dir);
			machine.put('docker');
			// The script looks at no more of a service than these.
			const now = { project, tool, all: [{ name }] } as unknown as Now;
			const asked = { up: ['up', name], timeout: 60_000 };
			const call = scriptWrite(now, 'up', [`image=${name}`, `name=${name}`], asked);
			const done = call.via === 'exec' ? await machine.run(here(machine, call.argv)) : undefined;
			expect(done).toMatchObject({ ok: true, value: { code: 0 } });
			const given = machine.given('docker');
			expect(given.find(([first]) => first === 'tag')).toEqual(['tag', name, name]);
			expect(given.find(([first]) => first === 'ps')).toContain(`label=com.docker.compose.project=${name}`);
			expect(given.at(-1)).toEqual([
				...['compose', '-p', name, '--project-directory', project.dir, '-f', name, 'up', name],
			]);
		},
	},
	{
		at: 'src/platforms/nginx.ts',
		what: 'the file of an upstream, and the words that try and reload nginx',
		names: fileNames,
		tries: async (machine, name) => {
			const file = join(machine.folder, name);
			put(file, 'before\n');
			machine.put('try');
			machine.put('reload');
			const nginx = { file, ports: [8081, 8082], test: ['try', name], reload: ['reload', name] } as const;
			const { does, took } = weightStep({ host: 'h', service: name, nginx, now: 8081, next: 8082 }, 20);
			if (does.via !== 'exec') throw new Error('no command');
			// Not by the nginx that this machine may run.
			const argv = words(does.argv).with(2, nginxScript(join(machine.folder, 'proc')));
			expect(await machine.run(argv)).toMatchObject({ ok: true, value: { code: 0 } });
			expect([machine.given('try'), machine.given('reload')]).toEqual([[[name]], [[name]]]);
			expect(readFileSync(file, 'utf8')).toMatch(/weight=80;\n.* weight=20;\n# loaded\n$/);
			const spec = took !== undefined && 'probe' in took ? took.probe.spec : undefined;
			const run: unknown = Reflect.get(Object(spec), 'run');
			expect(Array.isArray(run) ? await machine.run(words(run)) : undefined).toMatchObject({ value: { code: 0 } });
		},
	},
];
