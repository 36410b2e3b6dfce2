// Kills the real program, as `kill -9` does, after each line of its journal, on a real engine; then each of the two ways out.
import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Said, watchdeck } from '../e2e/cli.ts';
import { type Docker, dockerOf, linesOf } from '../e2e/matrix.ts';
import { configOf, deploy, isHealthy, journalOf } from '../e2e/scene.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';

const KILLED = 137;
const LOCKS = '/run/lock/watchdeck';
type Env = Readonly<Record<string, string>>;

/** What stands on the host, by the docker command line alone: what runs, all containers, all names of images. */
interface Stand {
	readonly runs: readonly { readonly id: string; readonly image: string; readonly health: string }[];
	readonly names: readonly string[];
	readonly tags: readonly string[];
	readonly spec: string;
}

/** An action that is killed. `to`: what runs once it is done; `back`: whether it can be undone. */
interface Killed {
	readonly title: string;
	readonly kind: 'container' | 'swarm';
	readonly words: (ids: Readonly<Record<string, string>>) => readonly string[];
	readonly from: string;
	readonly to: string;
	readonly back: boolean;
}

const all: readonly Killed[] = [
	{
		...{ title: 'roll back of a container', kind: 'container', from: 'app:v3', to: 'app:v1', back: true },
		words: (ids) => ['rollback', 'production/api', '--to', ids['app:v1'] ?? ''],
	},
	{
		...{ title: 'restart of a container', kind: 'container', from: 'app:v3', to: 'app:v3', back: false },
		words: () => ['restart', 'production/api'],
	},
	{
		...{ title: 'deploy on a Swarm', kind: 'swarm', from: 'app:v1', to: 'app:v3', back: true },
		words: () => ['deploy', 'production/api', '--image', 'app:v3'],
	},
];

const figures: string[] = [];

describeLab('the program is killed after each line of its journal', () => {
	let lab: Lab;
	let docker: Docker;
	let ids: Readonly<Record<string, string>>;
	let config: Readonly<Record<Killed['kind'], string>>;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], swarm: true });
		docker = dockerOf(lab);
		const idOf = async (image: string) => [image, (await docker('inspect', '-f', '{{.Id}}', image)).trim()];
		ids = Object.fromEntries(await Promise.all(['app:v1', 'app:v3'].map(idOf)));
		// With a watch, whose line is in the journal too; so long that a program that is started anew still reads enough.
		const container = configOf({ watch: '8s' }).replace(/^ *metrics: .*\n/m, '');
		const swarm = container.replace(/^ *health: .*\n/m, '        platform: swarm\n');
		config = { container: lab.config(container), swarm: lab.config(swarm) };
	});
	afterAll(async () => {
		await lab?.stop();
		process.stdout.write(`\n${figures.join('\n')}\n`);
	});

	async function standOf(kind: Killed['kind']): Promise<Stand> {
		const found = linesOf(await docker('ps', '--quiet', '--no-trunc'));
		const format = '{{.Id}} {{.Image}} {{.State.Health.Status}}';
		const told = found.length === 0 ? [] : linesOf(await docker('inspect', '-f', format, ...found));
		const runs = told.map((line) => {
			const [id = '', image = '', health = ''] = line.split(' ');
			return { id, image, health };
		});
		const names = linesOf(await docker('ps', '--all', '--format', '{{.Names}}')).toSorted();
		const tags = linesOf(await docker('images', '--format', '{{.Repository}}:{{.Tag}}')).toSorted();
		const spec = kind === 'swarm' ? await docker('service', 'inspect', '-f', '{{json .Spec}}', 'api') : '';
		return { runs, names, tags, spec };
	}

	/** A service that runs and is healthy, and on a plain container an earlier release to go back to. */
	async function begin({ kind, from }: Killed): Promise<Stand> {
		await lab.clear();
		for (const tag of (await standOf('container')).tags.filter((one) => one.startsWith('app:rb-')))
			await docker('rmi', tag);
		if (kind === 'swarm') {
			await lab.service('api', { image: from });
			await lab.settles('api', (_, tasks) => tasks.some(({ Status }) => Status.State === 'running'));
		} else {
			await deploy(lab, 'app:v1');
			await deploy(lab, from);
		}
		return standOf(kind);
	}

	const say = (of: Killed, env: Env, ...words: readonly string[]): Promise<Said> =>
		watchdeck(['--config', config[of.kind], ...words, '--yes'], { env });

	/** Runs it until it is killed after so many lines; gives its last one, undefined: it came to its end before. */
	async function cutAfter(
		of: Killed,
		cut: number,
		env: Env,
		watch: readonly string[] = [],
	): Promise<string | undefined> {
		const said = await say(of, { ...env, WATCHDECK_TEST_KILL_AFTER: String(cut) }, ...of.words(ids), ...watch);
		const journal = journalOf(env);
		const last = String(journal.at(-1)?.['what']);
		if (said.code === KILLED) {
			expect(journal).toHaveLength(cut);
			return last;
		}
		expect([said.code, last], said.text).toEqual([0, 'verified']);
		return undefined;
	}

	/** One healthy service of this image and nobody beside it; whatever else is there was named to somebody. */
	async function isWell(of: Killed, image: string, before: Stand, told: string): Promise<Stand> {
		// What an undo started again is healthy a moment later.
		for (const { id } of (await standOf(of.kind)).runs) await lab.becomes(id, isHealthy);
		const now = await standOf(of.kind);
		expect(now.runs.map((one) => [one.image, one.health])).toEqual([[ids[image], 'healthy']]);
		const more = (these: readonly string[], those: readonly string[]) => these.filter((one) => !those.includes(one));
		const tasks = /^api\.\d+\./;
		const left = [...more(now.tags, before.tags), ...more(now.names, before.names).filter((name) => !tasks.test(name))];
		for (const name of left) expect(told, `${name} is left and nobody was told`).toContain(name);
		expect(now.names.filter((name) => name.includes('-next-'))).toEqual([]);
		return now;
	}
	const isUnlocked = () => expect(existsSync(LOCKS) ? readdirSync(LOCKS) : []).toEqual([]);
	const plannedBy = (env: Env) => JSON.stringify(journalOf(env).find(({ what }) => what === 'planned'));

	/** What an undo comes to after this line: before the consent and after the end there is nothing to decide. */
	function wayBack(of: Killed, last: string): { readonly came: string; readonly code: number; readonly image: string } {
		if (last === 'planned') return { came: 'nothing began', code: 3, image: of.from };
		if (last === 'verified') return { came: 'verified before', code: 3, image: of.to };
		if (last === 'confirmed' || of.back) return { came: 'undone', code: 0, image: of.from };
		return { came: 'cannot be undone, as its plan says', code: 3, image: of.to };
	}

	/** Undoes it twice: the second time there is nothing left to undo. */
	async function back(of: Killed, before: Stand, env: Env, last: string): Promise<string> {
		const { came, code, image } = wayBack(of, last);
		const first = await say(of, env, 'resume', '--undo');
		expect(first.code, `${of.title}, after ${last}, undo: ${first.text}`).toBe(code);
		const now = await isWell(of, image, before, plannedBy(env) + first.text);
		if (code === 0) isUnlocked();
		if (code === 0 && of.kind === 'container') expect(now.runs[0]?.id).toBe(before.runs[0]?.id);
		const second = await say(of, env, 'resume', '--undo');
		expect([second.code, await standOf(of.kind)], second.text).toEqual([3, now]);
		return came;
	}

	async function finish(of: Killed, cut: number, before: Stand, env: Env): Promise<void> {
		const done = await say(of, env, 'resume', '--finish');
		expect(done.code, `${of.title}, line ${cut}, finish: ${done.text}`).toBe(0);
		expect(done.text).toContain('VERIFIED');
		await isWell(of, of.to, before, plannedBy(env) + done.text);
		isUnlocked();
	}

	test.each(all)('$title', async (of) => {
		const began = Date.now();
		const came: string[] = [];
		for (let cut = 1; ; cut += 1) {
			const before = await begin(of);
			const env = lab.env();
			const last = await cutAfter(of, cut, env);
			if (last === undefined) break;
			came.push(await back(of, before, env, last));
			if (last === 'planned' || last === 'verified') continue;
			const anew = await begin(of);
			const other = lab.env();
			const watch = last === 'proven' ? [] : ['--watch', '0'];
			expect(await cutAfter(of, cut, other, watch)).toBe(last);
			await finish(of, cut, anew, other);
			came.push('finished');
		}
		const counts = [...Map.groupBy(came, String)].map(([what, these]) => `${these.length} ${what}`).join(', ');
		const seconds = Math.round((Date.now() - began) / 1000);
		const points = came.filter((what) => what !== 'finished').length;
		figures.push(`${of.title}: ${points} kill points (each journal line): ${counts}; ${seconds} s`);
		// Planned, confirmed, the begin and end of a step, done, proven, verified at the least: else the hook did not work.
		expect(points).toBeGreaterThanOrEqual(7);
	});
});
