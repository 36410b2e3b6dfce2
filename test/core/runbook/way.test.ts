import { describe, expect, test } from 'vitest';
import type { Way } from '../../../src/core/runbook/model.ts';
import { writtenOutput } from '../../../src/core/runbook/output.ts';
import type { Came, Stand } from '../../../src/core/runbook/stand.ts';
import { chosenWay, stepAfter, stepNow, walkedSteps, wayFrom } from '../../../src/core/runbook/way.ts';
import { readRunbook } from '../../../src/runbooks/read.ts';

const reads = { programs: new Map(), wrappers: new Map(), globals: [] };
const runbook = readRunbook(
	[
		'# Down',
		'## Look',
		'```sh {name=look on-fail=help}',
		'true',
		'```',
		'## Which way?',
		'- [Restart](#restart "if look contains OOM")',
		'- [Roll back](#roll-back "else")',
		'- [Get help](#help)',
		'## Restart',
		'```sh {on-ok=help}',
		'true',
		'```',
		'## Roll back',
		'Do it.',
		'## Help',
		'Call.',
	].join('\n'),
	'down',
	reads,
);
const came = (output: string): Came => ({
	...{ took: 1, output, lines: 1, bytes: 1, hash: '' },
	...{ verdict: 'ok', because: 'exit 0' },
});
const stand = (is: Stand['is'], output = ''): Stand => {
	return { is, by: 'op', at: 1, commands: {}, whole: came(output), plans: [], notes: [] };
};
const withoutWhole = ({ whole: _none, ...rest }: Stand): Stand => rest;
const walk = (stands: Readonly<Record<string, Stand>>, values: Readonly<Record<string, string>> = {}) => ({
	stands,
	values,
});
const step = (id: string) => {
	const found = runbook.steps.find((one) => one.id === id);
	if (found === undefined) throw new Error(`there is no step ${id}`);
	return found;
};
const choices = (): readonly Way[] => {
	const { does } = step('which-way');
	if (does.is !== 'decision') throw new Error('it is no decision');
	return does.choices;
};

describe('where a walk goes on', () => {
	test('headings over others are passed by, and the walk stands at its first step before anything was done', () => {
		expect(walkedSteps(runbook).map(({ id }) => id)).toEqual(['look', 'which-way', 'restart', 'roll-back', 'help']);
		expect(stepNow(runbook, {})?.id).toBe('look');
		expect(stepNow(runbook, { at: 'restart' })?.id).toBe('restart');
		// A step that is gone from the document.
		expect(stepNow(runbook, { at: 'gone' })?.id).toBe('look');
		expect(stepAfter(runbook, 'help')).toBeUndefined();
	});

	test('to the next one, or where its fence says; one that failed without a word about it stays', () => {
		expect(wayFrom(runbook, step('look'), walk({ look: stand('ok') }))?.to).toBe('which-way');
		expect(wayFrom(runbook, step('look'), walk({ look: stand('skipped') }))?.to).toBe('which-way');
		expect(wayFrom(runbook, step('look'), walk({ look: stand('failed') }))).toMatchObject({ to: 'help' });
		expect(wayFrom(runbook, step('restart'), walk({ restart: stand('ok') }))).toMatchObject({ to: 'help' });
		expect(wayFrom(runbook, step('restart'), walk({ restart: stand('failed') }))).toBeUndefined();
		for (const is of ['open', 'running'] as const)
			expect(wayFrom(runbook, step('look'), walk({ look: stand(is) }))).toBeUndefined();
		expect(wayFrom(runbook, step('help'), walk({ help: stand('ok') }))).toBeUndefined();
	});

	test('a decision is taken by what was seen, by `else` only once all else is known not to hold', () => {
		expect(chosenWay(choices(), walk({}))).toBeUndefined();
		expect(chosenWay(choices(), walk({ look: stand('ok', 'an OOM kill') }))?.to).toBe('restart');
		expect(chosenWay(choices(), walk({ look: stand('ok', 'nothing') }))?.to).toBe('roll-back');
	});

	test.each<[string, Stand]>([
		['it has only a note', withoutWhole(stand('open'))],
		['it was passed by', withoutWhole(stand('skipped'))],
		['some of its commands were not run', { ...withoutWhole(stand('open')), commands: { 3: came('well') } }],
		['it was cut', { ...stand('open', 'nothing'), because: 'it was cut' }],
		['it had the terminal', { ...stand('ok'), whole: { ...came(''), unheard: true } }],
		['lines of it were left out', stand('ok', 'a\n(7 lines left out)\nb')],
		['the middle of it was left out', stand('ok', writtenOutput('x'.repeat(20_000)))],
		['the journal has no more of it', stand('ok', 'a\n(12 more characters)')],
	])('what a step said is not known where %s, so nothing is taken by it', (_why, of) => {
		expect(chosenWay(choices(), walk({ look: of }))).toBeUndefined();
	});

	test('what was seen was seen, whatever else was left out', () => {
		expect(chosenWay(choices(), walk({ look: stand('ok', 'OOM\n(7 lines left out)') }))?.to).toBe('restart');
	});

	test.each<[string, NonNullable<Way['when']>, boolean | undefined]>([
		['a step that came so', { is: 'step', step: 'look', came: 'ok' }, true],
		['one that came otherwise', { is: 'step', step: 'look', came: 'failed' }, false],
		['one that was not walked', { is: 'step', step: 'restart', came: 'ok' }, undefined],
		['a value', { is: 'value', name: 'env', value: 'prod' }, true],
		['another value', { is: 'value', name: 'env', value: 'dev' }, false],
		['a value that is not there', { is: 'value', name: 'toString', value: 'x' }, undefined],
	])('a way by %s', (_what, when, holds) => {
		const ways: readonly Way[] = [
			{ label: 'a', to: 'restart', when },
			{ label: 'b', to: 'help', when: { is: 'else' } },
		];
		const chosen = chosenWay(ways, walk({ look: stand('ok') }, { env: 'prod' }));
		expect(chosen?.to).toBe(holds === undefined ? undefined : holds ? 'restart' : 'help');
	});
});
