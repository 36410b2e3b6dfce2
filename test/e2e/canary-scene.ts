// What the stories of canaries share: their config, the numbers that they are judged by, and how one is asked for and killed.
import { createServer, type Server } from 'node:http';
import type { Lab } from '../lab/lab.ts';
import { type Headless, type Said, watchdeck } from './cli.ts';
import { journalOf, type Way } from './scene.ts';

const PAGE = 18_099;

/** A page of metrics that stands for what a proxy counts: between two readings 20 requests went well, and so many failed. */
export function startPage(failing: () => number): Promise<Server> {
	const count = { ok: 0, bad: 0 };
	const server = createServer((_, answer) => {
		count.ok += 20;
		count.bad += failing();
		const line = (status: string, value: number) => `http_requests_total{status="${status}"} ${value}\n`;
		answer.end(`# TYPE http_requests_total counter\n${line('200', count.ok)}${line('500', count.bad)}`);
	});
	return new Promise((resolve) => server.listen(PAGE, '127.0.0.1', () => resolve(server)));
}

/** production/api on the lab. `service`: its lines of the config, and `canary` those of its canary. */
export interface Setting {
	readonly way?: Way;
	readonly service?: readonly string[];
	readonly canary: readonly string[];
}

const lines = (depth: number, all: readonly string[]) => all.map((line) => `${' '.repeat(depth)}${line}`).join('\n');

const configOf = ({ way = 'local', service = [], canary }: Setting) => `
operator: tester
discover: false
hosts:
  box: ${way === 'local' ? '{ local: true }' : '{ ssh: lab }'}
environments:
  production:
    services:
      api:
        host: box
        metrics: { url: 'http://127.0.0.1:${PAGE}/metrics', every: 1s, from: local }
        thresholds: { errors: 5%, p95: 10s }
        proof: { times: 2, within: 60s }
        watch: 0s
${lines(8, service)}
        canary:
${lines(10, canary)}
`;

/** A program with a home of its own that speaks of production/api. */
export interface Speaker {
	readonly env: Readonly<Record<string, string>>;
	readonly say: (words: readonly string[], more?: Partial<Headless>) => Promise<Said>;
}

export function speakerOf(lab: Lab, setting: Setting): Speaker {
	const env = lab.env();
	const file = lab.config(configOf(setting));
	return { env, say: (words, more = {}) => watchdeck(['--config', file, ...words], { env, ...more }) };
}

/** The words that ask for a canary of an image. */
export const canaryOf = (image: string) => ['deploy', 'production/api', '--image', image, '--canary'] as const;

/** Begins a canary and kills it (-9) once `when` resolves; gives the id of its run. */
export async function killed({ env, say }: Speaker, image: string, when: () => Promise<unknown>): Promise<string> {
	const { code, text } = await say([...canaryOf(image), '--yes'], {
		// What ended before it could be killed is told by its code.
		started: (pid) =>
			void when()
				.then(() => process.kill(pid, 'SIGKILL'))
				.catch(() => undefined),
	});
	if (code !== 137) throw new Error(`it was not killed: ${code} ${text}`);
	return String(journalOf(env).findLast(({ what }) => what === 'confirmed')?.['run']);
}
