import { z } from 'zod';
import type { Json, Write } from '../core/call.ts';
import type { NginxSpec } from '../core/config/fleet.ts';
import { isRecord } from '../core/engine/body/json.ts';
import { failed } from '../core/failed.ts';
import type { Making } from '../core/making.ts';
import type { Result } from '../core/model.ts';
import { nginxLoaded as loaded, nginxScriptName as scriptName } from '../core/nginx-words.ts';
import type { Check, PlanStep } from '../core/plan.ts';
import { quote } from '../core/quote.ts';
import { nginxScript } from './nginx-script.ts';

/** A service behind an nginx of its host: which of its two ports serves now, and which the new release gets. */
export interface Behind {
	readonly host: string;
	readonly service: string;
	readonly nginx: NginxSpec;
	readonly now: number;
	readonly next: number;
}

/** The file that an upstream of nginx includes; `weights`: the share of each port, in percent. */
export function upstreamText(service: string, weights: readonly (readonly [number, number])[]): string {
	const servers = weights
		.filter(([, weight]) => weight > 0)
		.map(([port, weight]) => `server 127.0.0.1:${port} weight=${weight};`);
	return [`# Written by watchdeck for ${service}. Deploys with --canary change it.`, ...servers, loaded].join('\n');
}

function writing({ host, nginx }: Behind, text: string): Write {
	const body = text.slice(0, -loaded.length - 1);
	const words = [nginx.file, body, quote(nginx.test), quote(nginx.reload)];
	return {
		effect: 'write',
		via: 'exec',
		host,
		argv: ['sh', '-c', nginxScript(), scriptName, ...words],
		timeout: 90_000,
	};
}

const sameText = '[ "$(cat "$1")" = "$2" ]';

function says({ host, service, nginx }: Behind, text: string): Check {
	const run = ['sh', '-c', sameText, scriptName, nginx.file, text];
	const probe = { kind: 'command', of: service, every: 2_000, timeout: 10_000, spec: { run, from: host } };
	return { say: `nginx serves by what ${nginx.file} is to say`, probe, holds: 'again', times: 1, within: 15_000 };
}

/** A step that gives the new release a share of what comes in; of all such steps the undo is that the old one has it all. */
export function weightStep(behind: Behind, share: number): PlanStep & { readonly took: Check } {
	const { service, now, next, nginx } = behind;
	const text = upstreamText(service, [
		[now, 100 - share],
		[next, share],
	]);
	return {
		say: `let nginx give ${share} % of what comes in to the new release (${nginx.file})`,
		does: writing(behind, text),
		took: says(behind, text),
		undo: writing(behind, upstreamText(service, [[now, 100]])),
		converges: true,
	};
}

/** The step that gives everything back to the port that had it: where the way back leads too. */
export function returnStep(behind: Behind): PlanStep {
	const { service, now, nginx } = behind;
	const text = upstreamText(service, [[now, 100]]);
	return {
		say: `let nginx give all of what comes in to port ${now} again (${nginx.file})`,
		does: writing(behind, text),
		took: says(behind, text),
		undo: { none: 'It is where the way back leads.', harmless: true, again: true },
		converges: true,
	};
}

/** What the file says now; refused where nobody but watchdeck may have written it, or it says something else. */
export async function unlikeFile(behind: Behind, making: Making): Promise<Result<undefined>> {
	const { host, nginx, service, now } = behind;
	const text = upstreamText(service, [[now, 100]]);
	const argv = ['sh', '-c', sameText, scriptName, nginx.file, text];
	const call = { effect: 'read', via: 'exec', host, argv, timeout: 10_000, fine: [0, 1] } as const;
	const answer = await making.ask(call, making.signal);
	if (!answer.ok) return answer;
	if (answer.value.code === 0) return { ok: true, value: undefined };
	const fix = `Put this into it, include it in the upstream of nginx, and reload nginx: ${quote(['printf', '%s\\n', text])} > ${quote([nginx.file])}`;
	return failed('refused', `${nginx.file} on ${host} does not say that port ${now} has all of ${service}.`, fix);
}

const binding = z.looseObject({ HostIp: z.string().nullish(), HostPort: z.string() });
const bindings = z.record(z.string(), z.array(binding).nullable());
/** Where nginx reaches it by 127.0.0.1, as the file says. */
const reached: readonly string[] = ['', '0.0.0.0', '127.0.0.1'];

/** Which of the two ports a container is published on, where that is the only one and nginx reaches it there. */
export function servedPort(body: Json, { ports }: NginxSpec): number | undefined {
	const host = isRecord(body) ? body['HostConfig'] : undefined;
	const all = bindings.safeParse(host !== undefined && isRecord(host) ? host['PortBindings'] : undefined);
	const used = Object.values(all.data ?? {}).flatMap((each) => each ?? []);
	const [only, ...others] = [...new Set(used.map(({ HostPort }) => Number(HostPort)))];
	return others.length === 0 && used.every(({ HostIp }) => reached.includes(HostIp ?? ''))
		? ports.find((port) => port === only)
		: undefined;
}

/** What a container is made from, published on the other port. */
export function onPort(body: Json, port: number): Json {
	if (!isRecord(body)) return body;
	const host = body['HostConfig'];
	const all = host !== undefined && isRecord(host) ? host['PortBindings'] : undefined;
	if (host === undefined || !isRecord(host) || all === undefined || !isRecord(all)) return body;
	const moved = Object.entries(all).map(([inner, each]): [string, Json] => [
		inner,
		Array.isArray(each) ? each.map((one: Json) => (isRecord(one) ? { ...one, HostPort: String(port) } : one)) : each,
	]);
	return { ...body, HostConfig: { ...host, PortBindings: Object.fromEntries(moved) } };
}
