// Sources that say too much: the cockpit answers its keys, keeps its memory, and says of each what is wrong with it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watchdeck } from './cli.ts';
import { type Deck, start } from './driver.ts';
import { type Fake, fakeEngine, frames } from './hostile/engine.ts';
import { makeGate } from './hostile/floods.ts';
import { fakeWeb, type Listening } from './hostile/servers.ts';
import { tame } from './hostile/texts.ts';
import { freshEnv, writeConfig } from './hostile/world.ts';

const megabyte = 1024 * 1024;

const configOf = (names: readonly string[], port: number, socket: string, flooded: string) => `
discover: false
hosts:
  box: { local: true, engine: ${socket} }
  flooded: { local: true, engine: ${flooded} }
environments:
  production:
    services:
${names
	.map((name) => {
		const page = `url: 'http://127.0.0.1:${port}/${name}', every: 1s`;
		// Only what never ends is to be given up for its time; how long the others take, all at once, is the machine's.
		const timeout = name === 'drip' ? '8s' : '30s';
		const probes = `health: { ${page}, timeout: 2s, contains: http }, metrics: { ${page}, timeout: ${timeout} }`;
		return `      ${name}: { host: box, container: api, ${probes} }`;
	})
	.join('\n')}
`;

/** What is said of each page; of a large one that is as it should be, that it is read. */
const wrong: Readonly<Record<string, string>> = {
	many: 'has more than 200000 numbers',
	longer: 'is longer than 16 MB',
	garbage: 'holds (?:no metrics|\\d+ lines that are no metrics)',
	line: 'holds no metrics but other text',
	endless: 'is longer than 16 MB',
	'endless-head': 'its headers are too large',
	bomb: 'came compressed, which was not asked for',
	drip: 'gave no answer within',
};

/** The memory of a process in MiB, sampled until it is asked for its highest. */
function watchMemory(pid: number): () => number {
	let most = 0;
	const look = () => {
		const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
		most = Math.max(most, Number(kilobytes) / 1024);
	};
	look();
	const timer = setInterval(look, 50);
	return () => {
		clearInterval(timer);
		return Math.round(most);
	};
}

describe('sources that say too much', () => {
	const gate = makeGate();
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-floods-'));
	const env = () => freshEnv(folder, process.env['PATH'] ?? '');
	let fakes: readonly Fake[] = [];
	let config = '';
	const complaint = JSON.stringify({ message: `FLOODED ${'E'.repeat(10 * megabyte)}` });
	beforeAll(async () => {
		const web: Listening = await fakeWeb(gate.page);
		const engine = await fakeEngine(folder, tame, (path, response) => {
			if (!gate.isOpen() || !path.endsWith('/logs')) return false;
			response.writeHead(200, { 'content-type': 'application/vnd.docker.multiplexed-stream' });
			for (const line of ['BEFORE', `LONG ${'z'.repeat(10 * megabyte)}`, 'AFTER'])
				for (const piece of frames(line)) response.write(piece);
			return true;
		});
		const refusing = await fakeEngine(folder, tame, (path, response) => {
			if (!gate.isOpen() || path === '/_ping') return false;
			response.writeHead(500, { 'content-type': 'application/json' });
			response.end(complaint);
			return true;
		});
		fakes = [web, engine, refusing];
		config = writeConfig(folder, configOf(gate.names, web.port, engine.socket, refusing.socket));
	});
	afterAll(async () => {
		for (const fake of fakes) await fake.stop();
		rmSync(folder, { recursive: true });
	});

	/** Presses keys until a page was asked for four times; gives the highest memory in MiB and the slowest key in ms. */
	const flooded = async (deck: Deck, name: string) => {
		const memory = watchMemory(deck.pid());
		let isOver = false;
		const over = gate.asked(name, 4).then(() => {
			isOver = true;
		});
		let slowest = 0;
		for (let key = 0; !isOver; key += 1) {
			const began = performance.now();
			await deck.press(key % 2 === 0 ? 'j' : 'k');
			await deck.idle();
			slowest = Math.max(slowest, performance.now() - began);
			await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 100))]);
		}
		return { name, memory: memory(), slowest: Math.round(slowest) };
	};

	test('cost little memory, and no key waits for them', { timeout: 120_000 }, async () => {
		const deck = start(['--config', config], { env: env(), columns: 200, rows: 50 });
		await deck.sees(/drip .*ok/);
		const calm = await flooded(deck, 'drip');
		const rounds = [];
		for (const name of gate.names) {
			gate.open([name]);
			rounds.push(await flooded(deck, name));
		}
		process.stderr.write(`floods: ${JSON.stringify([calm, ...rounds])}\n`);
		for (const [index, { name, memory, slowest }] of rounds.entries()) {
			// What was freed is given back late: a page counts by what it adds.
			const before = rounds[index - 1] ?? calm;
			expect(memory - before.memory, name).toBeLessThan(200);
			expect(memory - calm.memory, name).toBeLessThan(450);
			expect(slowest, name).toBeLessThan(3000);
		}
		await deck.select('bomb');
		await deck.press('l');
		for (const line of ['BEFORE', /LONG z+… \+10 MB/, 'AFTER']) await deck.sees(line);
		deck.kill('SIGTERM');
		await deck.exited();
	});

	test('are told what is wrong with them', { timeout: 90_000 }, async () => {
		gate.open(gate.names);
		const { out } = await watchdeck(['--config', config, 'check'], { env: env() });
		for (const [name, why] of Object.entries(wrong))
			expect(out).toMatch(new RegExp(`production/${name} metrics  .*(?:${why})`));
		expect(out).toMatch(/engine on flooded .*answered 500: FLOODED E+\n/);
		expect(out.length).toBeLessThan(10_000);
	});
});
