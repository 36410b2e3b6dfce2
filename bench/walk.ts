import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Deck, rssOf, startDeck } from './deck.ts';
import { type Figure, percentile } from './figures.ts';
import { screenOf } from './follow.ts';
import { pressKeys } from './keys.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const documents = join(import.meta.dirname, '../test/documents');
const dokku = readFileSync(join(documents, 'dokku-operations-runbook.md'), 'utf8');
const deployment = readFileSync(join(documents, 'deployment-runbook.md'), 'utf8');

/** A runbook of 2 MB, made of real ones again and again. */
const large = (): string => {
	let text = '# Large\n\n';
	while (text.length < 2 * 1024 * 1024) text += `${dokku}\n\n${deployment}\n\n`;
	return text;
};

/** So many lines that a command prints: a thousand at a time, for longer than keys are pressed meanwhile; or as fast as it can. */
const printed = 100_000;
const printing = (name: string, rest: string) =>
	`## ${name}\n\n\`\`\`sh {host=here effect=read timeout=5m}\nawk 'BEGIN { for (i = 1; i <= ${printed}; i++) { print "line " i " of an output that is as long as a usual line of a log is"; ${rest} } }'\n\`\`\`\n\n`;
const loud = `# Loud\n\n${printing('Paced', 'if (i % 1000 == 0) { fflush(); system("sleep 0.2") }')}${printing('Fast', '')}${Array.from({ length: 60 }, (_, at) => `## Step ${at}\n\nA step to read.\n\n`).join('')}`;

/** A runbook of the operator's own. */
interface Own {
	readonly name: string;
	readonly text: string;
}

/** A cockpit whose operator has a runbook beside ours, at the list of them. */
const started = async (folder: string, env: Readonly<Record<string, string>>, { name, text }: Own): Promise<Deck> => {
	const own = join(folder, `config-${name}`);
	const place = join(own, 'watchdeck', 'runbooks');
	mkdirSync(place, { recursive: true, mode: 0o700 });
	writeFileSync(join(place, `${name}.md`), text, { mode: 0o600 });
	const config = join(folder, 'walk.yaml');
	writeFileSync(config, 'hosts: { here: { local: true } }\n', { mode: 0o600 });
	const deck = startDeck(['--config', config], { ...env, XDG_CONFIG_HOME: own });
	await deck.shows(/WATCHDECK[\s\S]*(?:quit|help)/);
	await pause(4000);
	deck.write('6');
	await deck.shows(/RUNBOOKS/i);
	await pause(1000);
	return deck;
};

/** Opens a runbook by a part of its name; gives the milliseconds from the key to its first step. */
const opened = async (deck: Deck, name: string, says: RegExp): Promise<number> => {
	for (const key of ['/', name, '\r']) {
		deck.write(key);
		await pause(600);
	}
	const from = performance.now();
	const shown = deck.shows(says);
	deck.write('\r');
	return (await shown) - from;
};

/** Waits until the screen says so: what a step printed may hold any text. */
const stands = async (deck: Deck, says: RegExp): Promise<void> => {
	while (!says.test(await screenOf(deck.pieces()))) await pause(500);
};

const ofLarge = async (folder: string, env: Readonly<Record<string, string>>): Promise<readonly Figure[]> => {
	const deck = await started(folder, env, { name: 'large', text: large() });
	const took = await opened(deck, 'large', /step 1 of \d+/);
	await pause(3000);
	const { latencies: steps, cpu } = await pressKeys(deck, 300);
	const rss = rssOf(deck.pid);
	await deck.quit();
	return [
		{ what: 'runbook of 2 MB: key to its first step', unit: 'ms', value: took, must: 200, aim: 100 },
		{ what: 'runbook of 2 MB: key p50', unit: 'ms', value: percentile(steps, 0.5), must: 10, aim: 4 },
		{ what: 'runbook of 2 MB: key p95', unit: 'ms', value: percentile(steps, 0.95), must: 25, aim: 16 },
		{ what: 'runbook of 2 MB: key p99', unit: 'ms', value: percentile(steps, 0.99), must: 25, aim: 16 },
		{ what: 'runbook of 2 MB: CPU a key', unit: 'ms', value: cpu, must: 12, aim: 6 },
		{ what: 'runbook of 2 MB: RSS', unit: 'MiB', value: rss, must: 180, aim: 120 },
	];
};

const ofLoud = async (folder: string, env: Readonly<Record<string, string>>): Promise<readonly Figure[]> => {
	const deck = await started(folder, env, { name: 'loud', text: loud });
	await opened(deck, 'loud', /step 1 of \d+/);
	await pause(2000);
	const before = rssOf(deck.pid);
	deck.write('\r');
	await deck.shows(/lines so far/);
	const keys = (await pressKeys(deck, 150)).latencies;
	await stands(deck, /step 2 of/);
	await pause(1000);
	deck.write('\r');
	await stands(deck, /step 3 of/);
	await pause(2000);
	const rss = rssOf(deck.pid);
	await deck.quit();
	const at = 'a step that prints 100,000 lines';
	return [
		{ what: `${at}: key p95`, unit: 'ms', value: percentile(keys, 0.95), must: 25, aim: 16 },
		{ what: `${at}: key p99`, unit: 'ms', value: percentile(keys, 0.99), must: 25, aim: 16 },
		{ what: `${at}: RSS`, unit: 'MiB', value: rss, must: 180, aim: 120 },
		{ what: `${at}: RSS grows by`, unit: 'MiB', value: rss - before, must: 40, aim: 20 },
	];
};

/** What a long runbook costs, and a step of one that says much. */
export const walk = async (folder: string, env: Readonly<Record<string, string>>): Promise<readonly Figure[]> => [
	...(await ofLarge(folder, env)),
	...(await ofLoud(folder, env)),
];
