// An nginx on a simulated host: the file of an upstream, and the weights that it serves by since it read it.
import type { Carrier, Piece } from '../../src/io/carrier.ts';
import { nginxScript } from '../../src/platforms/nginx-script.ts';

/** The file as it is, and the share of each port. */
export interface SimulatedNginx {
	file: string;
	weights: ReadonlyMap<number, number>;
}

/** The weight of each port in the file of an upstream. */
export function weightsIn(file: string): ReadonlyMap<number, number> {
	const servers = [...file.matchAll(/127\.0\.0\.1:(\d+) weight=(\d+);/g)];
	return new Map(servers.map(([, port, weight]) => [Number(port), Number(weight)]));
}

/**
 * What the project's script does, and what looks whether it took effect; gives the exit code. `isCut`: it is killed once it has
 * written.
 */
export function nginxRan(nginx: SimulatedNginx, argv: readonly string[], isCut = false): number {
	const [, , script, , , text = ''] = argv;
	if (script !== nginxScript()) return nginx.file === `${text}\n` ? 0 : 1;
	nginx.file = `${text}\n`;
	if (isCut) return 137;
	nginx.weights = weightsIn(nginx.file);
	nginx.file = `${text}\n# loaded\n`;
	return 0;
}

async function* nothing(): AsyncGenerator<Piece> {}

/** A host with this nginx. */
export function withNginx(host: Carrier, nginx: SimulatedNginx): Carrier {
	return {
		...host,
		exec: async (command, signal) => {
			if (command.argv[3] !== 'watchdeck-nginx') return host.exec(command, signal);
			const code = nginxRan(nginx, command.argv);
			return { ok: true, value: { pieces: nothing(), code: Promise.resolve({ ok: true, value: code }) } };
		},
	};
}
