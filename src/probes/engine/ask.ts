import { aheadAfter } from '../../core/ahead.ts';
import type { Answer, Read } from '../../core/call.ts';
import { readInspect } from '../../core/engine/inspect.ts';
import type { Instance, Millis, Result } from '../../core/model.ts';
import type { Reach } from '../../core/probe.ts';

/** A list of 2,000 containers with long labels, in bytes. */
const most = 64 * 1024 * 1024;

/** A request to the engine of a host that only reads. */
export function get(host: string, path: string, timeout: Millis): Read {
	return { effect: 'read', via: 'engine', host, method: 'GET', path, timeout, most };
}

/** Asks one path of one engine. */
export type Get = (path: string) => Promise<Answer>;

/** Asks the engine of a host within a probe's time. */
export function getter(host: string, timeout: Millis, { ask, signal }: Reach): Get {
	return (path) => ask(get(host, path, timeout), signal);
}

/** Asks an engine, and tells by the `Date` of its answers how far its clock is ahead of ours. */
export interface Hearing {
	readonly ask: Get;
	readonly ahead: () => Millis;
}

/** Hears an engine's clock. `before`: how far it was ahead as far as was known. */
export function hearing(ask: Get, now: Reach['now'], before: Millis): Hearing {
	let ahead = before;
	return {
		ask: async (path) => {
			const asked = now();
			const answer = await ask(path);
			const said = answer.ok ? Date.parse(answer.value.headers?.['date'] ?? '') : Number.NaN;
			if (!Number.isNaN(said)) ahead = aheadAfter(ahead, { said, asked, answered: now() });
			return answer;
		},
		ahead: () => ahead,
	};
}

/** A container by its id, as it is now; `gone` when the engine does not know it any more. */
export async function inspected(host: string, id: string, ask: Get): Promise<Result<Instance | 'gone'>> {
	const answer = await ask(`/containers/${encodeURIComponent(id)}/json`);
	if (!answer.ok) return answer.reply?.code === 404 ? { ok: true, value: 'gone' } : answer;
	return readInspect(host, answer.value.text);
}
