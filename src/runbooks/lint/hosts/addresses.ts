import { hostAt } from '../../../core/host/address.ts';
import type { Question } from '../../../core/lint/hosts/model.ts';
import type { Host } from '../../../core/model.ts';
import { commandWithin, shellOnInput } from '../../shell/wrappers.ts';
import type { Seen } from '../source.ts';
import { isOpen, literal } from './step.ts';

const url = /\b(?:https?|wss?|ftp|postgres(?:ql)?|mysql|redis|mongodb):\/\/(?:[^@/\s]*@)?([^/:?#\s'"@]+)/gi;
const remote = /^(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):/;
const dotted = /^(?=.{4,253}$)[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+$/i;
/** Numbers, and names that documents use for any (RFC 2606, RFC 6761) or that only their own network knows by multicast. */
const none = /^[\d.]+$|(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost|local)$/i;
/** What only prints its words, or takes them for text. */
const printing = /^(?:echo|printf|grep|egrep|sed|awk|jq|cat|tee|export|set)$/;

/** The names in addresses that a command connects to, which its host must be able to resolve. */
export function namesIn(seen: Seen, hosts: readonly Host[]): readonly Question[] {
	const [program = ''] = seen.words;
	if (printing.test(program) || isOpen(seen)) return [];
	const words = seen.found.words.flatMap((word) => literal(word) ?? []);
	// A header says where something comes from, and nobody connects to it.
	const inWords = words
		.filter((word) => !/^[\w-]+:\s/.test(word))
		.flatMap((word) => [...word.matchAll(url)].map(([, name = '']) => name));
	const copied = /^(?:scp|rsync|sftp)$/.test(program) ? words.flatMap((word) => remote.exec(word)?.[1] ?? []) : [];
	const of = program === 'ssh' ? (commandWithin(seen.words)?.of ?? shellOnInput(seen.words)?.of) : undefined;
	// What leads to a host of the config is reached as that says.
	const reached =
		of === undefined || !words.includes(of) || hostAt(of, hosts) !== undefined ? [] : [of.replace(/^.*@/, '')];
	return [...inWords, ...copied, ...reached]
		.filter((name) => dotted.test(name) && !none.test(name))
		.map((name) => ({ is: 'name', name: name.toLowerCase() }));
}
