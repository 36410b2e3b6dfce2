import { valueForm } from '../../core/runbook/value-names.ts';
import { behind } from '../lint/command-form.ts';
import type { Run } from '../lint/run-words.ts';
import type { Seen, Source } from '../lint/source.ts';

/** Something that a document names in several commands, and what it is called as a variable. */
export interface Named {
	readonly name: string;
	readonly value: string;
}

/** A value that is the same word wherever it stands, also within quotes (`core/runbook/fill.ts`). */
const plain = /^[A-Za-z\d][\w@%+=:,./-]{2,127}$/;
/** No document has more of them. */
const most = 50;

const run = (text: string): Run => text.split(' ').map((word) => word.split('|').map((one) => new RegExp(`^${one}$`)));
const ofContainer = run('docker|podman logs|exec|restart|stop|start|inspect|kill|top|port');
const ofDokku = run('dokku [a-z-]+(?::[a-z-]+)?');
const ofFly = run('fly|flyctl');

const operand = (words: readonly string[], from: number): string | undefined =>
	// A number is the value of an option before it: `-n 100`.
	words.slice(from).find((word) => !/^[-\d]/.test(word));

/** What a command names, by kind. */
function namedBy({ words, found }: Seen): readonly (readonly [kind: string, value: string | undefined])[] {
	const container = behind(words, ofContainer);
	const dokku = behind(words, ofDokku);
	const app = words.findIndex((word) => word === '-a' || word === '--app');
	return [
		...words.flatMap((word) => (word.match(/https?:\/\/[^\s/'"?#{}$]+/g) ?? []).map((url) => ['url', url] as const)),
		...found.inside.filter(({ by }) => by === 'ssh').map(({ of }) => ['host', of?.split('@').at(-1)] as const),
		...(container === undefined ? [] : [['container', operand(words, container)] as const]),
		...(dokku === undefined ? [] : [['app', operand(words, dokku)] as const]),
		...(behind(words, ofFly) === undefined || app < 0 ? [] : [['app', words[app + 1]] as const]),
	];
}

/** The lines of commands in shell fences on which something is named, by what it is. */
function placesIn(source: Source): ReadonlyMap<string, { readonly kind: string; readonly lines: ReadonlySet<number> }> {
	const places = new Map<string, { kind: string; lines: Set<number> }>();
	for (const seen of source.seen) {
		const { line } = seen.found;
		if (source.lines[line - 1]?.kind !== 'code') continue;
		for (const [kind, value] of namedBy(seen)) {
			if (value === undefined || !plain.test(value)) continue;
			const place = places.get(value) ?? { kind, lines: new Set<number>() };
			place.lines.add(line);
			places.set(value, place);
		}
	}
	return places;
}

/** What stands in two commands or more: hosts, the origins of addresses, containers and apps, the longest first. */
export function namesOf(source: Source): readonly Named[] {
	const counts = new Map<string, number>();
	const named: Named[] = [];
	const taken = new Set([...source.text.matchAll(valueForm)].map(([, name]) => name));
	for (const [value, { kind, lines }] of placesIn(source)) {
		if (lines.size < 2 || named.length >= most) continue;
		let name = kind;
		do {
			const count = (counts.get(kind) ?? 0) + 1;
			counts.set(kind, count);
			name = count === 1 ? kind : `${kind}_${count}`;
			// What the document calls so already is another thing.
		} while (taken.has(name));
		named.push({ name, value });
	}
	return named.toSorted((a, b) => b.value.length - a.value.length);
}
