import { fieldsOf, stamp, textOf } from '../engine/fields.ts';
import { containerOf } from '../engine/find.ts';
import type { Container } from '../engine/types.ts';
import { loadOf } from '../load.ts';
import { logLines } from '../log-lines.ts';
import { shorten } from './docker-words.ts';
import { inside } from './inside.ts';
import { hasOnly, optionOf, type Program, refused, type Said, type Shell, said } from './model.ts';
import { columns, dockerSize } from './sizes.ts';
import { filledIn } from './template.ts';

const noSuch = (name: string): Said => refused(`Error response from daemon: No such container: ${name}`);

/** A container by the one word that is left. */
function named(words: readonly string[], shell: Shell): Container | Said | undefined {
	const [name, ...more] = words;
	if (name === undefined || more.length > 0 || name.startsWith('-')) return undefined;
	return containerOf(shell.host().engine, name) ?? noSuch(name);
}

function logs(words: readonly string[], shell: Shell): Said | undefined {
	const { value: tail = 'all', rest: tailed } = optionOf(words, ['--tail', '-n']);
	const { value: since, rest } = optionOf(tailed, ['--since']);
	const ago = since === undefined ? undefined : /^(\d+)([smh])$/.exec(since);
	if (since !== undefined && ago === null) return undefined;
	const [, count = '0', unit = 's'] = ago ?? [];
	const length = Number(count) * ({ s: 1e3, m: 6e4, h: 3.6e6 }[unit] ?? 0);
	const stamps = rest.includes('--timestamps') || rest.includes('-t');
	const found = named(
		rest.filter((word) => word !== '--timestamps' && word !== '-t'),
		shell,
	);
	if (found === undefined || 'code' in found) return found;
	const after = since === undefined ? 0 : shell.now - length;
	const most = /^\d+$/.test(tail) ? Number(tail) : 5000;
	const lines = logLines(shell.host().engine, found, { after, until: shell.now, most });
	const text = lines.map(({ at, text: line }) => `${stamps ? `${stamp(at).replace('Z', '000000Z')} ` : ''}${line}\n`);
	return said(text.join(''));
}

function inspect(words: readonly string[], shell: Shell): Said | undefined {
	const { value: form, rest } = optionOf(words, ['--format', '-f']);
	const [name, ...more] = rest;
	if (name === undefined || more.length > 0 || name.startsWith('-')) return undefined;
	const { status, json } = shell.ask({ method: 'GET', path: `/containers/${encodeURIComponent(name)}/json` });
	if (status !== 200) return { ...refused(`Error: No such object: ${name}`), out: form === undefined ? '[]\n' : '\n' };
	if (form === undefined) return said(JSON.stringify([json], undefined, 4));
	const text = filledIn(form, json);
	return text === undefined ? undefined : said(text);
}

function rowsOf(path: string, shell: Shell): readonly Readonly<Record<string, unknown>>[] {
	const { json } = shell.ask({ method: 'GET', path });
	return Array.isArray(json) ? json.map(fieldsOf) : [];
}

function ps(words: readonly string[], shell: Shell): Said | undefined {
	const { value: form, rest } = optionOf(words, ['--format']);
	if (!rest.every((word) => word === '-a' || word === '--all')) return undefined;
	const rows = rowsOf(`/containers/json${rest.length > 0 ? '?all=1' : ''}`, shell).map((row) => ({
		ID: textOf(row['Id']).slice(0, 12),
		Names: String(row['Names']).replace(/^\//, ''),
		Image: textOf(row['Image']),
		Status: textOf(row['Status']),
		State: textOf(row['State']),
	}));
	const table = form?.startsWith('table ') === true ? form.slice('table '.length) : undefined;
	if (form !== undefined && table === undefined) {
		const lines = rows.map((row) => filledIn(form, row));
		return lines.includes(undefined) ? undefined : said(lines.join('\n'));
	}
	const names = table === undefined ? ['ID', 'Image', 'Status', 'Names'] : shorten(table);
	if (names === undefined) return undefined;
	const heads = names.map((name) => ({ ID: 'CONTAINER ID' })[name] ?? name.toUpperCase());
	return said(columns([heads, ...rows.map((row) => names.map((name) => textOf(fieldsOf(row)[name])))]));
}

function image(words: readonly string[], shell: Shell): Said | undefined {
	const [verb, ...rest] = words;
	if (verb === 'prune' && rest.includes('--force')) return said('Total reclaimed space: 0B');
	if (verb !== 'ls' || !hasOnly(rest, ['--all', '-a'])) return undefined;
	const rows = [...shell.host().engine.images.values()].flatMap(({ id, tags, size }) =>
		tags.map((tag) => [tag.replace(/:[^:]*$/, ''), tag.replace(/^.*:/, ''), id.slice(7, 19), dockerSize(size)]),
	);
	return said(columns([['REPOSITORY', 'TAG', 'IMAGE ID', 'SIZE'], ...rows]));
}

function system(words: readonly string[], shell: Shell): Said | undefined {
	if (words.join(' ') !== 'df') return undefined;
	const { engine, cache } = shell.host();
	const images = [...engine.images.values()];
	const size = images.reduce((sum, one) => sum + one.size, 0);
	const running = [...engine.containers.values()].filter(({ state }) => state === 'running').length;
	return said(
		columns([
			['TYPE', 'TOTAL', 'ACTIVE', 'SIZE', 'RECLAIMABLE'],
			['Images', String(images.length), String(running), dockerSize(size), dockerSize(size * 0.2)],
			['Containers', String(engine.containers.size), String(running), '11.4MB', '1.2MB'],
			['Local Volumes', String(engine.volumes.size), String(engine.volumes.size), '6.1GB', '0B'],
			['Build Cache', '412', '0', dockerSize(cache), dockerSize(cache)],
		]),
	);
}

/** What image builds left behind goes, and the disk has its room back. */
function builder(words: readonly string[], shell: Shell): Said | undefined {
	const [verb, ...options] = words;
	const { rest } = optionOf(options, ['--filter']);
	if (verb !== 'prune' || rest.some((word) => !['--force', '-f', '--all', '-a', '-af'].includes(word)))
		return undefined;
	if (rest.length === 0) return refused('this asks before it removes anything, and nobody can answer here: --force');
	const { cache, ...host } = shell.host();
	shell.put({ ...host, cache: 0 });
	return said(`Total reclaimed space: ${dockerSize(cache)}`);
}

function top(words: readonly string[], shell: Shell): Said | undefined {
	const { value: form = 'pid,ppid,rss,etime,args', rest } = optionOf(words, ['-eo']);
	const found = form === 'pid,ppid,rss,etime,args' ? named(rest, shell) : undefined;
	if (found === undefined || 'code' in found) return found;
	if (found.state !== 'running') return refused(`Error response from daemon: Container ${found.id} is not running`);
	const load = loadOf(shell.host().engine, found);
	const seconds = Math.floor((shell.now - (found.started ?? shell.now)) / 1000);
	const time = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
	const rss = Math.round((load?.memory(shell.now) ?? 0) / 1024);
	const command = [found.config['Entrypoint'], found.config['Cmd']].flat().filter((word) => typeof word === 'string');
	return said(
		columns([
			['PID', 'PPID', 'RSS', 'ELAPSED', 'COMMAND'],
			[String(found.pid), '1', String(rss), time, command.join(' ')],
		]),
	);
}

const units: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes of `768m` or `1g`. */
function bytesOf(text: string | undefined): number | undefined {
	const [, count, unit = ''] = /^(\d+)([bkmg]?)$/i.exec(text ?? '') ?? [];
	return count === undefined ? undefined : Number(count) * (units[unit.toLowerCase()] ?? 1);
}

function update(words: readonly string[], shell: Shell): Said | undefined {
	const { value: memory, rest: first } = optionOf(words, ['--memory', '-m']);
	const { value: swap, rest } = optionOf(first, ['--memory-swap']);
	const found = named(rest, shell);
	if (found === undefined || 'code' in found) return found;
	const Memory = bytesOf(memory);
	const MemorySwap = swap === '-1' ? -1 : bytesOf(swap ?? memory);
	if (Memory === undefined || MemorySwap === undefined) return undefined;
	shell.ask({ method: 'POST', path: `/containers/${found.id}/update`, body: { Memory, MemorySwap } });
	return said(found.name);
}

/** `docker start NAME` and its like, as the engine does it. */
function verb(name: string) {
	return (words: readonly string[], shell: Shell): Said | undefined => {
		const found = named(words, shell);
		if (found === undefined || 'code' in found) return found;
		const { status, json } = shell.ask({ method: 'POST', path: `/containers/${found.id}/${name}` });
		if (status < 400) return said(words.join(' '));
		return refused(`Error response from daemon: ${textOf(fieldsOf(json)['message'])}`);
	};
}

type Verb = (words: readonly string[], shell: Shell) => Said | undefined;
const verbs: Readonly<Record<string, Verb | undefined>> = {
	...{ logs, inspect, ps, image, system, builder, top, update, exec: inside },
	...{ start: verb('start'), stop: verb('stop'), restart: verb('restart'), kill: verb('kill') },
};

/** The command line of Docker, as far as the runbooks use it; what it changes, the simulated engine changes. */
export const docker: Program = ([name = '', ...rest], shell) =>
	Object.hasOwn(verbs, name) ? verbs[name]?.(rest, shell) : undefined;
