// A walk is killed after any of its lines: what is left of it can be gone on with, by the journal and by the copy alike.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineIn } from '../../../src/app/walks/heard.ts';
import { foldedWalk } from '../../../src/app/walks/take-up.ts';
import type { Result } from '../../../src/core/model.ts';
import { byOurClock } from '../../../src/core/runbook/clocks.ts';
import { copyTold } from '../../../src/core/runbook/copied.ts';
import { copyHead, copyLine } from '../../../src/core/runbook/copy.ts';
import type { Came } from '../../../src/core/runbook/stand.ts';
import { type Did, type Walk, type WalkLine, walked, walkOf } from '../../../src/core/runbook/walk.ts';
import { barred } from '../../../src/core/select/walk/enter.ts';
import { sha256 } from '../../../src/io/hash.ts';
import { memoryRows } from '../../../src/io/sqlite.ts';
import { makeJournal } from '../../../src/store/journal.ts';
import { migrations } from '../../../src/store/tables.ts';
import { opened, serviceDown, walkHead, walking } from '../../support/walks.ts';

const id = 'w-1a2b3c';
const begins = Date.UTC(2026, 10, 21, 14, 2, 10);
const came: Came = {
	took: 5,
	output: '"quoted"\n\u001b[2J',
	lines: 2,
	bytes: 9,
	hash: 'a',
	verdict: 'ok',
	because: 'exit 0',
};
const step = fc.constantFrom(...serviceDown.steps.map((one) => one.id));
const did: fc.Arbitrary<Did> = fc.oneof(
	step.map((of): Did => ({ is: 'ran', step: of, host: 'vps1', text: 'ls' })),
	fc
		.tuple(step, fc.constantFrom('ok', 'failed', 'open'), fc.constantFrom({}, { command: 33 }))
		.map(([of, verdict, which]): Did => ({ is: 'came', step: of, ...which, ...came, verdict })),
	fc.tuple(step, fc.constantFrom('done', 'failed', 'skipped')).map(([of, as]): Did => ({ is: 'marked', step: of, as })),
	step.map((of): Did => ({ is: 'noted', step: of, text: 'a note' })),
	step.map((of): Did => ({ is: 'acted', step: of, plan: '7f3a1b2c' })),
	step.map((to): Did => ({ is: 'went', to, because: 'chosen' })),
	fc.constantFrom<Did>({ is: 'set', name: 'x', value: '2' }, { is: 'moved', host: 'vps2' }),
	fc.constantFrom<Did>({ is: 'changed', digest: 'e', was: 'd1' }),
);
/** Lines of two programs, of which the second takes over somewhere, and of the first some come late. */
const lines: fc.Arbitrary<readonly WalkLine[]> = fc
	.tuple(fc.array(did, { maxLength: 12 }), fc.array(fc.tuple(fc.boolean(), did), { maxLength: 12 }))
	.map(([first, later]) => {
		const counts = new Map<string, number>();
		const line = (session: string, one: Did): WalkLine => {
			const n = (counts.get(session) ?? 0) + 1;
			counts.set(session, n);
			return { at: begins, by: session.split('/')[0] ?? '', run: id, session, n, did: one };
		};
		const [anna, bob] = ['anna/1/1', 'bob/2/2'];
		const all = [
			line(anna, { is: 'began', head: walkHead, session: anna }),
			...first.map((one) => line(anna, one)),
			line(bob, { is: 'taken up', from: 'anna', session: bob }),
			...later.map(([late, one]) => line(late ? anna : bob, one)),
		];
		return all.map((one, at) => ({ ...one, at: begins + at * 1000 }));
	});
const gone = (session: string | undefined) => session !== undefined;
const folded = (all: readonly WalkLine[]): Walk => {
	const walk = foldedWalk(all, gone);
	if (walk === undefined) throw new Error('a walk begins with its head');
	return walk;
};

test('after each of its lines a walk can be gone on with, and nothing of it seems to run still', () => {
	fc.assert(
		fc.property(lines, (all) => {
			for (let count = 1; count <= all.length; count += 1) {
				const before = walkOf(all.slice(0, count));
				const walk = folded(all.slice(0, count));
				for (const [at, stand] of Object.entries(before?.stands ?? {}))
					expect(walk.stands[at]).toMatchObject(
						stand.is === 'running' ? { is: 'open', because: expect.stringContaining('was cut') } : { is: stand.is },
					);
				// Nobody walks it: whoever did goes on unasked.
				expect(walk.session).toBeUndefined();
				const open = { ...opened(serviceDown), walk, lines: all };
				const state = { ...walking(open), operator: walk.walker, session: 'new/3/3' };
				expect(barred(state, { open })).toBeUndefined();
				// What comes after is folded onto it as onto the whole.
				const rest = all.slice(count).reduce<Walk | undefined>(walked, before);
				expect(rest).toEqual(walkOf(all));
			}
		}),
		{ numRuns: 50 },
	);
});

test('lines that are told twice, from wherever they are told again, are the same walk', () => {
	fc.assert(
		fc.property(lines, fc.nat(), fc.nat(), (all, first, second) => {
			const [from, to] = [first % all.length, second % (all.length + 1)];
			expect(walkOf([...all.slice(0, to), ...all.slice(Math.min(from, to))])).toEqual(walkOf(all));
		}),
	);
});

test('the journal and the copy of a walk are the same walk', async () => {
	const got = <T>(result: Result<T>): T => {
		if (!result.ok) throw new Error(result.failure.message);
		return result.value;
	};
	await fc.assert(
		fc.asyncProperty(lines, async (all) => {
			const journal = makeJournal({ rows: await memoryRows(migrations), digest: sha256, redact: String });
			for (const line of all) got(await journal.append({ what: 'walked', ...line }));
			const read = got(await journal.read({ run: id }));
			const kept = read.flatMap((entry) => (entry.what === 'walked' ? [lineIn(entry)] : []));
			const stamp = (at: number) => `${JSON.stringify({ host: Math.floor(at / 1000) })}\n`;
			const text = all.map((line) => stamp(line.at) + copyLine(line, String)).join('');
			const now = begins + 60_000;
			const told = got(copyTold(`${now / 1000}\n${copyHead(walkHead, '# A\n', String)}${text}`, id, 0));
			const { lines: copied } = byOurClock(told, { asked: now, answered: now }, new Map());
			expect(kept).toEqual(all);
			expect(copied).toEqual(all);
			expect(walkOf(copied)).toEqual(walkOf(kept));
		}),
		{ numRuns: 25 },
	);
});
