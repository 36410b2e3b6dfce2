import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kinds } from '../../src/probes/index.ts';

const folder = new URL('../../src/probes/', import.meta.url);

test('every file of the folder is a kind of its name, in the list, with the schema of its spec or a form for the config', async () => {
	const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts');
	const names = files.map((name) => name.replace(/\.ts$/, ''));
	expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(names.toSorted());
	for (const name of names) {
		const module = await import(new URL(`${name}.ts`, folder).href);
		expect(module[name]).toBe(kinds.find(({ kind }) => kind === name));
		expect(module[name].form?.kind ?? typeof module.schema?.safeParse).toBe(module[name].form ? name : 'function');
	}
});

test.each(kinds)(
	'$kind: a spec of the wrong form is a bug of ours, said with its field, and nothing is asked',
	async (kind) => {
		const asked: string[] = [];
		const reach = {
			ask: async () => {
				asked.push('asked');
				return { ok: false, took: 0, failure: { kind: 'bug', message: '' } } as const;
			},
			follow: async function* () {
				asked.push('followed');
				yield* [];
			},
			now: () => 0,
			signal: new AbortController().signal,
		};
		const probe = { kind: kind.kind, of: 'x', every: 1000, timeout: 1000, spec: { host: 7 } };
		expect(await kind.read(probe, reach)).toMatchObject({ ok: false, failure: { kind: 'bug' } });
		for await (const result of kind.watch?.(probe, reach) ?? []) {
			expect(result).toMatchObject({ ok: false, failure: { kind: 'bug' } });
		}
		expect(asked).toEqual([]);
	},
);
