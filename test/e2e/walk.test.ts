import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Deck, SIZES, type Start, start } from './driver.ts';
import { brokenRelease, configOf, isHealthy, journalOf, makeEnds, WAYS } from './scene.ts';

const MINUTES = 60_000;
const cases = WAYS.map((way, at) => ({ way, ...(SIZES[at] ?? SIZES[0]) }));

/** What was done in walks, by the journal on disk. */
const didIn = (env: Readonly<Record<string, string>>): readonly Readonly<Record<string, unknown>>[] =>
	journalOf(env).flatMap(({ what, did, run }) =>
		what === 'walked' && typeof did === 'object' && did !== null ? [{ run, ...did }] : [],
	);

/** Where the account of the lab that ssh logs in as has its copies. */
const copies = '/run/home/ops/.local/state/watchdeck/walks';
/** Lines of a walk in its copy, beside the document before them and the host's clock. */
const linesOf = (copy: string) => (existsSync(copy) ? [...readFileSync(copy, 'utf8').matchAll(/"did":/g)].length : 0);

describeLab('the walk through service-down', () => {
	let lab: Lab;
	const ends = makeEnds();
	beforeAll(async () => {
		lab = await startLab({ images: ['app'], ssh: true });
	});
	afterEach(() => ends.all());
	afterAll(() => lab?.stop());

	const open = (words: readonly string[], given: Partial<Start>, env: Readonly<Record<string, string>>): Deck =>
		start(words, { ...given, env, folder: lab.folder });

	/** Somebody else opens the walk, sees what is done in it, takes it over, and gives it back. */
	const watched = async (deck: Deck, walk: string, config: string, given: Partial<Start>) => {
		const bob = open(['--config', config, '--as', 'bob', 'resume', walk], given, lab.env());
		ends.add(async () => {
			bob.kill('SIGTERM');
			await bob.exited();
		});
		await bob.sees(/tester has walked it for/, MINUTES);
		await deck.press('x', 'n');
		await deck.type('both see this');
		await deck.enter();
		await bob.sees('both see this', MINUTES);
		// Enter is not heard in the moment in which what it does became another thing: another key waits for that.
		await bob.press('g', 'enter');
		await bob.sees('Take this walk over?');
		await bob.press('y');
		await deck.sees(/bob has walked it for/, MINUTES);
		// Whoever had it watches: a key that does something asks first.
		await deck.press('g', 'enter');
		await deck.sees('Take this walk over?');
		await deck.press('y');
		await bob.sees(/tester has walked it for/, MINUTES);
		await deck.until(
			'nobody is said to walk it',
			() => !deck.screen().some((row) => row.includes('has walked it for')),
		);
	};

	/** From `o` on the red row to the third step; then it is killed. Gives the id of the walk. */
	const firstSteps = async (
		config: string,
		given: Partial<Start> & { readonly way: string },
		env: Readonly<Record<string, string>>,
	) => {
		const deck = open(['--config', config], given, env);
		await deck.sees(/api .*X down/);
		await deck.select('api');
		await deck.press('o');
		await deck.sees(/Service down .*on production\/api/);
		// The row of the service stays in sight.
		await deck.sees(/api .*X down/);
		await deck.enter();
		await deck.sees('docker logs --tail 100', MINUTES);
		await deck.enter();
		await deck.sees('oom-killed', MINUTES);
		const [first] = didIn(env);
		const walk = String(first?.['run']);
		if (given.way === 'ssh') {
			await watched(deck, walk, config, given);
			const copy = join(copies, walk);
			await deck.until('its copy has the same', () => linesOf(copy) >= didIn(env).length);
		}
		deck.kill('SIGKILL');
		await deck.exited();
		return walk;
	};
	/** From there by the plan to VERIFIED, and the rest of it. */
	const lastSteps = async (deck: Deck, bad: string) => {
		await deck.sees(/Service down .*on production\/api/);
		await deck.sees(/\[x\].* Last 100 log lines/);
		await deck.press('x', 'g');
		await deck.type('roll back');
		await deck.enter();
		await deck.enter();
		await deck.sees('ROLL BACK production/api');
		expect((await lab.inspect('api')).Id).toBe(bad);
		await deck.enter();
		await deck.type('api');
		await deck.enter();
		await deck.sees('VERIFIED', MINUTES);
		await deck.idle();
		expect(isHealthy(await lab.inspect('api'))).toBe(true);
		await deck.esc();
		await deck.sees(/\[x\].* Roll back/);
		await deck.sees('Watch for 5 minutes');
		await deck.press('x', 's');
		await deck.type('the test does not wait');
		await deck.enter();
		await deck.press('x', 'S');
		await deck.enter();
		await deck.sees('the walk is written to');
	};

	test.each(cases)(
		'from o to VERIFIED, killed in the middle and gone on with: $way, $columns x $rows',
		{ timeout: 4 * MINUTES },
		async (given) => {
			const bad = await brokenRelease(lab);
			const config = lab.config(configOf(given));
			const before = lab.env();
			const walk = await firstSteps(config, given, before);
			expect(walk).toMatch(/^w-[0-9a-f]{6}$/);
			const kept = didIn(before);
			expect(kept.map(({ is }) => is)).toEqual(expect.arrayContaining(['began', 'ran', 'came', 'went']));

			// By ssh its copy on the host is enough: another machine knows nothing of it.
			const env = given.way === 'ssh' ? lab.env() : before;
			const deck = open(['--config', config, 'resume', walk], given, env);
			ends.add(async () => {
				deck.kill('SIGTERM');
				await deck.exited();
			});
			await lastSteps(deck, bad.Id);
			const did = didIn(env);
			expect(did.every(({ run }) => run === walk)).toBe(true);
			expect(did.slice(0, kept.length)).toEqual(kept);
			expect(did.find(({ is, as }) => is === 'marked' && as === 'skipped')).toMatchObject({
				why: 'the test does not wait',
			});

			const evidence = join(lab.folder, `service-down-${walk}.md`);
			ends.add(() => rmSync(evidence, { force: true }));
			expect(existsSync(evidence)).toBe(true);
			const text = readFileSync(evidence, 'utf8');
			for (const { is, output, hash } of did) {
				if (is === 'came') expect(text).toContain(`SHA-256 ${String(hash)}`);
				if (is === 'came') expect(text).toContain(String(output).split('\n')[0]);
			}
			expect(text.match(/^\| \d{4}-/gm)).toHaveLength(did.length);
			expect(text).toContain('payment queue unreachable');
			expect(text).toMatch(/VERIFIED: /);
		},
	);
});
