import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engines, startEngines } from '../test/simulated/engines.ts';
import type { Asked, Served } from '../test/simulated/serve.ts';
import { cpuOf, startDeck } from './deck.ts';
import type { Figure } from './figures.ts';
import { idleOf } from './keys.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const hung = 'sim-7';

/** A config of hosts whose engines are served on ports of this machine: each container is a service. JSON is YAML. */
export const configOf = (hosts: readonly Served[]): string =>
	JSON.stringify({
		hosts: Object.fromEntries(
			hosts.map(({ name, port }) => [name, { local: true, engine: `tcp://127.0.0.1:${port}` }]),
		),
		environments: {
			production: {
				services: Object.fromEntries(
					hosts.flatMap(({ name, containers }) =>
						containers.map((container) => [`${name}-${container}`, { host: name, container }]),
					),
				),
			},
		},
	});

/** How often a question is asked at the latest, in milliseconds: the numbers of a container that is not on the screen, an engine, a list. */
const everies: readonly (readonly [RegExp, number])[] = [
	[/\/stats$/, 60_000],
	[/^\/_ping$/, 5_000],
	[/^\/containers\/json$/, 30_000],
];

/** By how many of its intervals the oldest answer of a host was too old; a tenth is chance that was put in on purpose. */
const lateness = (asked: Asked): number =>
	Math.max(
		0,
		...Object.entries(asked).map(([path, longest]) => {
			const every = everies.find(([of]) => of.test(path))?.[1];
			return every === undefined ? 0 : (longest - 1.1 * every) / every;
		}),
	);

const measured = async (engines: Engines, config: string, env: Readonly<Record<string, string>>) => {
	const deck = startDeck(['--config', config], env);
	await deck.shows(/WATCHDECK[\s\S]*(?:quit|help)/);
	// After the first minute all was read once, and Node has compiled what runs often.
	await pause(75_000);
	const [before, theirs] = [await engines.tell({}), cpuOf(engines.pid)];
	const idle = await idleOf(deck, 60);
	const [after, load] = [await engines.tell({}), (cpuOf(engines.pid) - theirs) / 60];
	await engines.tell({ hang: hung, anew: true });
	await pause(140_000);
	const { asked } = await engines.tell({});
	await deck.quit();
	const others = Object.entries(asked).filter(([name]) => name !== hung);
	return {
		cpu: idle.cpu / 10,
		bytes: after.bytes - before.bytes,
		engine: load / 10 / engines.hosts.length,
		late: Math.max(...others.map(([, questions]) => lateness(questions))),
	};
};

/**
 * 30 simulated hosts with 30 containers each, polled over loopback; then one of them hangs. That is nine times the 100
 * containers of the other row, and so are its budgets for CPU; of bytes a host may send 256 KiB a minute at the aim. The
 * engines' CPU is that of the simulation.
 */
export const scale = async (folder: string, env: Readonly<Record<string, string>>): Promise<readonly Figure[]> => {
	const engines = await startEngines({ hosts: 30, containers: 30 });
	try {
		const config = join(folder, 'scale.yaml');
		writeFileSync(config, configOf(engines.hosts), { mode: 0o600 });
		const { cpu, bytes, engine, late } = await measured(engines, config, env);
		return [
			{ what: 'CPU, 30 simulated hosts × 30 containers', unit: '%', value: cpu, must: 18, aim: 9 },
			{ what: 'bytes read of 30 hosts', unit: 'MiB/min', value: bytes / 2 ** 20, must: 15, aim: 7.5 },
			{ what: 'CPU of a simulated engine', unit: '%', value: engine, must: 4, aim: 2 },
			{ what: 'one of 30 hung: ages of the others grow by', unit: 'intervals', value: late, must: 1, aim: 0.2 },
		];
	} finally {
		await engines.stop();
	}
};
