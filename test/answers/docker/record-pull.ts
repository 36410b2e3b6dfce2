// Records what a real engine answers to a pull into this folder, `pull-….ndjson` and `pull-….json`:
//   node test/lab/enter.ts node test/answers/docker/record-pull.ts
import { writeFileSync } from 'node:fs';
import { EngineError } from '../../lab/engine.ts';
import { startLab } from '../../lab/lab.ts';
import { startRegistry } from '../../support/registry.ts';

const lab = await startLab({ images: [], daemon: { 'max-download-attempts': 2 } });
const registry = await startRegistry();
const locked = await startRegistry({ login: { user: 'anna', password: 'nobody knows' } });
// The port is another each time; what is recorded names one that no registry has.
const write = (name: string, text: string) =>
	writeFileSync(
		new URL(`pull-${name}`, import.meta.url),
		text.replaceAll(/127\.0\.0\.1:\d+(->127\.0\.0\.1:\d+)?/g, '127.0.0.1:5000'),
	);
const ask = (from: string, tag = 'v4') =>
	lab.engine.lines('/images/create', { query: { fromImage: from, tag } }, 'POST');

/** Pulls, and writes each line of the answer down. */
async function keep(name: string, from: string, tag = 'v4'): Promise<void> {
	const lines: string[] = [];
	for await (const line of ask(from, tag)) lines.push(line.trim());
	write(`${name}.ndjson`, `${lines.join('\n')}\n`);
}
/** Pulls what is refused before a byte of it came. */
async function refused(name: string, from: string, tag = 'v4'): Promise<void> {
	const why = await keep(name, from, tag).then(
		() => undefined,
		(error: unknown) => error,
	);
	if (!(why instanceof EngineError)) throw new Error(`${name} must be refused`);
	write(`${name}.json`, `${JSON.stringify({ status: why.status, body: JSON.parse(why.message.replace(/^.*?(?=\{)/, '')) }, null, '\t')}\n`);
}

try {
	const shop = `${registry.name}/shop/api`;
	const first = await registry.push('shop/api', 'v4', { name: 'v4', weight: 1_500_000 });
	registry.slow(700_000);
	await keep('done', shop);
	await keep('again', shop);
	await registry.push('shop/api', 'v4', { name: 'v4 again', weight: 400_000 });
	await keep('moved', shop);
	await keep('digest', shop, first);
	await registry.push('shop/api', 'v5', { name: 'v5', weight: 900_000 });
	registry.cut('shop/api', 'v5', 1, 100);
	await keep('cut', shop, 'v5');
	await registry.push('shop/api', 'v6', { name: 'v6', weight: 200_000 });
	registry.lose('shop/api', 'v6', 1);
	await keep('lost', shop, 'v6');
	await refused('no-tag', shop, 'v9');
	await locked.push('shop/api', 'v4', { name: 'v4' });
	await refused('no-login', `${locked.name}/shop/api`);
	await locked.close();
	await refused('no-registry', `${locked.name}/shop/api`);
} finally {
	await Promise.all([registry.close(), locked.close().catch(() => undefined)]);
	await lab.stop();
}
