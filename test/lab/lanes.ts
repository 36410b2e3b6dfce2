// `node test/lab/lanes.ts` runs the slow tests in two lanes side by side, each in namespaces of its own: most of their time
// they wait. What a run says is printed when it ends, so that no two are mixed.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What each lane runs, one after the other: arguments of vitest. */
const lanes: readonly (readonly string[])[] = [
	['--project e2e --shard 1/2'],
	['--project e2e --shard 2/2', '--project integration'],
];

const enter = fileURLToPath(new URL('enter.ts', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

/** Runs vitest with these arguments in a lab of its own; gives its exit code. */
const run = (args: string): Promise<number> =>
	new Promise((resolve) => {
		const words = [enter, process.execPath, vitest, 'run', ...args.split(' ')];
		const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
		const said: Buffer[] = [];
		child.stdout.on('data', (bytes: Buffer) => said.push(bytes));
		child.stderr.on('data', (bytes: Buffer) => said.push(bytes));
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
		child.once('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
		child.once('close', (code) => {
			process.stdout.write(`\n== vitest ${args}\n`);
			process.stdout.write(Buffer.concat(said));
			resolve(code ?? 1);
		});
	});

const began = Date.now();
process.stdout.write(`Running in ${lanes.length} lanes: ${lanes.flat().join(', ')}\n`);
const codes = await Promise.all(
	lanes.map(async (lane) => {
		const ended: number[] = [];
		for (const args of lane) ended.push(await run(args));
		return ended;
	}),
);
process.stdout.write(`The lanes took ${Math.round((Date.now() - began) / 1000)} s.\n`);
process.exitCode = Math.max(...codes.flat());
