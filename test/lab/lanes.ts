// `node test/lab/lanes.ts` runs the slow tests in lanes side by side, each in namespaces of its own: most of their time they
// wait. What a run says is printed when it ends, so that no two are mixed; what a failed one says comes last.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** So many run side by side. */
const lanes = 5;
/**
 * Files that take more than half a minute, the longest first: each is a run of its own, and begins before all others. What
 * begins last is short, then, and no lane waits long for another's end.
 */
const longest = `
	e2e/compose-matrix e2e/matrix-swarm e2e/compose-killed integration/catalogue integration/shift e2e/skewed e2e/held e2e/killed e2e/canary-nginx
	e2e/canary e2e/first-run e2e/deploy-pull e2e/matrix-container e2e/faults-far e2e/slow-failures e2e/watch integration/swarm
	e2e/left-running e2e/bad-values e2e/arm e2e/kept e2e/rollback e2e/compose e2e/deploy e2e/gates e2e/two-operators e2e/floods
	e2e/others-lock integration/whole integration/dataset-mysql e2e/datasets integration/dataset-postgres e2e/dataset-killed integration/ssh integration/tidy e2e/stop-start e2e/secrets e2e/hostile e2e/bad-input
	integration/simulated-swarm e2e/faults-here e2e/foreign-lock e2e/headless e2e/keep-images e2e/walk integration/slow-line e2e/review
	e2e/hung-engine e2e/releases`
	.trim()
	.split(/\s+/)
	.map((name) => `test/${name}.test.ts`);
/** The others go so many together, which saves the start of a run for each. */
const together = 4;

const root = fileURLToPath(new URL('../..', import.meta.url));
const filesOf = (project: string): readonly string[] =>
	readdirSync(`${root}/test/${project}`, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.test.ts'))
		.map((file) => `test/${project}/${file}`);
const all = { e2e: filesOf('e2e'), integration: filesOf('integration') };
const known = [...all.e2e, ...all.integration];
const unknown = longest.filter((file) => !known.includes(file));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}: take it off the list of the longest.`);

/** Lists of so many. */
const chunks = (files: readonly string[]): readonly (readonly string[])[] =>
	files.length === 0 ? [] : [files.slice(0, together), ...chunks(files.slice(together))];
/** What is to be run, as arguments of vitest: a lane that is free takes the next. */
const runs = [
	...longest.map((file) => [file]),
	...Object.values(all).flatMap((files) => chunks(files.filter((file) => !longest.includes(file)))),
].map((files) => ['--project', files[0]?.split('/')[1] ?? '', ...files]);

const enter = fileURLToPath(new URL('enter.ts', import.meta.url));
const vitest = `${root}/node_modules/vitest/vitest.mjs`;

/** The lanes' own place; in it the images that their labs share (`kept-images.ts`). */
const place = mkdtempSync(join(tmpdir(), 'watchdeck-lanes-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
const env = { ...process.env, WATCHDECK_LAB_IMAGES: join(place, 'images') };

const children = new Set<ChildProcess>();
/** What the runs said in which something failed. */
const failed: Buffer[] = [];
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.on(signal, () => {
		isStopped = true;
		for (const child of children) child.kill(signal);
	});

/** Runs vitest with these arguments in a lab of its own; gives its exit code. */
const run = (args: readonly string[]): Promise<number> =>
	new Promise((resolve) => {
		const words = [enter, process.execPath, vitest, 'run', ...args];
		const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'], env });
		const said: Buffer[] = [];
		child.stdout.on('data', (bytes: Buffer) => said.push(bytes));
		child.stderr.on('data', (bytes: Buffer) => said.push(bytes));
		children.add(child);
		child.once('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
		child.once('close', (code) => {
			children.delete(child);
			const whole = Buffer.concat([Buffer.from(`\n== vitest ${args.join(' ')}\n`), ...said]);
			if (code === 0) process.stdout.write(whole);
			else failed.push(whole);
			resolve(code ?? 1);
		});
	});

const began = Date.now();
process.stdout.write(`Running ${known.length} files in ${lanes} lanes\n`);
const codes: number[] = [];
const waiting = runs.values();
const lane = async (): Promise<void> => {
	for (const args of waiting) {
		if (isStopped) return;
		codes.push(await run(args));
	}
};
await Promise.all(Array.from({ length: lanes }, lane));
for (const one of failed) process.stdout.write(one);
process.stdout.write(`The lanes took ${Math.round((Date.now() - began) / 1000)} s.\n`);
process.exitCode = isStopped ? 1 : Math.max(...codes);
