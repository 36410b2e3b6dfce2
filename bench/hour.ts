// `npm run build && node test/lab/enter.ts node bench/hour.ts [MINUTES] [FILE]`: the built program for an hour on a real
// engine, which it reaches in three ways, with keys, a log that is followed, connections that are cut, reloads and resizes.
// What it holds is written down once a minute.
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lab, startLab } from '../test/lab/lab.ts';
import { type Deck, startDeck } from './deck.ts';
import { percentile } from './figures.ts';
import { type Held, heldBy } from './handles.ts';

const minutes = Number(process.argv[2] ?? 60);
const file = process.argv[3] ?? join(mkdtempSync(join(tmpdir(), 'watchdeck-hour-')), 'hour.txt');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** 6,000 lines a minute from `web`, one a second from each of the others. */
const talks = (lines: number, every: number): readonly string[] => [
	'/bin/sh',
	'-c',
	`i=0; while :; do for n in $(seq ${lines}); do i=$((i+1)); echo "INFO request $i of /items/$n answered 200"; done; sleep ${every}; done`,
];
const names = Array.from({ length: 12 }, (_, index) => `worker-${index}`);

const configOf = (more: boolean): string => `
operator: bench
discover: false
hosts:
  box: { local: true }
  far: { ssh: lab }
  jump: { ssh: lab-jump }
environments:
  production:
    services:
      web: { host: far }
      api:
        host: far
        health: { url: 'http://127.0.0.1:18080/health', every: 5s, timeout: 2s }
        metrics: { url: 'http://127.0.0.1:18080/metrics', every: 10s, timeout: 2s }
${names
	.slice(0, more ? 8 : 6)
	.map((name) => `      ${name}: { host: far }\n`)
	.join('')}  staging:
    services:
      worker-8: { host: box }
      worker-9: { host: box }
  edge:
    services:
      worker-10: { host: jump }
      worker-11: { host: jump }
`;

const fill = async (lab: Lab): Promise<void> => {
	await lab.run('web', 'quiet:v1', { cmd: talks(10, 0.1) });
	await lab.run('api', 'app:v1', { ports: { 8080: 18080 }, env: { LOAD: '4' } });
	for (const name of names) await lab.run(name, 'quiet:v1', { cmd: talks(1, 1) });
};

/** Where the cursor is taken, a minute each: Fleet, the log of a service, its numbers, all logs, hosts, journal. */
const places = ['1', '1ggjl', '12', '1L', '10', '19'] as const;

/** Keys for a minute: to a place, then the cursor up and down. */
const wander = async (deck: Deck, minute: number, until: number): Promise<void> => {
	for (const key of places[minute % places.length] ?? '1') {
		deck.write(key);
		await pause(300);
	}
	for (let index = 0; Date.now() < until; index += 1) {
		deck.write(Math.floor(index / 10) % 2 === 0 ? 'j' : 'k');
		await pause(500);
	}
};

/** What happens at the beginning of a minute beside keys. */
const happen = async (lab: Lab, deck: Deck, config: string, minute: number): Promise<readonly string[]> => {
	const happened: string[] = [];
	if (minute % 5 === 4) {
		await lab.sshd?.kill();
		await pause(2000);
		await lab.sshd?.start();
		happened.push('sshd killed');
	}
	if (minute % 7 === 6) {
		writeFileSync(config, configOf(minute % 2 === 0), { mode: 0o600 });
		happened.push('reload');
	}
	if (minute % 3 === 2) {
		deck.resize(80, 24);
		await pause(1000);
		deck.resize(200, 50);
		happened.push('resized');
	}
	if (minute % 10 === 8) {
		await lab.rm('worker-0');
		await lab.run('worker-0', 'quiet:v1', { cmd: talks(1, 1) });
		happened.push('container anew');
	}
	return happened;
};

const widths = [6, 8, 7, 6, 8, 8, 9, 9];
const row = (cells: readonly string[]): string =>
	`${cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join(' ')}\n`;

const rowOf = (minute: number, now: Held, before: Held, what: readonly string[]): string => {
	const cpu = (now.cpu - before.cpu) / 600;
	const cells = [now.rss.toFixed(1), cpu.toFixed(2), now.files, now.sockets, now.threads, now.children];
	return row([String(minute), ...cells.map(String), `  ${what.join(', ')}`]);
};

const summaryOf = (all: readonly Held[]): string => {
	const part = Math.floor(all.length / 4);
	const median = (some: readonly Held[], of: keyof Held) =>
		percentile(
			some.map((held) => held[of]),
			0.5,
		);
	const [first, last] = [all.slice(0, part), all.slice(-part)];
	const of = (['rss', 'files', 'sockets', 'threads', 'children'] as const).map(
		(name) => `${name} ${median(first, name).toFixed(1)} → ${median(last, name).toFixed(1)}`,
	);
	return `medians of the first and the last quarter: ${of.join(', ')}\n`;
};

const lab = await startLab({ images: ['app', 'quiet'], ssh: true });
await fill(lab);
const config = lab.config(configOf(false));
const deck = startDeck(['--config', config], lab.env());
await deck.shows(/WATCHDECK[\s\S]*worker-1/);
await pause(10_000);
writeFileSync(file, row(['minute', 'RSS MiB', 'CPU %', 'files', 'sockets', 'threads', 'children', '  what happened']));
const all: Held[] = [heldBy(deck.pid)];
for (let minute = 1; minute <= minutes; minute += 1) {
	const until = Date.now() + 60_000;
	const happened = await happen(lab, deck, config, minute);
	await wander(deck, minute, until);
	const [before, now] = [all.at(-1), heldBy(deck.pid)];
	all.push(now);
	appendFileSync(file, rowOf(minute, now, before ?? now, happened));
}
appendFileSync(file, summaryOf(all.slice(1)));
await deck.quit();
await lab.stop();
