import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Came } from '../../../src/core/runbook/stand.ts';
import { type Did, standOf, walked, walkOf } from '../../../src/core/runbook/walk.ts';

const head = { runbook: 'a', title: 'A', path: '/a.md', digest: 'd', host: 'vps1', values: { x: '1' } };
const came: Came = { took: 5, output: '', lines: 0, bytes: 0, hash: '', verdict: 'ok', because: 'exit 0' };
const step = fc.constantFrom('look', 'mend', 'gone');
const did: fc.Arbitrary<Did> = fc.oneof(
	fc
		.tuple(step, fc.constantFrom({}, { background: true } as const))
		.map(([of, how]): Did => ({ is: 'ran', step: of, host: 'vps1', text: 'ls', ...how })),
	step.map((of): Did => ({ is: 'came', step: of, background: true, ...came })),
	fc
		.tuple(step, fc.constantFrom('ok', 'failed', 'open'), fc.constantFrom({}, { command: 3 }))
		.map(([of, verdict, which]): Did => ({ is: 'came', step: of, ...which, ...came, verdict })),
	fc.tuple(step, fc.constantFrom('done', 'failed', 'skipped')).map(([of, as]): Did => ({ is: 'marked', step: of, as })),
	step.map((of): Did => ({ is: 'noted', step: of, text: 'a note' })),
	step.map((of): Did => ({ is: 'acted', step: of, plan: 'p' })),
	step.map((to): Did => ({ is: 'went', to, because: 'chosen' })),
	fc.constantFrom<Did>({ is: 'set', name: 'x', value: '2' }, { is: 'moved', host: 'vps2' }, { is: 'began', head }),
	fc.constantFrom<Did>({ is: 'changed', digest: 'e' }, { is: 'taken up' }, { is: 'ended', as: 'done' }),
);
const began = { at: 1, by: 'op-1', run: 'w-1', did: { is: 'began', head } } as const;
const linesOf = (all: readonly Did[]) => all.map((one, at) => ({ at: at + 2, by: 'op-2', run: 'w-1', did: one }));

test('a walk that is read in two goes is the one that is read in one, whatever its lines are', () => {
	fc.assert(
		fc.property(fc.array(did, { maxLength: 30 }), fc.nat(30), (all, at) => {
			const lines = [began, ...linesOf(all)];
			const first = walkOf(lines.slice(0, at + 1));
			expect(lines.slice(at + 1).reduce(walked, first)).toEqual(walkOf(lines));
			expect(walkOf(lines)).toMatchObject({ id: 'w-1', began: 1, by: 'op-1', seen: lines.length });
		}),
	);
});

test('a step may be called as what every object has', () => {
	const steps = ['constructor', 'valueOf', '__proto__'];
	for (const of of steps) {
		const ran: Did = { is: 'ran', step: of, host: 'vps1', text: 'ls' };
		const note: Did = { is: 'noted', step: of, text: 'odd' };
		const walk = walkOf([began, ...linesOf([ran, note, { is: 'taken up', session: 's' }])]);
		expect(walk === undefined ? undefined : standOf(walk, of)).toMatchObject({ is: 'open', notes: ['odd'], plans: [] });
		expect(standOf({ stands: {} }, of)).toBeUndefined();
	}
});

test('what comes of a command in the background says how its step stands, and moves nobody', () => {
	const ran: Did = { is: 'ran', step: 'look', host: 'vps1', text: 'ls', background: true };
	const gone: Did = { is: 'went', to: 'mend', because: 'the next one' };
	const ended: Did = { is: 'came', step: 'look', background: true, ...came };
	const walk = walkOf([began, ...linesOf([ran, gone, ended])]);
	expect(walk).toMatchObject({ at: 'mend', stands: { look: { is: 'ok', whole: came } } });
	expect(walk?.stands['look']?.whole).not.toHaveProperty('background');
	// One that has no end was cut once its program is gone.
	const cut = walkOf([began, ...linesOf([ran, gone, { is: 'taken up', session: 's' }])]);
	expect(cut).toMatchObject({ at: 'mend', stands: { look: { is: 'open', because: expect.stringContaining('cut') } } });
});

test('what a command came to before says nothing of how it came out once it was cut', () => {
	const ran = (command: number): Did => ({ is: 'ran', step: 'look', command, host: 'vps1', text: 'ls' });
	const well = (command: number, part: object): Did => ({ is: 'came', step: 'look', command, ...part, ...came });
	const both = [ran(3), well(3, { part: true }), ran(4), well(4, {})];
	expect(walkOf([began, ...linesOf(both)])?.stands['look']).toMatchObject({ is: 'ok' });
	const cut = walkOf([began, ...linesOf([...both, ran(4), { is: 'taken up', session: 's' }])]);
	expect(cut?.stands['look']).toMatchObject({ is: 'open', commands: { 3: came } });
	expect(cut?.stands['look']?.commands).not.toHaveProperty('4');
	const all: readonly Did[] = [
		{ is: 'ran', step: 'look', host: 'vps1', text: 'ls' },
		{ is: 'came', step: 'look', ...came },
		{ is: 'ran', step: 'look', host: 'vps1', text: 'ls' },
	];
	expect(walkOf([began, ...linesOf(all)])?.stands['look']).not.toHaveProperty('whole');
});

test('what came of the lines of another text says nothing of the commands that stand there now', () => {
	const ran = (command: number, text: object): Did => ({
		is: 'ran',
		step: 'look',
		command,
		...text,
		host: 'vps1',
		text: 'ls',
	});
	const end = (command: number, how: object): Did => ({ is: 'came', step: 'look', command, ...came, ...how });
	const before = [ran(3, {}), end(3, { verdict: 'failed', part: true })];
	const edited = { digest: 'e' };
	const after = [ran(4, edited), end(4, { part: true }), ran(5, edited), end(5, {})];
	const stand = walkOf([began, ...linesOf([...before, ...after])])?.stands['look'];
	expect(stand).toMatchObject({ is: 'ok', digest: 'e', commands: { 4: came, 5: came } });
	expect(stand?.commands).not.toHaveProperty('3');
	// The document is again as it was.
	const again = walkOf([began, ...linesOf([...before, ...after, ran(3, {})])])?.stands['look'];
	expect(again).toMatchObject({ is: 'running', commands: {} });
	expect(again).not.toHaveProperty('digest');
});

test('without its first line there is no walk', () => {
	expect(walkOf(linesOf([{ is: 'moved', host: 'vps2' }]))).toBeUndefined();
});

test('the newest line about a step says how it stands; a note changes nothing else', () => {
	const walk = walkOf([
		began,
		...linesOf([
			...[
				{ is: 'ran', step: 'look', host: 'vps1', text: 'ls' } as const,
				{ is: 'came', step: 'look', ...came } as const,
			],
			...[{ is: 'went', to: 'mend', because: 'next' } as const, { is: 'noted', step: 'look', text: 'odd' } as const],
			...[{ is: 'set', name: 'x', value: '2' } as const, { is: 'moved', host: 'vps2' } as const],
		]),
	]);
	expect(walk).toMatchObject({ at: 'mend', host: 'vps2', values: { x: '2' } });
	expect(walk?.stands['look']).toMatchObject({ is: 'ok', notes: ['odd'], whole: came });
});
