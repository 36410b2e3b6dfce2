// The part of `npm run docs` that needs the built program: screens as it draws them, and the newest benchmark.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, table } from '../../bench/figures.ts';
import { start } from '../e2e/driver.ts';
import { withBlock } from './block.ts';

const root = join(import.meta.dirname, '../..');
const readme = join(root, 'README.md');
const fenced = (lines: readonly string[]) => `\`\`\`text\n${lines.join('\n').trimEnd()}\n\`\`\``;

/** The demo fleet when its bad release has broken production, and the plan that ends it. */
const screens = async (): Promise<{ readonly fleet: readonly string[]; readonly plan: readonly string[] }> => {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-docs-'));
	const env = { HOME: home, PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', WATCHDECK_OPERATOR: 'anna' };
	const deck = start(['demo'], { env });
	// Its deployment is a short gap too; what is meant is the release that fails.
	await deck.sees(/health check fails/, 150_000);
	await deck.select('api');
	await deck.idle();
	const fleet = deck.screen();
	await deck.press('r');
	await deck.sees('ROLL BACK production/api');
	await deck.idle();
	const plan = deck.screen();
	deck.kill('SIGTERM');
	await deck.exited();
	rmSync(home, { recursive: true });
	return { fleet, plan };
};

const benchmark = (text: string): string => {
	const file = join(root, 'bench/results.json');
	if (!existsSync(file)) return text;
	const { node, cpu, figures }: { node: string; cpu: string; figures: readonly Figure[] } = JSON.parse(
		readFileSync(file, 'utf8'),
	);
	return withBlock(text, 'bench', `${fenced(table(figures).split('\n'))}\n\nNode ${node}, ${cpu}, two cores, 200x50.`);
};

const { fleet, plan } = await screens();
const text = readFileSync(readme, 'utf8');
writeFileSync(
	readme,
	benchmark(withBlock(withBlock(text, 'screen fleet', fenced(fleet)), 'screen plan', fenced(plan))),
);
