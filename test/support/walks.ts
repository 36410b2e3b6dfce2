// Runbooks and walks made by hand, for tests of what is drawn of them.
import type { JournalEntry } from '../../src/core/journal.ts';
import type {
	Attributes,
	Block,
	BlockCommand,
	Code,
	Doing,
	Head,
	Runbook,
	Step,
} from '../../src/core/runbook/model.ts';
import type { Listed, OpenWalk } from '../../src/core/runbook/open.ts';
import type { Came } from '../../src/core/runbook/stand.ts';
import { type Did, type WalkHead, type WalkLine, walkOf } from '../../src/core/runbook/walk.ts';
import type { State } from '../../src/core/state.ts';
import { fleetState, is, minutes, seconds, service, start } from '../screens/fleet-state.ts';

export const head: Head = { when: [], services: [], alerts: [], platforms: [], variables: [] };

export function text(
	line: number,
	said: string,
	more: { readonly depth?: number; readonly quoted?: number } = {},
): Block {
	return { is: 'text', line, ends: line, depth: 0, quoted: 0, ...more, text: said };
}

export function command(line: number, said: string, more: Partial<BlockCommand> = {}): BlockCommand {
	return { line, ends: line, text: said, expect: [], effect: { read: true }, blanks: [], ...more };
}

export function code(line: number, said: string, attributes: Partial<Attributes> = {}): Code {
	const ends = line + said.split('\n').length + 1;
	return { line, ends, language: 'sh', text: said, attributes: { expect: [], ...attributes } };
}

export function commands(line: number, all: readonly BlockCommand[], attributes: Partial<Attributes> = {}): Doing {
	const block = code(line, all.map((one) => one.text).join('\n'), attributes);
	return { is: 'command', code: block, commands: () => all, onlyReads: () => all.every(({ effect }) => effect.read) };
}

export function step(number: string, title: string, does: Doing, blocks: readonly Block[] = [], depth = 0): Step {
	const id = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
	const line = 10 * Number.parseInt(number || '1', 10);
	return { id, number, depth, title, line, ends: line + 9, blocks, does };
}

const write = { read: false, because: 'docker restart is not among the commands that only read' } as const;

/** A runbook with a step of every kind. */
export const serviceDown: Runbook = {
	name: 'service-down',
	title: 'Service down',
	head: { ...head, severity: 'P0', when: ['down'] },
	mistakes: [],
	steps: [
		step('1', 'Is it really down?', commands(12, [command(13, 'curl -sI {{url}}', { expected: 'HTTP 200' })]), [
			text(11, 'Ask it **from outside** too.'),
		]),
		step('2', 'Last lines', commands(22, [command(23, 'docker logs --tail 100 {{container}}')])),
		step(
			'3',
			'Resources',
			commands(32, [command(33, 'docker stats --no-stream', { says: 'memory and CPU' }), command(34, 'df -h')]),
		),
		step(
			'4',
			'Restart once',
			commands(42, [command(43, 'docker restart {{container}}', { effect: write })], {
				expect: [{ is: 'exit', code: 0 }],
			}),
			[
				text(
					41,
					'An OOM kill often clears on a restart. Only *once*: a second means [roll back](#roll-back "if it fails").',
				),
			],
		),
		step('5', 'Did it recover?', {
			is: 'check',
			code: code(52, 'condition is ok', { within: 60_000 }),
			facts: [{ line: 53, text: 'condition is ok', is: 'condition', wants: 'ok' }],
		}),
		step('6', 'Which way?', {
			is: 'decision',
			choices: [
				{ label: 'Roll back', to: 'roll-back', when: { is: 'step', step: 'did-it-recover-', came: 'failed' } },
				{ label: 'Tell people', to: 'tell-people', when: { is: 'else' } },
			],
		}),
		step('7', 'Roll back', { is: 'action', code: code(72, ''), want: { action: 'rollback', to: 'v411' } }),
		step('8', 'Tell people', {
			is: 'message',
			code: code(82, 'down'),
			text: 'The service {{container}} was down.',
		}),
		step('9', 'Close', { is: 'tick' }, [text(91, 'Write down what is left to do.')]),
	],
};

export function came(more: Partial<Came> = {}): Came {
	return {
		took: 2_000,
		code: 0,
		output: '',
		lines: 0,
		bytes: 0,
		hash: '00',
		verdict: 'ok',
		because: 'exit 0',
		...more,
	};
}

export const walkHead: WalkHead = {
	...{ runbook: 'service-down', title: 'Service down', path: '/etc/runbooks/service-down.md', digest: 'd1'.repeat(32) },
	...{ severity: 'P0', of: 'production/api', environment: 'production', host: 'vps1' },
	values: { container: 'api-prod', url: 'http://api.example' },
};

/** When the walks of the tests began. */
export const begun = start - minutes(6) - seconds(12);

/** What was done, a minute after each other from the beginning on. */
export function linesOf(dids: readonly Did[], by = 'op-1', run = 'w-20'): readonly WalkLine[] {
	return dids.map((did, at) => ({ at: begun + at * seconds(30), by, run, did }));
}

export function opened(
	runbook: Runbook,
	dids: readonly Did[] = [],
	more: Partial<OpenWalk> & { readonly head?: Partial<WalkHead> } = {},
): OpenWalk {
	const { head: of, ...rest } = more;
	const lines = linesOf([{ is: 'began', head: { ...walkHead, ...of } }, ...dids]);
	const walk = walkOf(lines);
	if (walk === undefined) throw new Error('a walk begins with its head');
	return { walk, lines, runbook, trusted: true, kept: true, ...rest };
}

export function listed(name: string, more: Partial<Listed> & { readonly about?: Partial<Head> } = {}): Listed {
	const { about, ...rest } = more;
	return {
		...{ name, title: name, path: `/etc/runbooks/${name}.md`, origin: 'own', trusted: true, digest: 'd1' },
		...{ head: { ...head, ...about }, steps: 9, mistakes: 0, ...rest },
	};
}

/** Lines of walks as the journal has them. */
export function walkEntries(lines: readonly WalkLine[]): readonly JournalEntry[] {
	return lines.map(({ at, by, run, did }, seq) => ({
		at,
		by,
		run,
		what: 'walked',
		did,
		seq: seq + 1,
		prev: '',
		hash: '',
	}));
}

/** Production is down, and a walk is on the screen. */
export function walking(open: OpenWalk, size = { columns: 80, rows: 24 }): State {
	const base = fleetState(
		[service('production/api'), service('staging/api')],
		{
			'production/api': is('down', 'exit code 137', begun - seconds(60)),
			'staging/api': is('ok', 'running'),
		},
		size,
	);
	const ui = { ...base.ui, screen: 'walk', back: ['fleet'], walk: open.walk.id } as const;
	return { ...base, ui, walks: { [open.walk.id]: open } };
}
