import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/core/runbook/model.ts';
import { readRunbook } from '../../src/runbooks/read.ts';
import { parseReads } from '../../src/runbooks/shell/reads-file.ts';
import { table } from './table.ts';
import { isByHand } from './walk.ts';

const at = (path: string): URL => new URL(`../../config/${path}`, import.meta.url);
const reads = parseReads(readFileSync(at('reads.yaml'), 'utf8'));
if (!reads.ok) throw new Error('config/reads.yaml cannot be read');

const names = readdirSync(at('runbooks'))
	.filter((file) => file.endsWith('.md'))
	.map((file) => basename(file, '.md'));

test('each runbook of the catalogue is walked', () => {
	expect(Object.keys(table).toSorted()).toEqual(names.toSorted());
});

/** The names that a line may call a step by. */
const called = ({ id, does }: Step): readonly string[] => ['code' in does ? (does.code.attributes.name ?? id) : id, id];

describe.each(Object.entries(table))('%s', (name, { scenes, left = {} }) => {
	const { steps } = readRunbook(readFileSync(at(`runbooks/${name}.md`), 'utf8'), name, reads.value);
	const tried = scenes.flatMap(({ steps: lines }) => lines.map(([step]) => step));

	test('each step that does something is walked, or it says why not', () => {
		const doing = steps.filter((step) => !isByHand(step));
		const silent = doing.filter((step) => !called(step).some((one) => tried.includes(one) || left[one] !== undefined));
		expect(silent.map(({ id }) => id)).toEqual([]);
	});

	test('no step is said to be left out that is walked, and none that is not there', () => {
		const all = new Set(steps.flatMap(called));
		expect([...tried, ...Object.keys(left)].filter((one) => !all.has(one))).toEqual([]);
		const both = steps.filter(
			(step) => called(step).some((one) => tried.includes(one)) && called(step).some((one) => left[one] !== undefined),
		);
		expect(both.map(({ id }) => id)).toEqual([]);
	});
});
