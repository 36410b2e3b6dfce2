import { z } from 'zod';
import { understood } from '../core/engine/answer.ts';
import { plainName } from '../core/engine/inspect.ts';
import { failed } from '../core/failed.ts';
import type { Making } from '../core/making.ts';
import type { Instance, Millis, Result } from '../core/model.ts';
import { timeOf } from '../core/time.ts';
import { inspect, part } from './engine-call.ts';

const schema = z.object({
	Id: z.string(),
	Name: z.string(),
	Image: z.string(),
	Config: z.object({ StopTimeout: z.number().nullish() }),
	HostConfig: z.object({
		RestartPolicy: z.object({ Name: z.string(), MaximumRetryCount: z.number().nullish() }).nullish(),
	}),
	State: z.object({ Running: z.boolean(), Restarting: z.boolean().nullish(), StartedAt: z.string().nullish() }),
});
type Answer = z.infer<typeof schema>;

/** A container just before it is changed, as its engine tells it. */
export interface Inspected {
	readonly id: string;
	readonly name: string;
	/** Its process runs, or the engine is about to start it again. */
	readonly running: boolean;
	readonly started?: Millis;
	/** How long its process gets to end by itself. */
	readonly grace: Millis;
	/** Its restart policy; `tries`: how often at most, 0 for always. */
	readonly policy: { readonly name: string; readonly tries: number };
	/** The whole answer. */
	readonly json: unknown;
}

/** How many seconds the engine waits for a process to end when the container does not say. */
const usualGrace = 10;

function inspectedOf({ Id, Name, Config, HostConfig, State }: Answer, json: unknown): Inspected {
	const policy = HostConfig.RestartPolicy;
	const started = timeOf(State.StartedAt ?? '');
	return {
		id: Id,
		name: plainName(Name),
		running: State.Running || State.Restarting === true,
		...(started === undefined ? {} : { started }),
		grace: (Config.StopTimeout ?? usualGrace) * 1_000,
		policy: { name: policy?.Name || 'no', tries: policy?.MaximumRetryCount ?? 0 },
		json,
	};
}

/** Asks for a container as it is now; refused when it is gone or no longer the one that is known. */
export async function inspected(making: Making, instance: Instance): Promise<Result<Inspected>> {
	const { host, id, name, image } = instance;
	const answer = await inspect(making, host, `/containers/${part(id)}/json`, `container ${name}`);
	if (!answer.ok) return answer;
	const found = understood(schema, answer.value, `What the engine of ${host} says of ${name}`);
	if (!found.ok) return found;
	if (plainName(found.value.Name) === name && found.value.Image === image.id) {
		return { ok: true, value: inspectedOf(found.value, answer.value) };
	}
	const message = `Container ${name} on ${host} changed just now.`;
	return failed('changed', message, 'Wait until it is read anew, then plan again.');
}
