import { z } from 'zod';
import type { Read } from '../core/call.ts';
import { jsonOf } from '../core/engine/answer.ts';
import { instanceOf } from '../core/engine/inspect.ts';
import { readList } from '../core/engine/list.ts';
import type { GroupExpect } from '../core/expect.ts';
import { listed } from '../core/listed.ts';
import type { Condition, Instance, Result } from '../core/model.ts';
import type { Probe, ProbeKind, Reach, Reading } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { wrongState } from './container.ts';
import { image } from './image.ts';

/** What the probe `group` is told: what all containers with certain labels must be. */
export const schema = z.strictObject({
	host: z.string(),
	labels: z.record(z.string(), z.string()),
	images: z.array(z.string()).exactOptional(),
	digest: z.string().exactOptional(),
	names: z.array(z.string()).exactOptional(),
	count: z.number().exactOptional(),
	begun: z.literal(true).exactOptional(),
	running: z.literal(true).exactOptional(),
	healthy: z.literal(true).exactOptional(),
	restarts: z.number().exactOptional(),
}) satisfies z.ZodType<GroupExpect>;

function readingOf(is: Condition['is'], because: string, since: number): Result<Reading> {
	return { ok: true, value: { layers: { process: { is, because, since } } } };
}

/** How many there are, and what they are called, in words where that is not as it must be. */
function wrongNames({ names, count }: GroupExpect, group: readonly Instance[]): string | undefined {
	const called = group.map(({ name }) => name).toSorted();
	if (count !== undefined && called.length !== count)
		return called.length === 0 ? 'there is no container of it' : `there are ${called.length}: ${listed(called)}`;
	if (names === undefined) return undefined;
	const missing = names.find((name) => !called.includes(name));
	if (missing !== undefined) return `there is no ${missing}${called.length === 0 ? '' : `, but ${listed(called)}`}`;
	const other = called.find((name) => !names.includes(name));
	return other === undefined ? undefined : `there is ${other} beside them`;
}

/** Whether one of them runs an image that it must not. */
async function wrongImage(
	{ host, images = [], digest }: GroupExpect,
	{ name, image: { id } }: Instance,
	probe: Probe,
	reach: Reach,
): Promise<Result<string | undefined>> {
	const because = `${name} runs the image ${id}`;
	if (images.includes(id) || (images.length === 0 && digest === undefined)) return { ok: true, value: undefined };
	if (digest === undefined) return { ok: true, value: because };
	const reading = await image.read({ ...probe, spec: { host, ref: id, digest } }, reach);
	if (!reading.ok) return reading;
	return { ok: true, value: reading.value.layers?.process?.is === 'ok' ? undefined : because };
}

/** One of them as its engine tells it whole. */
async function inspectedNow(
	host: string,
	{ id }: Instance,
	probe: Probe,
	reach: Reach,
): Promise<Result<Instance | 'gone'>> {
	const path = `/containers/${encodeURIComponent(id)}/json`;
	const call: Read = { effect: 'read', via: 'engine', host, method: 'GET', path, timeout: probe.timeout };
	const answer = await reach.ask(call, reach.signal);
	if (!answer.ok) return answer.reply?.code === 404 ? { ok: true, value: 'gone' } : answer;
	const json = jsonOf(answer.value.text, `What the engine of ${host} says of a container`);
	return json.ok ? instanceOf(host, json.value) : json;
}

/** What one of them is and must not be. */
async function wrongOne(
	expect: GroupExpect,
	one: Instance,
	probe: Probe,
	reach: Reach,
): Promise<Result<string | undefined>> {
	const { host, begun, running, healthy, restarts } = expect;
	const wrong = await wrongImage(expect, one, probe, reach);
	if (!wrong.ok || wrong.value !== undefined) return wrong;
	if (begun === true && one.state === 'created') return { ok: true, value: `${one.name} was not started yet` };
	if (running !== true && healthy !== true && restarts === undefined) return { ok: true, value: undefined };
	const now = await inspectedNow(host, one, probe, reach);
	if (!now.ok) return now;
	if (now.value === 'gone') return { ok: true, value: `${one.name} is gone` };
	const must = {
		...(running === true ? { running } : {}),
		...(healthy === true ? { healthy } : {}),
		...(restarts === undefined ? {} : { restarts }),
	};
	const state = wrongState({ host, container: one.name, ...must }, now.value);
	return { ok: true, value: state === undefined ? undefined : `${one.name}: ${state}` };
}

/** The containers with these labels, running or not. */
async function groupNow(
	{ host, labels }: GroupExpect,
	probe: Probe,
	reach: Reach,
): Promise<Result<readonly Instance[]>> {
	const label = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
	const path = `/containers/json?all=1&filters=${encodeURIComponent(JSON.stringify({ label }))}`;
	const call: Read = { effect: 'read', via: 'engine', host, method: 'GET', path, timeout: probe.timeout };
	const answer = await reach.ask(call, reach.signal);
	if (!answer.ok) return answer;
	const list = readList(host, answer.value.text);
	return list.ok ? { ok: true, value: list.value.map(({ instance }) => instance) } : list;
}

/** Looks at all containers with certain labels and says whether they are what they must be. */
export const group: ProbeKind = {
	kind: 'group',
	read: async (probe, reach) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const now = await groupNow(spec.value, probe, reach);
		if (!now.ok) return now;
		const named = wrongNames(spec.value, now.value);
		if (named !== undefined) return readingOf('down', named, reach.now());
		for (const one of now.value) {
			const wrong = await wrongOne(spec.value, one, probe, reach);
			if (!wrong.ok) return wrong;
			if (wrong.value !== undefined) return readingOf('down', wrong.value, reach.now());
		}
		return readingOf('ok', 'it is as it must be', reach.now());
	},
};
