import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filled } from '../../src/core/runbook/fill.ts';
import type { Code, Runbook, Step } from '../../src/core/runbook/model.ts';
import type { Value } from '../../src/core/runbook/walk.ts';
import { readRunbook } from '../../src/runbooks/read.ts';
import { parseReads } from '../../src/runbooks/shell/reads-file.ts';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const textOf = (path: string): string => readFileSync(at(path), 'utf8');

const reads = parseReads(textOf('config/reads.yaml'));
if (!reads.ok) throw new Error('config/reads.yaml cannot be read');
const read = (text: string, name: string): Runbook => readRunbook(text, name, reads.value);

const names = readdirSync(at('config/runbooks'))
	.filter((file) => file.endsWith('.md'))
	.map((file) => basename(file, '.md'));
const catalogue = names.map((name) => ({ name, runbook: read(textOf(`config/runbooks/${name}.md`), name) }));

/** The fence of a step, where it has one. */
const codeOf = ({ does }: Step): Code | undefined => ('code' in does ? does.code : undefined);
/** What a step says besides its fence, on one line. */
const saidBy = ({ blocks }: Step): string =>
	blocks
		.flatMap((block) => (block.is === 'text' ? block.text : []))
		.join(' ')
		.replaceAll(/\s+/g, ' ');
const isWalked = ({ does }: Step): boolean => does.is !== 'section';

/** The ids of the steps that a walk may go on to without skipping anything. */
function waysOn(steps: readonly Step[], step: Step): readonly string[] {
	const next = steps.slice(steps.indexOf(step) + 1).find(isWalked);
	if (step.does.is === 'decision') return step.does.choices.map(({ to }) => to);
	const { onOk, onFail } = codeOf(step)?.attributes ?? {};
	return [onOk ?? next?.id, onFail].flatMap((id) => id ?? []);
}

function reached(steps: readonly Step[]): ReadonlySet<string> {
	const seen = new Set<string>();
	const open = steps.filter(isWalked).slice(0, 1);
	for (let step = open.pop(); step !== undefined; step = open.pop()) {
		if (seen.has(step.id)) continue;
		seen.add(step.id);
		const ways = waysOn(steps, step);
		open.push(...steps.filter(({ id }) => ways.includes(id)));
	}
	return seen;
}

/** What would be given to a shell in a step, with what takes it back. */
const commandsIn = (step: Step): readonly string[] =>
	step.does.is === 'command'
		? [...step.does.commands().map(({ text }) => text), ...[step.does.code.attributes.undo ?? []].flat()]
		: [];

describe.each(catalogue)('$name', ({ name, runbook }) => {
	const { head, steps } = runbook;

	test('is read without a mistake, and says whose it is', () => {
		expect(runbook.mistakes).toEqual([]);
		expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
		expect(head).toMatchObject({ title: expect.any(String), owner: expect.any(String), reviewed: expect.any(String) });
		expect(head.when.length === 0 || head.severity !== undefined).toBe(true);
	});

	test('can be walked in some minutes', () => {
		expect(steps[0]?.does.is).toBe('section');
		const counted = steps.filter(({ depth, number }) => depth === 0 && number !== '');
		expect(counted.length).toBeGreaterThanOrEqual(6);
		expect(counted.length).toBeLessThanOrEqual(16);
	});

	test('each value is declared, comes from somewhere, and is used', () => {
		const homeless = head.variables.filter(({ from, usual, ask, secret }) => !(from ?? usual ?? ask ?? secret));
		expect(homeless).toEqual([]);
		const body = textOf(`config/runbooks/${name}.md`).split('\n---\n').slice(1).join('\n---\n');
		expect(head.variables.filter((one) => !body.includes(`{{${one.name}}}`))).toEqual([]);
	});

	test('each runbook that it leads to is there', () => {
		const within = steps.flatMap(({ does }) => (does.is === 'runbook' ? does.name : []));
		const chosen = steps.flatMap(({ does }) => (does.is === 'decision' ? does.choices.map(({ to }) => to) : []));
		const other = chosen.flatMap((to) => (to.startsWith('runbook ') ? to.slice('runbook '.length) : []));
		expect([...within, ...other].filter((one) => !names.includes(one) || one === name)).toEqual([]);
	});

	test('each step can be come to, and has a way out when it fails', () => {
		const seen = reached(steps);
		expect(steps.filter((step) => isWalked(step) && !seen.has(step.id)).map(({ id }) => id)).toEqual([]);
		const stuck = steps.filter(({ does }) => ['command', 'action', 'check'].includes(does.is));
		expect(stuck.filter((step) => codeOf(step)?.attributes.onFail === undefined).map(({ id }) => id)).toEqual([]);
	});

	test('each command is whole, ends by itself, and is one word where a value stands', () => {
		const commands = steps.flatMap(({ does }) => (does.is === 'command' ? does.commands() : []));
		expect(commands.flatMap(({ blanks }) => blanks)).toEqual([]);
		expect(commands.filter(({ effect }) => effect.read && effect.endless === true)).toEqual([]);
		const values: Readonly<Record<string, Value>> = Object.fromEntries(
			head.variables.map(({ name: one, secret }) => [one, secret === undefined ? `it's; "$(id)" \`id\`` : { secret }]),
		);
		const refused = steps.flatMap(commandsIn).map((text) => filled(text, values));
		expect(refused.filter(({ ok }) => !ok)).toEqual([]);
	});

	test('what changes something says what undoes it', () => {
		const writes = steps.filter(({ does }) =>
			does.is === 'command' ? does.commands().some(({ effect }) => !effect.read) : does.is === 'action',
		);
		const silent = writes.filter(
			(step) =>
				codeOf(step)?.attributes.undo === undefined &&
				!/\bundo(?:es|ne)?\b|brought back|takes it back/.test(saidBy(step)),
		);
		expect(silent.map(({ id }) => id)).toEqual([]);
	});
});
