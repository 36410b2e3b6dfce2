// Each action on each kind of service, by each way: one table for all of them. What came of an action is looked at with the
// docker command line, which knows nothing of watchdeck.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, type LabOptions, startLab } from '../lab/lab.ts';
import { watchdeck } from './cli.ts';
import type { Deck } from './driver.ts';
import { OWNED } from './nasty.ts';
import { journalOf, makeEnds, openCockpit, WAYS } from './scene.ts';

/** A container of the service that runs, in the words of `docker inspect`. */
interface Runs {
	readonly Id: string;
	readonly Image: string;
	readonly State: { readonly StartedAt: string; readonly Health?: { readonly Status: string } };
}

/** What stands on the host. `kept`: what no action may change, as the engine tells it. */
export interface Look {
	readonly runs: readonly Runs[];
	readonly names: readonly string[];
	readonly kept: unknown;
	/** Whatever else a kind wants to look at. */
	readonly more?: unknown;
}

/** The docker command line in the lab; what it prints is JSON unless it is a list of ids. */
export type Docker = (...words: readonly string[]) => Promise<string>;

/** A kind of service to act on. */
export interface Kind {
	readonly title: string;
	readonly lab: LabOptions;
	/** Lines of the config that say what the service is. */
	readonly config: string;
	/** How many containers it has when it begins, and how many the row `scale` asks for; a pattern: it is refused, in these words. */
	readonly count: number;
	readonly scale: 2 | RegExp;
	/** Starts the service with `app:v1`, and comes back once it is healthy. */
	readonly begin: (lab: Lab, docker: Docker) => Promise<unknown>;
	readonly look: (docker: Docker) => Promise<Omit<Look, 'names' | 'runs'> & { readonly running: readonly string[] }>;
	/** What must be so besides, for one kind alone. */
	readonly also?: (action: Row['action'], before: Look, now: Look) => void;
}

/** An action, how it is asked for either way, and what must be so after it. */
interface Row {
	readonly action: 'restart' | 'stop' | 'start' | 'scale' | 'deploy' | 'rollback';
	readonly words: readonly string[];
	/** Up to its plan. */
	readonly keys: (deck: Deck) => Promise<unknown>;
	/** How many containers run, and what. */
	readonly count: (kind: Kind) => number;
	readonly image: 'app:v1' | 'app:v3';
	/** Whether containers that ran go on as they are, or begin anew. */
	readonly begins: 'anew' | 'as they are' | 'from none';
	/** What the row of the fleet says then. */
	readonly row: RegExp;
}

const typed = (words: string) => async (deck: Deck) => {
	await deck.press(':');
	await deck.type(words);
	await deck.enter();
};
const all = ({ count }: Kind) => count;
const more = ({ count, scale }: Kind) => (typeof scale === 'number' ? scale : count);
const OK = /api .*\+ ok/;

const rows: readonly Row[] = [
	{
		...{ action: 'restart', words: [], keys: (deck) => deck.press('R'), row: OK },
		...{ count: all, image: 'app:v1', begins: 'anew' },
	},
	{
		...{ action: 'stop', words: [], keys: typed('stop'), row: /stopped by tester|scaled to 0 replicas/ },
		...{ count: () => 0, image: 'app:v1', begins: 'from none' },
	},
	{
		...{ action: 'start', words: [], keys: typed('start'), row: OK },
		...{ count: all, image: 'app:v1', begins: 'from none' },
	},
	{
		...{ action: 'scale', words: ['2'], keys: typed('scale 2'), row: OK },
		...{ count: more, image: 'app:v1', begins: 'as they are' },
	},
	{
		...{ action: 'deploy', words: ['--image', 'app:v3'], row: OK },
		keys: async (deck) => {
			await typed('deploy')(deck);
			await deck.sees(/new image\s+app:/);
			await deck.type('v3');
			await deck.enter();
		},
		...{ count: more, image: 'app:v3', begins: 'anew' },
	},
	{
		...{ action: 'rollback', words: [], keys: (deck) => deck.press('r'), row: OK },
		...{ count: more, image: 'app:v1', begins: 'anew' },
	},
];

const configOf = (kind: Kind, way: (typeof WAYS)[number]) => `
operator: tester
discover: false
hosts:
  box: ${way === 'local' ? '{ local: true }' : '{ ssh: lab }'}
environments:
  production:
    services:
      api:
        host: box
        proof: { times: 2, within: 40s }
        watch: 0s
        ${kind.config}
`;

/** The docker command line, at the lab's engine. */
export function dockerOf(lab: Lab): Docker {
	const env = lab.env();
	return async (...words) => (await promisify(execFile)('docker', words, { env, maxBuffer: 1 << 26 })).stdout;
}

/** The words of each line. */
export const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

async function lookedAt(kind: Kind, docker: Docker): Promise<Look> {
	const { running, ...rest } = await kind.look(docker);
	// The cast is of what `docker inspect` documents; a field that is missing fails the test that reads it.
	const all = running.length === 0 ? [] : (JSON.parse(await docker('inspect', ...running)) as readonly Runs[]);
	const runs = all.map(({ Id, Image, State: { StartedAt, Health } }) => ({
		...{ Id, Image, State: { StartedAt, ...(Health ? { Health: { Status: Health.Status } } : {}) } },
	}));
	const names = linesOf(await docker('ps', '--all', '--format', '{{.Names}}')).toSorted();
	return { ...rest, runs, names };
}

/** What must be so after a row, whatever the kind. */
function isAfter(row: Row, kind: Kind, ids: Readonly<Record<string, string>>, [before, now]: readonly [Look, Look]) {
	const started = ({ runs }: Look) => new Set(runs.map(({ Id, State }) => `${Id} ${State.StartedAt}`));
	const same = [...started(before)].filter((one) => started(now).has(one)).length;
	const found = {
		count: now.runs.length,
		images: [...new Set(now.runs.map(({ Image }) => Image))],
		healthy: now.runs.every(({ State }) => State.Health?.Status === 'healthy'),
		same,
		kept: now.kept,
	};
	expect(found, `${kind.title}: ${row.action}`).toEqual({
		count: row.count(kind),
		images: row.count(kind) === 0 ? [] : [ids[row.image]],
		healthy: true,
		same: row.begins === 'as they are' ? before.runs.length : 0,
		kept: before.kept,
	});
	kind.also?.(row.action, before, now);
	// None of its values was ever read by a shell.
	expect(existsSync(OWNED)).toBe(false);
}

/** The rows that a kind can do. */
const can = (kind: Kind) => (row: Row) => row.action !== 'scale' || typeof kind.scale === 'number';

/** Tests each action on a kind of service: from the command line on this host and over ssh, and by keys in the cockpit. */
export function matrix(kind: Kind): void {
	describeLab(`each action on ${kind.title}`, () => {
		let lab: Lab;
		let docker: Docker;
		let ids: Readonly<Record<string, string>>;
		const ends = makeEnds();
		beforeAll(async () => {
			lab = await startLab({ images: ['app'], ssh: true, ...kind.lab });
			docker = dockerOf(lab);
			const idOf = async (image: string) => [image, (await docker('inspect', '-f', '{{.Id}}', image)).trim()];
			ids = Object.fromEntries(await Promise.all(['app:v1', 'app:v3'].map(idOf)));
		});
		afterAll(() => lab?.stop());
		beforeEach(() => lab.clear());
		afterEach(() => ends.all());

		test.each(WAYS)('from the command line, %s', { timeout: 240_000 }, async (way) => {
			await kind.begin(lab, docker);
			const config = lab.config(configOf(kind, way));
			const env = lab.env();
			const say = (action: string, ...words: readonly string[]) =>
				watchdeck(['--config', config, action, 'production/api', ...words], { env });
			let before = await lookedAt(kind, docker);
			const dry = await say('restart', '--dry-run');
			expect([dry.code, await lookedAt(kind, docker)], dry.text).toEqual([0, before]);
			for (const row of rows.filter(can(kind))) {
				const said = await say(row.action, ...row.words, '--yes');
				expect([row.action, said.code, said.text]).toEqual([row.action, 0, expect.stringContaining('VERIFIED')]);
				const now = await lookedAt(kind, docker);
				isAfter(row, kind, ids, [before, now]);
				expect(journalOf(env).at(-1)).toMatchObject({ what: 'verified', by: 'tester' });
				before = now;
			}
			if (typeof kind.scale === 'number') return;
			const refused = await say('scale', '2', '--yes');
			expect([refused.code, refused.text]).toEqual([3, expect.stringMatching(kind.scale)]);
			expect(await lookedAt(kind, docker)).toEqual(before);
		});

		test('by keys in the cockpit', { timeout: 240_000 }, async () => {
			await kind.begin(lab, docker);
			const deck = openCockpit(lab, ends, configOf(kind, 'local'));
			await deck.sees(OK);
			await deck.select('api');
			let before = await lookedAt(kind, docker);
			for (const row of rows.filter(can(kind))) {
				await row.keys(deck);
				await deck.sees('nothing has been changed yet');
				await deck.enter();
				await deck.type('api');
				expect(await lookedAt(kind, docker)).toEqual(before);
				await deck.enter();
				await deck.sees(/plan [0-9a-f]{8} VERIFIED/, 60_000);
				const now = await lookedAt(kind, docker);
				isAfter(row, kind, ids, [before, now]);
				before = now;
				await deck.esc();
				await deck.sees(row.row);
			}
		});
	});
}
