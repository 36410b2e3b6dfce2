import { containerOf } from '../engine/find.ts';
import type { Container, Program as Kind } from '../engine/types.ts';
import { optionOf, refused, type Said, type Shell, said } from './model.ts';
import { parse } from './parse.ts';

type Ask = (words: readonly string[], shell: Shell) => Said | undefined;

const psql: Ask = (words) => {
	const { value: query = '' } = optionOf(words, ['-c', '-Atc', '-tAc']);
	if (/^select 1;?$/i.test(query.trim())) return said('1');
	if (query.includes('pg_stat_activity'))
		return said(
			[
				' usename | client_addr | state  | count | longest',
				'---------+-------------+--------+-------+----------',
				' app     | 172.18.0.4  | idle   |    14 | 00:01:12',
				' app     | 172.18.0.5  | active |     3 | 00:00:00',
				'(2 rows)',
			].join('\n'),
		);
	if (query.includes('pg_replication_slots'))
		return said(' slot_name | active | keeps\n-----------+--------+-------\n(0 rows)');
	return undefined;
};

/** What `redis-cli` says of a Redis that came back with what it had saved. */
const redisCli: Ask = (words, { now }) => {
	const asked = words.join(' ').toUpperCase();
	if (asked === 'PING') return said('PONG');
	if (asked === 'DBSIZE') return said('18204');
	if (asked !== 'INFO PERSISTENCE') return undefined;
	const saved = Math.floor(now / 1000) - 212;
	return said(
		['# Persistence', 'loading:0', `rdb_last_save_time:${saved}`, 'rdb_last_bgsave_status:ok', 'aof_enabled:0'].join(
			'\r\n',
		),
	);
};

const inKinds: { readonly [K in Kind['kind']]: Readonly<Record<string, Ask>> } = {
	postgres: { pg_isready: () => said('/var/run/postgresql:5432 - accepting connections'), psql },
	redis: { 'redis-cli': redisCli },
	api: {},
	web: {},
	worker: {},
};

/** The options of `docker exec` that take a value. */
const valued = new Set(['-e', '--env', '-u', '--user', '-w', '--workdir']);

function withoutOptions(words: readonly string[]): readonly string[] {
	const [first = '', ...rest] = words;
	if (!first.startsWith('-')) return words;
	return withoutOptions(valued.has(first) ? rest.slice(1) : rest);
}

/** The one command in `sh -c`, without the variables that are set for it. */
function commandIn(words: readonly string[]): readonly string[] | undefined {
	const [shell, flag, script, ...more] = words;
	if (shell !== 'sh' || flag !== '-c') return words;
	const parsed = more.length === 0 && script !== undefined ? parse(script) : undefined;
	const [pipeline, ...others] = parsed?.ok === true ? parsed.pipelines : [];
	if (pipeline === undefined || others.length > 0 || pipeline.commands.length !== 1) return undefined;
	const command = pipeline.commands[0] ?? [];
	return command.slice(command.findIndex((word) => !/^\w+=/.test(word)));
}

function kindOf(container: Container, shell: Shell): Kind['kind'] | undefined {
	return shell.host().engine.images.get(container.image)?.program.kind;
}

/** `docker exec CONTAINER COMMAND`: the few programs of stores that a runbook asks; what is stopped runs nothing. */
export function inside(given: readonly string[], shell: Shell): Said | undefined {
	const [name, ...words] = withoutOptions(given);
	const command = commandIn(words);
	if (name === undefined || command === undefined) return undefined;
	const container = containerOf(shell.host().engine, name);
	if (container === undefined) return refused(`Error response from daemon: No such container: ${name}`);
	if (container.state !== 'running')
		return refused(`Error response from daemon: Container ${container.id} is not running`);
	const [program = '', ...rest] = command;
	const kind = kindOf(container, shell);
	const known = kind === undefined ? {} : inKinds[kind];
	if (Object.hasOwn(known, program)) return known[program]?.(rest, shell);
	return refused(
		`OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH (this host is simulated)`,
		126,
	);
}
