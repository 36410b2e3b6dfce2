// A folder that the account that logs in may not write to, or whose records it may not read.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { standNow } from '../../../src/actions/dataset/making.ts';
import { lightsOf } from '../../../src/core/backup/lights.ts';
import { parseFolder } from '../../../src/core/backup/listing.ts';
import { backupScript } from '../../../src/core/backup/script.ts';
import { datasetProbe } from '../../../src/core/dataset/probe.ts';
import { datasetScript } from '../../../src/core/dataset/script/script.ts';
import type { DatasetSpec } from '../../../src/core/dataset/spec.ts';
import { datasets } from '../../../src/datasets/index.ts';
import { dataset } from '../../../src/probes/dataset.ts';
import { readFolder } from '../../../src/probes/script/folder.ts';
import { describeTools } from '../../lab/tools.ts';
import { posixShells } from '../../support/stand-ins.ts';

const never = new AbortController().signal;
/** What an ordinary account of the host is told by a script. */
const asNobody = (shell: string, home: string, words: readonly string[]): string => {
	const account = ['--reuid=nobody', '--regid=nogroup', '--clear-groups'];
	const env = { PATH: '/usr/bin:/bin', HOME: home };
	const { stdout, stderr, status } = spawnSync('setpriv', [...account, shell, ...words], {
		...{ input: '\n', encoding: 'utf8', env },
	});
	if (status !== 0) throw new Error(stderr);
	return stdout;
};
const answering = (text: string) => async () => ({ ok: true, took: 1, value: { text, err: '', code: 0 } }) as const;

describeTools('another login', ['setpriv', 'tar'], () => {
	const folderOf = (): string => {
		const folder = mkdtempSync(join(tmpdir(), 'watchdeck-login-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		chmodSync(folder, 0o755);
		for (const name of ['data', 'files']) mkdirSync(join(folder, name));
		return folder;
	};
	const specOf = (home: string, folder: string): DatasetSpec => ({
		...{
			environment: 'production',
			name: 'up',
			kind: 'files',
			host: 'box',
			folder,
			pattern: '*',
			shrink: 0.5,
			keep: 7,
		},
		...{ settings: { path: join(home, 'files') }, tables: [], checks: [], writers: [], verify: { in: 'apart' } },
		...{ every: 300_000, timeout: 60_000 },
	});
	const standing = async (shell: string, home: string, folder: string) => {
		const spec = specOf(home, folder);
		const words = ['kind=files', `folder=${folder}`, `path=${join(home, 'files')}`];
		const program = shell.endsWith('busybox') ? ['sh', '-c'] : ['-c'];
		const said = asNobody(shell, home, [...program, datasetScript('files'), 'watchdeck-dataset', 'stand', ...words]);
		const none = { names: [], stop: [], start: [], proof: [] };
		const found = { is: 'backup', name: 'up', place: folder } as const;
		const making = { id: '1a2b3c4d', kind: datasets.files, signal: never, now: 0, found, writers: none };
		return standNow(spec, { ...making, ask: answering(said) });
	};

	test.each(posixShells)(
		'in %s: a folder that it may not write to or make is refused by the plan',
		async (_name, shell) => {
			const home = folderOf();
			const refused = async (folder: string, fix: string) =>
				expect(await standing(shell, home, folder)).toEqual({
					ok: false,
					failure: {
						kind: 'forbidden',
						message: `${folder} on box cannot be written to by nobody: no backup can be made there.`,
						fix,
					},
				});
			for (const name of ['data', 'data/new/shop', "it's"]) {
				const folder = join(home, name);
				const pasted = name === "it's" ? `'${folder.replace("'", "'\\''")}'` : folder;
				await refused(folder, `There, as root: install -d -m 700 -o nobody ${pasted}`);
			}
			await refused('~/b ackups', "There, as root: install -d -m 700 -o nobody ~nobody/'b ackups'");
			chownSync(join(home, 'data'), 65534, 65534);
			expect(await standing(shell, home, join(home, 'data/new/shop'))).toMatchObject({ ok: true });
			mkdirSync(join(home, 'data/.watchdeck'), { mode: 0o700 });
			expect(await standing(shell, home, join(home, 'data'))).toMatchObject({
				ok: false,
				failure: { kind: 'forbidden', fix: expect.stringContaining(`chown -R nobody ${join(home, 'data')}`) },
			});
		},
	);

	test.each(posixShells)('in %s: records that it may not read are not taken for none', async (_name, shell) => {
		const home = folderOf();
		const folder = join(home, 'backups');
		const records = join(folder, '.watchdeck');
		mkdirSync(records, { recursive: true });
		writeFileSync(join(folder, 'up-1.tar'), 'x'.repeat(2048));
		writeFileSync(join(records, 'up-1.tar'), 'began=1\ntook=1\n', { mode: 0o600 });
		const program = shell.endsWith('busybox') ? ['sh', '-c'] : ['-c'];
		const listed = () => asNobody(shell, home, [...program, backupScript, 'watchdeck-backup', folder, '*']);
		for (const mode of [0o755, 0o700]) {
			chmodSync(records, mode);
			expect(listed()).toContain('records=denied\n');
		}
		const read = { ask: answering(listed()), follow: async function* () {}, now: Date.now, signal: never };
		const reading = await dataset.read(datasetProbe({ ...specOf(home, folder), within: 86_400_000 }), read);
		if (!reading.ok) throw new Error(reading.failure.message);
		const [found] = reading.value.findings ?? [];
		if (found?.is !== 'backup') throw new Error('nothing found');
		const denied = { is: 'unknown', text: expect.stringContaining('may not be read') };
		expect(lightsOf(found, { at: Date.now() }, Date.now())).toMatchObject({
			...{ ran: { is: 'ok' }, sane: denied, restored: denied },
		});
		expect(reading.value.layers?.backup).toMatchObject({ is: 'unknown', fix: expect.stringContaining('chown -R') });
		for (const own of [folder, records, join(records, 'up-1.tar')]) chownSync(own, 65534, 65534);
		expect(parseFolder(listed())).not.toHaveProperty('unread');
	});
});

test('a restore test of another dataset in the same folder is no proof', async () => {
	const text = ['clock=1000', 'folder=there', 'count=0', 'proof=800\t5\tok\ta-1.tar\t', 'proof=900\t5\tok\tb-1.tar\t'];
	const reach = { ask: answering(text.join('\n')), signal: never };
	const read = (pattern: string) => readFolder({ host: 'box', folder: '/b', pattern, timeout: 1000 }, reach);
	for (const [pattern, files] of [
		['a-*', ['a-1.tar']],
		['*', ['b-1.tar', 'a-1.tar']],
	] as const) {
		const folder = await read(pattern);
		expect(folder.ok && folder.value.proofs.map(({ file }) => file)).toEqual(files);
	}
});
