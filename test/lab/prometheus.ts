import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, startDaemon } from './daemon.ts';

/** A Prometheus that scrapes these `host:port`s once a second. */
export interface Prometheus {
	readonly url: string;
	readonly daemon: Daemon;
	/** The value of each series that a query finds, by its labels as JSON. */
	readonly query: (expression: string) => Promise<Readonly<Record<string, number>>>;
}

interface Answer {
	readonly data: {
		readonly result: readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[];
	};
}

/** What a Prometheus has besides its targets. */
export interface PrometheusOptions {
	/** Unless given: 9090. */
	readonly port?: number;
	/** Groups of rules as a rules file has them, evaluated once a second. */
	readonly rules?: readonly object[];
	/** What the file of `--web.config.file` says, e.g. its users. */
	readonly web?: object;
}

/** The options that name the files which a Prometheus has only when asked to. */
function filesOf(data: string, { web }: PrometheusOptions): readonly string[] {
	if (web === undefined) return [];
	const file = join(data, 'web.yml');
	writeFileSync(file, JSON.stringify(web));
	return [`--web.config.file=${file}`];
}

/** Starts Prometheus with its data in a folder. */
export async function startPrometheus(
	folder: string,
	targets: readonly string[],
	options: PrometheusOptions = {},
): Promise<Prometheus> {
	const { port = 9090, rules = [] } = options;
	const data = join(folder, 'prometheus');
	mkdirSync(data);
	const config = join(data, 'config.yml');
	const jobs = [{ job_name: 'lab', static_configs: [{ targets }] }];
	// JSON is YAML too.
	const global = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
	writeFileSync(join(data, 'rules.yml'), JSON.stringify({ groups: rules }));
	writeFileSync(config, JSON.stringify({ global, scrape_configs: jobs, rule_files: [join(data, 'rules.yml')] }));
	const listen = `127.0.0.1:${port}`;
	const url = `http://${listen}`;
	const args = [
		...[`--config.file=${config}`, `--storage.tsdb.path=${data}/tsdb`, `--web.listen-address=${listen}`],
		...filesOf(data, options),
	];
	const daemon = await startDaemon('prometheus', args, /Server is ready/);
	const query = async (expression: string) => {
		const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
		if (!answer.ok) throw new Error(`Prometheus: ${answer.status} ${await answer.text()}`);
		const { data } = (await answer.json()) as Answer; // the documented form of an instant query's answer
		return Object.fromEntries(data.result.map(({ metric, value }) => [JSON.stringify(metric), Number(value[1])]));
	};
	return { url, daemon, query };
}

/** Starts node_exporter on port 9100. */
export const startNodeExporter = (): Promise<Daemon> =>
	startDaemon('prometheus-node-exporter', ['--web.listen-address=127.0.0.1:9100'], /Listening on|TLS is disabled/);
