import { z } from 'zod';
import type { Read } from '../core/call.ts';
import { patternOf } from '../core/command/pattern.ts';
import { type Expected, verdictOf } from '../core/command/verdict.ts';
import { text, whole } from '../core/config/fields.ts';
import { hasReference, wordOf, wrongReference } from '../core/config/secret.ts';
import { limitFields, limitsOf, wrongLimit } from '../core/limits.ts';
import { type Probe, type ProbeKind, type Reading, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { formSpec } from '../core/spec.ts';

/** A list of words; a command by itself is never a reference, so that who accepts the config sees what it runs. */
const words = z
	.array(z.string(), { error: 'a list of words such as `[systemctl, is-active, nginx]`: no shell takes a line apart' })
	.min(1, { error: 'at least the name of a command' })
	.max(100, { error: 'at most 100 words: put it into a script' })
	.superRefine((given, context) => {
		given.forEach((word, index) => {
			const first = index === 0 && (word === '' || hasReference(word));
			const wrong = first
				? 'the name or path of a command, as it is'
				: word.includes('\0')
					? 'a word without a NUL (`\\0`): no command can be given one'
					: wrongReference(word);
			if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong, path: [index] });
		});
	});
const expression = (example: string) =>
	text(example).superRefine((source, context) => {
		const made = patternOf(source);
		if (!made.ok)
			context.addIssue({ code: 'custom', message: `a regular expression whose time is bounded: ${made.wrong}` });
	});

const shape = {
	run: words.meta({
		description: 'The command and its words; no shell takes them apart. Secrets only as `${env:NAME}` and its like',
		examples: [['mailq']],
	}),
	exit: z
		.array(whole(0, 255))
		.min(1, { error: 'at least one code' })
		.optional()
		.meta({ description: 'Fine exit codes. Default: 0', examples: [[0, 1]] }),
	contains: text('active')
		.optional()
		.meta({ description: 'Text that its output must contain', examples: ['active'] }),
	matches: expression('^OK')
		.optional()
		.meta({
			description: 'A regular expression that its output must match; `^` and `$` fit at lines',
			examples: ['^OK'],
		}),
	number: expression('queued: (\\d+)')
		.optional()
		.meta({
			description: 'A regular expression for a number in its output: its first group, or all of it',
			examples: ['queued: (\\d+)'],
		}),
	name: text('mail queue')
		.max(60, { error: 'at most 60 characters' })
		.optional()
		.meta({
			description: 'What the number is called in sentences. Default: the name of the line',
			examples: ['mail queue'],
		}),
	...limitFields,
	fails: z
		.enum(['down', 'degraded'])
		.optional()
		.meta({ description: 'What it is when the code or the output is another one. Default: `down`' }),
};
type Line = { readonly [K in keyof typeof shape]?: z.output<(typeof shape)[K]> };

const limits = ['above', 'below', 'down_above', 'down_below'] as const;

function wrong(line: Line): ReturnType<NonNullable<ProbeForm['check']>> {
	const limit = limits.find((name) => line[name] !== undefined);
	if (line.number === undefined && limit !== undefined)
		return { field: limit, message: 'a limit beside `number`, which says where the number stands' };
	return wrongLimit(line);
}

/** What the config may ask of `command`. */
const form = {
	kind: 'command',
	layer: 'health',
	title: 'A command of yours with what is expected of it',
	does: 'run a command, whatever it does,',
	shape,
	check: wrong,
	every: 60_000,
	timeout: 10_000,
	from: 'host',
} satisfies ProbeForm;

/** Bytes of its output that are kept. */
const most = 64 * 1024;
/** What a shell and ssh say when there is no such command (127) or it may not be run (126): no answer of the command. */
const notRun: readonly number[] = [126, 127];
const codes: readonly number[] = Array.from({ length: 256 }, (_, code) => code);

function callOf(
	run: readonly string[],
	{ from, exit }: { readonly from: string; readonly exit: readonly number[] },
	probe: Probe,
): Read {
	const fine = codes.filter((code) => exit.includes(code) || !notRun.includes(code));
	const timeout = Math.round(probe.timeout * 0.95);
	return { effect: 'read', via: 'exec', host: from, argv: run.map(wordOf), timeout, most, fine };
}

/** Runs a command of the config and says whether it does what is expected of it. */
export const command: ProbeKind = {
	kind: 'command',
	form,
	read: async (probe, { ask, now, signal }) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { run, from, exit = [0], name = sourceOf(probe), fails = 'down' } = spec.value;
		const answer = await ask(callOf(run, { from, exit }, probe), signal);
		if (!answer.ok) return answer;
		const at = now();
		const { contains, matches, number } = spec.value;
		const expected: Expected = { name, exit, contains, matches, number, fails, limits: limitsOf(spec.value) };
		const { value, ...verdict } = verdictOf(answer.value, answer.took, expected);
		const facts = { exit: answer.value.code, took: Math.round(answer.took) };
		const reading: Reading = { layers: { health: { ...verdict, since: at } }, facts };
		if (value === undefined) return { ok: true, value: reading };
		const series = `${probe.of}/${sourceOf(probe)}/value`;
		return {
			ok: true,
			value: {
				...reading,
				facts: { ...facts, name, value, unit: expected.limits.unit },
				samples: [{ series, at, value }],
			},
		};
	},
};
