// A dataset whose backups are made, tested and restored by the built program, which is killed at it; and all that is known of both
// without the program: by the database's own client, by the files in their folders, by the engine.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { mayBeBackup } from '../../src/core/backup/names.ts';
import type { Lab } from '../lab/lab.ts';
import type { Contents } from '../lab/rows/contents.ts';
import { type Said, watchdeck } from './cli.ts';
import { configOf, deploy, journalOf } from './scene.ts';

/** How a program ends that is sent SIGKILL. */
export const KILLED = 137;
const LOCKS = '/run/lock/watchdeck';
/** Whatever a restore of another run put aside: the next one removes it when all is well. */
export const ASIDE = 'aaaa0000';

type Env = Readonly<Record<string, string>>;
export type DatasetAction = 'backup' | 'verify' | 'restore';

/** The data of a dataset, as its own client sees and makes them. */
export interface LiveData {
	readonly name: string;
	/** The password that the config asks for, as a variable. */
	readonly env: Env;
	/** Its lines of the config, but for where its backups lie. */
	readonly config: Readonly<Record<string, unknown>>;
	/** Makes the live data what was backed up, or what they became since; whatever else lay beside them is gone. */
	readonly begin: (which: 'backed up' | 'live') => void;
	readonly contents: () => Contents;
	/** Names of what lies in its server beside the live data, or of what it was told for a while. */
	readonly beside: () => readonly string[];
}

/** When the program is killed: at once, or suspended first `until` something is so. */
export interface Moment {
	readonly title: string;
	readonly is: () => boolean | Promise<boolean>;
	readonly until?: () => boolean;
	/** What has to be given back once it is killed. */
	readonly after?: () => Promise<void>;
}

const processes = () =>
	readdirSync('/proc').flatMap((pid) => {
		if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
		try {
			return [{ words: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'), pid }];
		} catch {
			return [];
		}
	});
/** Whether the script of a dataset carries out this verb now: it was started, or it has its secrets and works. */
export const inVerb = (verb: string, how: 'started' | 'works') =>
	processes().some(({ words, pid }) => {
		const at = words.indexOf('watchdeck-dataset');
		if (at < 0 || words[at + 1] !== verb) return false;
		const place = words.find((word) => word.startsWith('folder='))?.slice('folder='.length) ?? '';
		const id = words.find((word) => word.startsWith('id='))?.slice('id='.length) ?? '';
		return how === 'started' || (existsSync(join(place, '.watchdeck', `.${id}`, 'main')) && existsSync(`/proc/${pid}`));
	});
/** Whether a process runs whose words begin so. */
export const isRunning = (words: string) => processes().some((one) => one.words.join(' ').startsWith(words));
/** The processes that bear the id of a run, as they were started, or know it. */
function left(id: string): readonly string[] {
	return processes().flatMap(({ words, pid }) => {
		const said = words.join(' ');
		if (said.includes(id)) return [said.slice(-300)];
		try {
			return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(id) ? [said.slice(-300)] : [];
		} catch {
			return [];
		}
	});
}

/** Kills what is started at that moment, unless it came to its end before. */
async function killedAt(moment: Moment, start: (started: (pid: number) => void) => Promise<Said>): Promise<Said> {
	let [pid, over] = [0, false];
	const saying = start((its) => {
		pid = its;
	}).finally(() => {
		over = true;
	});
	while (!over && !(await moment.is())) await wait(2);
	if (!over) {
		process.kill(pid, 'SIGSTOP');
		while (moment.until?.() === false) await wait(5);
		process.kill(pid, 'SIGKILL');
	}
	await moment.after?.();
	return saying;
}

/** Every file below a folder, with the sum of its bytes. */
function filesIn(folder: string): Readonly<Record<string, string>> {
	if (!existsSync(folder)) return {};
	const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
	return Object.fromEntries(
		files.map((entry) => {
			const path = join(entry.parentPath, entry.name);
			return [path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')];
		}),
	);
}

/** A light, as `watchdeck backups --json` says it. */
interface Lit {
	readonly is: string;
	readonly text: string;
}
const lights = ['ran', 'offSite', 'sane', 'restored'] as const;
type Lines = { readonly backups: readonly Readonly<Record<(typeof lights)[number], Lit>>[] };

/** The scene: one dataset, with a service that writes to it, on the machine of the lab. */
export interface DatasetScene {
	readonly of: string;
	/** A fresh place for what a program keeps. */
	readonly env: () => Env;
	/** All is as it was: two older backups, of which one is of somebody else, live data that differ from them, a writer that runs. */
	readonly begin: () => Promise<void>;
	/** Runs an action, killed after so many lines of its journal, or at a moment; without either it comes to its end. */
	readonly act: (action: DatasetAction, env: Env, cut?: number | Moment) => Promise<Said>;
	readonly resume: (env: Env, way: '--undo' | '--finish') => Promise<Said>;
	/** Its lights say nothing that is not so. */
	readonly isHonest: (env: Env) => Promise<void>;
	/** Nothing is left of a run but what it came to: the live data are `which`, all of them. `locked`: it was killed before it gave its lock back. */
	readonly isWell: (env: Env, which: 'backed up' | 'live', why: string, locked?: boolean) => Promise<void>;
}

const SLOW = { slow: { ask: 'select pg_sleep(3)' } };

/** Sets the scene: the live data are backed up once, changed, and so they begin each time. */
export async function setDatasetScene(lab: Lab, data: LiveData, { slow = false } = {}): Promise<DatasetScene> {
	const home = mkdtempSync(join(lab.folder, 'dataset-'));
	const [folder, remote, saved] = ['backups', 'remote', 'saved'].map((name) => join(home, name)) as [
		string,
		string,
		string,
	];
	for (const one of [folder, remote, saved]) mkdirSync(one);
	const id = `production/${data.name}`;
	const dataset = {
		host: 'box',
		folder,
		within: '26h',
		'off-site': { remote },
		writers: ['api'],
		verify: { within: '7d' },
		...data.config,
	};
	const config = lab.config(
		configOf({ protection: 'open' }).replace(/^ *metrics: .*\n/m, '') +
			`    datasets:\n      ${data.name}: ${JSON.stringify({ ...dataset, ...(slow ? { checks: SLOW } : {}) })}\n`,
	);
	const say = (env: Env, words: readonly string[], started?: (pid: number) => void) =>
		watchdeck(['--config', config, ...words], started === undefined ? { env } : { env, started });
	const confirmed = ['--yes', '--confirm', id];
	const wordsOf = (action: DatasetAction) =>
		action === 'restore' ? [action, id, '--confirm', id, '--reason', 'a test'] : [action, id, '--yes'];

	const env = (): Env => ({ ...lab.env(), ...data.env });
	const writer = (await lab.names()).includes('api') ? await lab.inspect('api') : await deploy(lab, 'app:v1');
	data.begin('backed up');
	const backedUp = data.contents();
	const made = await say(env(), wordsOf('backup'));
	expect(made.code, made.text).toBe(0);
	const [own = ''] = readdirSync(folder).filter((name) => !name.startsWith('.'));
	writeFileSync(join(folder, `by-hand-${own}`), readFileSync(join(folder, own)));
	// Older than it is promised to be, so that only a new one makes it well.
	const then = Date.now() / 1000 - 30 * 3600;
	const record = join(folder, '.watchdeck', own);
	writeFileSync(record, readFileSync(record, 'utf8').replace(/^began=\d+$/m, `began=${Math.floor(then)}`));
	for (const path of [join(folder, own), join(remote, own)]) utimesSync(path, then, then);
	utimesSync(join(folder, `by-hand-${own}`), then - 3600, then - 3600);
	execFileSync('cp', ['-a', folder, remote, saved]);
	const older = { here: filesIn(folder), there: filesIn(remote) };
	data.begin('live');
	let live = data.contents();
	expect(live).not.toEqual(backedUp);
	const asideBefore = data.beside();

	const apart = (run: string) =>
		['/var/tmp', '/tmp'].flatMap((place) => readdirSync(place).filter((name) => name === `watchdeck-apart-${run}`));
	const locks = () => (existsSync(LOCKS) ? readdirSync(LOCKS) : []);
	const containers = async () => (await lab.names()).toSorted();
	const containersBefore = await containers();

	/** What is in the folders is what was there, and whole backups with their records; off-site the same as here. */
	const isKept = (why: string) => {
		const [here, there] = [filesIn(folder), filesIn(remote)];
		expect(here, why).toMatchObject(older.here);
		expect(there, why).toMatchObject(older.there);
		for (const [name, sum] of Object.entries(here)) {
			if (name in older.here || name === '.watchdeck/proofs') continue;
			const of = name.replace(/^\.watchdeck\//, '');
			const told = existsSync(join(folder, '.watchdeck', of))
				? readFileSync(join(folder, '.watchdeck', of), 'utf8')
				: 'none';
			expect(Object.keys(here), `${why}: ${name}`).toContain(of);
			expect(told, `${why}: the record of ${of}`).toContain(`sha256=${here[of]}\n`);
			expect([name, sum]).not.toContain('');
		}
		for (const [name, sum] of Object.entries(there)) expect([name, here[name]], why).toEqual([name, sum]);
		const hidden = readdirSync(join(folder, '.watchdeck')).filter((name) => name.startsWith('.'));
		expect([hidden, readdirSync(folder).filter((name) => /\.part|\.facts/.test(name))], why).toEqual([[], []]);
	};

	return {
		of: data.name,
		env,
		begin: async () => {
			rmSync(LOCKS, { recursive: true, force: true });
			if ((await containers()).join() !== containersBefore.join()) throw new Error('The writer is not there any more.');
			execFileSync('docker', ['start', 'api'], { stdio: 'ignore' });
			for (const one of [folder, remote]) rmSync(one, { recursive: true, force: true });
			execFileSync('cp', ['-a', join(saved, 'backups'), join(saved, 'remote'), home]);
			data.begin('live');
			live = data.contents();
		},
		act: (action, env, cut) => {
			const words = wordsOf(action);
			if (typeof cut === 'number') return say({ ...env, WATCHDECK_TEST_KILL_AFTER: String(cut) }, words);
			return cut === undefined ? say(env, words) : killedAt(cut, (started) => say(env, words, started));
		},
		resume: (env, way) => say(env, ['resume', way, ...confirmed]),
		isHonest: async (env) => {
			const said = await say(env, ['backups', '--json']);
			const [line] = (JSON.parse(said.out) as Lines).backups;
			if (line === undefined) throw new Error(said.text);
			const green = lights.filter((light) => line[light].is === 'ok');
			const [here, there] = [filesIn(folder), filesIn(remote)];
			const record = (name: string) => join(folder, '.watchdeck', name);
			const isSafety = (name: string) =>
				existsSync(record(name)) && readFileSync(record(name), 'utf8').includes('purpose=safety\n');
			// What a restore dumps first is no backup as promised, and goes nowhere else.
			const fresh = Object.keys(here).filter(
				(name) => !(name in older.here || name.includes('/')) && mayBeBackup(name) && !isSafety(name),
			);
			const whole = fresh.filter((name) => existsSync(record(name)));
			const proofs = join(folder, '.watchdeck', 'proofs');
			// The older ones are off-site, but past what was promised of them, and nobody restored one in a test.
			const shown = {
				ran: whole.length > 0,
				offSite: whole.every((name) => there[name] === here[name]),
				sane: whole.length === fresh.length,
				restored: existsSync(proofs) && /^\d+\t\d+\tok\t/m.test(readFileSync(proofs, 'utf8')),
			};
			expect(
				green.filter((light) => !shown[light]),
				said.text,
			).toEqual([]);
		},
		isWell: async (env, which, why, locked = false) => {
			const { id: run, steps } = plannedIn(env);
			await expect.poll(() => left(run), { timeout: 20_000, message: why }).toEqual([]);
			isKept(why);
			expect(data.contents(), why).toEqual(which === 'live' ? live : backedUp);
			// What an earlier restore put aside goes last of all.
			const tidied = journalOf(env).some(({ what, step }) => what === 'begins' && Number(step) >= steps);
			const now = data.beside().filter((name) => !tidied || !asideBefore.includes(name));
			const put = which === 'live' || asideBefore.length === 0 ? [] : [`watchdeck_old_${run}`];
			expect(now, why).toEqual([...(tidied ? [] : asideBefore), ...put].toSorted());
			expect([locked ? [] : locks(), apart(run)], why).toEqual([[], []]);
			expect(await containers(), why).toEqual(containersBefore);
			const api = await lab.inspect('api');
			expect([api.Id, api.State.Running], why).toEqual([writer.Id, true]);
		},
	};
}

/** The plan of a journal: its id, and how many steps it has; what comes after them tidies up. */
function plannedIn(env: Env): { readonly id: string; readonly steps: number } {
	const plan = journalOf(env).find(({ what }) => what === 'planned')?.['plan'];
	if (typeof plan !== 'object' || plan === null || !('id' in plan) || !('steps' in plan)) throw new Error('no plan');
	return { id: String(plan.id), steps: Array.isArray(plan.steps) ? plan.steps.length : 0 };
}
