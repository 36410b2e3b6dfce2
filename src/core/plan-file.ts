import { z } from 'zod';
import { failed } from './failed.ts';
import type { Millis, Result } from './model.ts';
import type { Comparable } from './plan-compare.ts';
import type { Asked, DatasetAction, Want } from './want.ts';

/** No plan is longer, in bytes: one has some tens of kilobytes. */
export const longestPlan = 4 * 1024 * 1024;
/** No plan has values within values so deep, nor so many steps. */
const deepest = 60;
const mostSteps = 500;
/** 2100-01-01, in milliseconds: nothing was planned later. */
const latest = 4_102_444_800_000;

/** A plan that somebody else wrote into a file: what it wants, and how it looked. Nothing of it is ever carried out. */
export interface PlanFile {
	/** Who made it, as the file says. */
	readonly by: string;
	readonly why?: string;
	readonly made: Millis;
	readonly service: string;
	readonly want: Want<Asked | DatasetAction>;
	readonly plan: Comparable;
}

const word = z.string().min(1).max(1_000);
const planId = z.string().regex(/^[0-9a-f]{8}$/, 'eight hex digits are expected');

/** What may be wanted by a file; a new action is a line here. */
const wants: { readonly [A in Asked | DatasetAction]: z.ZodType<Want<A>> } = {
	deploy: z.strictObject({ action: z.literal('deploy'), image: word, canary: z.literal(true).exactOptional() }),
	restart: z.strictObject({ action: z.literal('restart') }),
	rollback: z.strictObject({ action: z.literal('rollback'), to: word }),
	stop: z.strictObject({ action: z.literal('stop') }),
	start: z.strictObject({ action: z.literal('start') }),
	scale: z.strictObject({ action: z.literal('scale'), to: z.int().min(0).max(1_000_000) }),
	takeover: z.strictObject({ action: z.literal('takeover') }),
	backup: z.strictObject({ action: z.literal('backup') }),
	verify: z.strictObject({ action: z.literal('verify'), file: z.string().max(1_000) }),
	restore: z.union([
		z.strictObject({
			action: z.literal('restore'),
			file: z.string().max(1_000),
			undumped: z.literal(true).exactOptional(),
		}),
		z.strictObject({ action: z.literal('restore'), back: planId }),
	]),
};

const form = z.object({
	version: z.literal(1),
	by: z.string().max(200),
	why: z.string().max(1_000).optional(),
	plan: z.looseObject({
		id: planId,
		action: z.string().max(100),
		service: word,
		made: z.int().min(0).max(latest),
		want: z.unknown(),
		steps: z.array(z.looseObject({ say: z.string() })).max(mostSteps),
	}),
});

const fix = 'Make it anew: watchdeck plan ACTION ENV/SERVICE --json > FILE';

/** The place after a string that begins at a place of a text. */
function afterString(text: string, from: number): number {
	let at = from + 1;
	while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
	return at + 1;
}

/** How deep values lie in each other, without taking the text apart: brackets outside of strings. */
function depthOf(text: string): number {
	let [depth, max, at] = [0, 0, 0];
	while (at < text.length) {
		const sign = text[at];
		if (sign === '[' || sign === '{') depth += 1;
		if (sign === ']' || sign === '}') depth -= 1;
		max = Math.max(max, depth);
		at = sign === '"' ? afterString(text, at) : at + 1;
	}
	return max;
}

/** Whether a text is the beginning of JSON, as far as it goes. */
function begins(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch (error) {
		const message = error instanceof Error ? error.message : '';
		const at = /at position (\d+)/.exec(message)?.[1];
		return /Unexpected end|Unterminated/.test(message) || (at !== undefined && Number(at) >= text.length);
	}
}

/** Where a text stops being JSON, as `LINE:COLUMN`: V8 names the place only of some mistakes. */
function brokenAt(text: string): string {
	let [low, high] = [0, text.length];
	while (low < high) {
		const middle = Math.floor((low + high + 1) / 2);
		if (begins(text.slice(0, middle))) low = middle;
		else high = middle - 1;
	}
	const lines = text.slice(0, low).split('\n');
	return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

function parsed(text: string, name: string): Result<unknown> {
	if (depthOf(text) > deepest)
		return failed('refused', `${name} is no plan: its values lie in each other more than ${deepest} deep.`, fix);
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch {
		const place = text.trim() === '' ? `${name} is empty` : `${name}:${brokenAt(text)}: this is not JSON`;
		return failed('garbled', `${place}, so that it is no plan.`, fix);
	}
}

/** The first thing that is wrong, with its place in the file: `plan.steps.2.say`. */
function firstOf({ issues }: z.ZodError, within: readonly string[] = []): string {
	const [issue] = issues;
	const path = [...within, ...(issue?.path ?? []).map(String)].join('.');
	return `${path === '' ? 'it' : `\`${path}\``}: ${issue?.message ?? 'it is none'}`;
}

/**
 * Reads a plan that was written into a file (`name`: how the file is called in sentences). It is taken for what it is: a
 * wish and a picture of the plan that was read, by somebody who may be anybody.
 */
export function planFileOf(text: string, name: string): Result<PlanFile> {
	const json = parsed(text, name);
	if (!json.ok) return json;
	const file = form.safeParse(json.value);
	if (!file.success) return failed('garbled', `${name} is no plan of this watchdeck: ${firstOf(file.error)}.`, fix);
	const { by, why, plan } = file.data;
	const { action } = plan;
	// The keys of the table are the actions; the check is that this is one of them.
	if (!Object.hasOwn(wants, action))
		return failed('refused', `${name} wants “${action}”, which nobody can ask for.`, fix);
	const want = wants[action as keyof typeof wants].safeParse(plan.want);
	if (!want.success)
		return failed('garbled', `${name} is no plan of this watchdeck: ${firstOf(want.error, ['plan', 'want'])}.`, fix);
	return {
		ok: true,
		value: { by, ...(why ? { why } : {}), made: plan.made, service: plan.service, want: want.data, plan },
	};
}
