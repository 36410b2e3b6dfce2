// Which fences of a document it is known where they run, and how that is written behind them.
import { hostAt } from '../../core/host/address.ts';
import type { Host } from '../../core/model.ts';
import type { Runbook, Step } from '../../core/runbook/model.ts';
import { type Seen, seenOf } from '../lint/source.ts';
import { commandWithin, shellOnInput } from '../shell/wrappers.ts';
import { isPrompted } from '../steps/command.ts';

/** The hosts of the config; and where steps run that do not say it, if somebody does. */
export interface KnownHosts {
	readonly hosts: readonly Host[];
	readonly usual?: string;
}

/** A fence that begins at `line` and runs on `host`. `login`: the line in it that only goes there, which becomes a comment. */
export interface Placed {
	readonly line: number;
	readonly host: string;
	readonly login?: number;
}

/** What reaches other machines itself, by keys and settings of the machine on which it is typed. */
const going = /^(?:ssh|scp|sftp|rsync|mosh)$/;
/** What is a word of its own behind a fence. */
const plain = /^[A-Za-z\d][\w.-]*$/;

const isGoing = ({ words: [program = ''] }: Seen): boolean => going.test(program);

/** The host of the config to which a command logs in, as the account that the config names, and does nothing else. */
function loginOf({ words, found, pipeline }: Seen, hosts: readonly Host[]): string | undefined {
	if (words[0] !== 'ssh' || found.redirections.length > 0 || pipeline.length > 1 || commandWithin(words) !== undefined)
		return undefined;
	const address = shellOnInput(words)?.of;
	return address === undefined ? undefined : hostAt(address, hosts, true)?.name;
}

function placeOf({ does }: Step, seen: readonly Seen[], { hosts, usual }: KnownHosts): Placed | undefined {
	if (does.is !== 'command' || does.code.attributes.host !== undefined) return undefined;
	const { line, language, text } = does.code;
	const own = seen.filter(({ found }) => found.inside.length === 0);
	const [first, ...more] = own;
	if (first === undefined) return undefined;
	const login = isPrompted(language) || /^\s*[$#>] /m.test(text) ? undefined : loginOf(first, hosts);
	const isAlone = more.every(({ found }) => found.line > first.found.line) && !first.found.raw.includes('\n');
	if (login !== undefined && more.length > 0 && isAlone && !more.some(isGoing))
		return { line, host: login, login: first.found.line };
	if (own.every(isGoing)) return { line, host: 'here' };
	return usual === undefined || own.some(isGoing) ? undefined : { line, host: usual };
}

/** The fences of which it is known where they run: behind a login to a host of the config, what goes elsewhere itself, and what somebody says. */
export function placedIn(runbook: Runbook, known: KnownHosts): readonly Placed[] {
	if (runbook.head.host !== undefined) return [];
	return runbook.steps
		.flatMap((step) => placeOf(step, seenOf(step), known) ?? [])
		.filter(({ host }) => plain.test(host));
}

/** The opening of a fence with its host among its attributes, in either of their forms; undefined where it is none. */
function opened(line: string, host: string): string | undefined {
	const [, before, info, end] = /^(.*?(?:`{3,}|~{3,}))([^`]*?)(\s*)$/.exec(line) ?? [];
	if (before === undefined || info === undefined || end === undefined) return undefined;
	const brace = info.indexOf('{');
	if (brace < 0) return `${before}${info} {host=${host}}${end}`;
	const inner = info.slice(brace + 1);
	const isJson = /^\s*"/.test(inner);
	const put = isJson ? `"host":${JSON.stringify(host)},` : inner.startsWith('}') ? `host=${host}` : `host=${host} `;
	return `${before}${info.slice(0, brace + 1)}${put}${inner}${end}`;
}

/** The lines of a document with the hosts behind its fences. */
export function withHosts(lines: readonly string[], placed: readonly Placed[]): readonly string[] {
	const hosts = new Map(placed.map(({ line, host }) => [line, host]));
	const logins = new Set(placed.flatMap(({ login }) => login ?? []));
	return lines.map((line, at) => {
		const host = hosts.get(at + 1);
		if (host !== undefined) return opened(line, host) ?? line;
		return logins.has(at + 1) ? line.replace(/^(\s*(?:>\s*)*)/, '$1# ') : line;
	});
}
