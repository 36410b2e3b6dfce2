import { z } from 'zod';
import { text } from '../core/config/fields.ts';
import { failed } from '../core/failed.ts';
import { sizeText } from '../core/logs/cut.ts';
import type { Condition, Failure, Millis, Result } from '../core/model.ts';
import {
	type Added,
	type Carried,
	overLimit,
	parseContainer,
	parseFile,
	parseJournal,
	perMinute,
	placeIn,
	type Refused,
	sinceOf,
} from '../core/patterns/answer.ts';
import { countFits, knownPatterns, patternsWith } from '../core/patterns/known.ts';
import { fileScript, journalScript } from '../core/patterns/script.ts';
import { type Probe, type ProbeKind, type Reach, sourceOf } from '../core/probe.ts';
import type { ProbeForm } from '../core/probe-form.ts';
import { formSpec } from '../core/spec.ts';
import { printed } from './script/printed.ts';

const sources = ['container', 'unit', 'file'] as const;
const patternName = z.string().regex(/^[a-z][a-z0-9_]{0,30}$/, { error: 'a name of small letters, digits and `_`' });

function wrong(line: Readonly<Record<string, unknown>>): ReturnType<NonNullable<ProbeForm['check']>> {
	const given = sources.filter((source) => line[source] !== undefined);
	if (given.length === 1) return undefined;
	return { field: given[1] ?? 'container', message: 'one of `container`, `unit` and `file`' };
}

/** What the config may ask of `logs`. */
const form = {
	kind: 'logs',
	layer: 'health',
	title: 'How often patterns come in a log',
	does: 'read what is added to a log',
	shape: {
		container: z
			.string()
			.regex(/^[A-Za-z0-9][\w.-]{0,254}$/, { error: 'the name of a container' })
			.optional()
			.meta({ description: 'A container by its name', examples: ['shop-api-1'] }),
		unit: z
			.string()
			.regex(/^[A-Za-z0-9:_.@\\][A-Za-z0-9:_.@\\-]{0,254}$/, { error: 'the name of a unit such as `nginx.service`' })
			.optional()
			.meta({ description: 'Or a unit, by its journal', examples: ['nginx.service'] }),
		file: z
			.string()
			.regex(/^\/[^\0\n]*$/, { error: 'a path that begins with `/`' })
			.optional()
			.meta({ description: 'Or a file, also one that is rotated', examples: ['/var/log/nginx/access.log'] }),
		patterns: z
			.record(patternName, z.array(text('card declined')).min(1).max(20))
			.prefault({})
			.meta({
				description: 'Further patterns, by names of your choice: texts of which a line holds one, in whatever case',
				examples: ['{ payments: ["card declined", "psp timeout"] }'],
			}),
		limits: z
			.record(patternName, z.number().nonnegative())
			.prefault({})
			.meta({ description: 'How often a pattern may come a minute', examples: ['{ errors: 10, oom: 0 }'] }),
	},
	check: wrong,
	every: 30_000,
	timeout: 15_000,
	from: 'host',
} satisfies ProbeForm;

type Spec = Extract<ReturnType<typeof formSpec<typeof form.shape>>, { readonly ok: true }>['value'];

/** So many bytes of a source are read at once, and so many lines. */
const most = 1024 * 1024;
const mostLines = 10_000;

/** The scheduler gives back what the last reading of the same probe carried, or nothing. */
function isCarried(carry: unknown): carry is Carried {
	return typeof carry === 'object' && carry !== null && 'place' in carry && 'rest' in carry && 'at' in carry;
}

/** A log as sentences name it, and what to do where it is not there. */
interface Named {
	readonly what: string;
	readonly missing: string;
}

function refusal(why: Refused | undefined, log: Named): Failure {
	const { what } = log;
	switch (why) {
		case 'missing':
			return { kind: 'missing', message: `${what} is not there.`, fix: log.missing };
		case 'denied': {
			const fix =
				'Put the account that watchdeck uses into the group `adm` (journal: `systemd-journal`): `usermod -aG GROUP ACCOUNT`.';
			return { kind: 'forbidden', message: `${what} may not be read.`, fix };
		}
		case 'other':
			return { kind: 'refused', message: `${what} is no file.`, fix: 'Name a plain file.' };
		case undefined:
			return { kind: 'garbled', message: `What was read of ${what} is not understood.` };
	}
}

function addedOr(added: Added | Refused | undefined, log: Named): Result<Added> {
	if (typeof added === 'object') return { ok: true, value: added };
	return { ok: false, failure: refusal(added, log) };
}

/** One reading of a source: from which host, what the last one carried, and how to reach it. */
interface Look {
	readonly host: string;
	readonly before: Carried | undefined;
	readonly timeout: Millis;
	readonly reach: Reach;
}

/** The scripts give no more than `most` of a log; the rest is for what they say besides, and a greeting of the login shell. */
function run({ host, timeout, reach }: Look, script: string, ...words: readonly string[]): Promise<Result<string>> {
	return printed({ host, name: 'logs', script, words, about: 'the log', timeout, most: most + 64 * 1024 }, reach);
}

async function fromFile(file: string, look: Look): Promise<Result<Added>> {
	const place = placeIn(look.before, 'file');
	const answer = await run(look, fileScript, file, String(place?.inode ?? ''), String(place?.at ?? 0), String(most));
	if (!answer.ok) return answer;
	const log = { what: `${file} on ${look.host}`, missing: 'Check its name in the config.' };
	return addedOr(parseFile(answer.value, look.before?.rest ?? ''), log);
}

async function fromUnit(unit: string, look: Look): Promise<Result<Added>> {
	const cursor = placeIn(look.before, 'journal')?.cursor ?? '';
	const answer = await run(look, journalScript, unit, cursor, String(mostLines), String(most));
	const missing = 'Let journald keep one there, or name a `file` or a `container` instead.';
	const log = { what: `The journal of ${look.host}`, missing };
	return answer.ok ? addedOr(parseJournal(answer.value, cursor), log) : answer;
}

/** Asks the engine for the lines of a container that came after a time, or for the last one alone. */
async function fromEngine(name: string, last: string, lines: number, look: Look): Promise<Result<Added>> {
	const since = sinceOf(last);
	const from = `tail=${lines}${since === undefined ? '' : `&since=${since}`}`;
	const path = `/containers/${name}/logs?stdout=1&stderr=1&timestamps=1&${from}`;
	const { host, timeout, reach } = look;
	const call = { effect: 'read', via: 'engine', host, method: 'GET', path, timeout, most } as const;
	const answer = await reach.ask(call, reach.signal);
	if (!answer.ok) return answer;
	const { text, err, cut } = answer.value;
	const added = parseContainer(`${text}\n${err}`, last, lines);
	return { ok: true, value: cut === true ? { ...added, skipped: 'some' } : added };
}

/**
 * The first reading only asks for the last line: its time is where the next one goes on, by the engine's own clock. So does
 * one that did not get all: who followed a flood would always be behind it.
 */
async function fromContainer(name: string, look: Look): Promise<Result<Added>> {
	const place = placeIn(look.before, 'container');
	const end = async (): Promise<Result<Added>> => {
		const newest = await fromEngine(name, '', 1, look);
		return newest.ok ? { ok: true, value: { ...newest.value, skipped: 0 } } : newest;
	};
	if (place === undefined) return end();
	const added = await fromEngine(name, place.last, mostLines, look);
	if (!added.ok || added.value.skipped === 0) return added;
	const newest = await end();
	return newest.ok ? { ok: true, value: { ...added.value, place: newest.value.place } } : newest;
}

async function addedTo(spec: Spec, probe: Probe, reach: Reach, before: Carried | undefined): Promise<Result<Added>> {
	const timeout = Math.round(probe.timeout * 0.95);
	const look: Look = { host: spec.from, before, timeout, reach };
	if (spec.file !== undefined) return fromFile(spec.file, look);
	if (spec.unit !== undefined) return fromUnit(spec.unit, look);
	if (spec.container !== undefined) return fromContainer(spec.container, look);
	return failed('bug', `The logs probe of ${probe.of} names no log.`);
}

/** A number a minute in a sentence. */
const rateText = (rate: number) => (Number.isInteger(rate) || rate >= 10 ? String(Math.round(rate)) : rate.toFixed(1));

/** How the log stands: what was not read may hold anything, and is never well. */
function conditionOf(
	rates: Readonly<Record<string, number>>,
	limits: Readonly<Record<string, number>>,
	skipped: Added['skipped'],
): Omit<Condition, 'since'> {
	const over = overLimit(rates, limits);
	const least = skipped === 0 ? '' : 'at least ';
	if (over !== undefined) {
		const because = `${least}${rateText(over.rate)} ${over.name} a minute: the limit is ${rateText(over.limit)}`;
		return {
			is: 'degraded',
			because,
			fix: 'Look for them in that log; if so many are fine, raise its limit in `limits`.',
		};
	}
	if (skipped === 0) return { is: 'ok', because: 'no pattern is over its limit' };
	const missed = skipped === 'some' ? 'a part of the log was' : `${sizeText(skipped)} of the log were`;
	const because = `${missed} not read; what was read is over no limit`;
	return { is: 'unknown', because, fix: 'More came than is read at once: read it more often (`every`).' };
}

/** Counts how often patterns come in a log, by what was added to it since the last reading. */
export const logs: ProbeKind = {
	kind: 'logs',
	form,
	read: async (probe, reach, carry) => {
		const spec = formSpec(form, probe);
		if (!spec.ok) return spec;
		const { patterns: own, limits } = spec.value;
		const stray = Object.keys(limits).find((name) => !(name in own) && !(name in knownPatterns));
		if (stray !== undefined) {
			const fix = `Patterns are ${[...Object.keys(knownPatterns), ...Object.keys(own)].join(', ')}.`;
			return failed('missing', `\`limits\` of ${sourceOf(probe)} names ${stray}, which is no pattern.`, fix);
		}
		const before = isCarried(carry) ? carry : undefined;
		const added = await addedTo(spec.value, probe, reach, before);
		if (!added.ok) return added;
		const at = reach.now();
		const { lines, rest, place, skipped } = added.value;
		const carried = { place, rest, at } satisfies Carried;
		// The first reading finds the end of the log: nothing is counted that came before.
		if (before === undefined || at <= before.at) return { ok: true, value: { carry: carried } };
		const rates = perMinute(countFits(lines, patternsWith(own)), at - before.at);
		const series = `${probe.of}/${sourceOf(probe)}`;
		const limited = Object.keys(limits).length > 0;
		// Where a part was not read, the numbers would be too low: a gap is honest.
		const counted = skipped === 0 ? Object.entries(rates) : [];
		return {
			ok: true,
			value: {
				...(limited ? { layers: { health: { ...conditionOf(rates, limits, skipped), since: at } } } : {}),
				samples: counted.map(([name, value]) => ({ series: `${series}/${name}`, at, value })),
				facts: { lines: lines.length, ...(skipped === 0 ? {} : { skipped }) },
				carry: carried,
			},
		};
	},
};
