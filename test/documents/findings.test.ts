import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgedDocuments } from './findings.ts';

const documents = judgedDocuments();
const byName = documents.map((document) => [document.file, document] as const);

/** Whose addresses a document may name: those of nobody (RFC 2606, 5737, 6761), and those of the makers of real tools. */
const nobody = /^(?:(?:.+\.)?example(?:\.com|\.org)?|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+)$/;
const makers = ['dokploy.com', 'docs.github.com', 'grafana.com', 'prometheus.io'];

/** Addresses and domains in `text` at which somebody could be reached. */
function reachable(text: string): readonly string[] {
	const found = [
		/\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
		/(?<=:\/\/|\w@)[a-z\d-]+(?:\.[a-z\d-]+)+/gi,
		/\b(?:[a-z\d-]+\.)+(?:ai|app|cloud|co|com|dev|io|me|net|np|online|org)\b/gi,
	].flatMap((form) => text.match(form) ?? []);
	return [...new Set(found)].filter((name) => !nobody.test(name) && !makers.includes(name));
}

test('every document of the folder is judged', () => {
	const there = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.md') && name !== 'README.md');
	expect(documents.map(({ file }) => file).sort()).toEqual(there.sort());
});

test.each(byName)('%s has as many lines as its findings count with', (_, { lines, text }) => {
	expect(text.replace(/\n$/, '').split('\n')).toHaveLength(lines);
});

test.each(byName)('%s has each command on the lines that its finding names', (_, { findings, absent, text }) => {
	const lines = text.split('\n');
	const places = findings.flatMap(({ at }) => at);
	const lost = places.flatMap((place) =>
		[...place.lines, ...(place.also ?? [])]
			.filter((line) => !lines[line - 1]?.includes(place.text))
			.map((line) => `${line}: ${place.text}`),
	);
	expect(lost).toEqual([]);
	for (const { line } of absent ?? []) expect(lines[line - 1]).toMatch(/^#+ /);
});

test.each(byName)('%s names nobody who could be reached', (_, { text }) => {
	expect(reachable(text)).toEqual([]);
});

test.each([
	['ssh root@8.8.4.4', '8.8.4.4'],
	['[panel](http://panel.example.edu:3000)', 'panel.example.edu'],
	['mail ops@mail.example.museum', 'mail.example.museum'],
	['CNAME www.iana.org', 'www.iana.org'],
	['https://example.com.evil.net/', 'example.com.evil.net'],
])('%s would be found', (text, name) => {
	expect(reachable(text)).toContain(name);
});
